import { derivedId, type TenantId } from '@belfry/kernel/ids';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readUnsubscribe, sealUnsubscribe, type Unsubscribe } from '../smtp/unsubscribe-token.ts';
import { addUnsubscribeRoutes } from './unsubscribe-routes.ts';

const secret = 'a secret of this installation';
const ann = { tenantId: derivedId<TenantId>('tenant'), address: 'ann@example.com' };
const token = sealUnsubscribe(secret, ann);

let app: FastifyInstance;
let asked: Unsubscribe[];

beforeAll(async () => {
  app = Fastify({ routerOptions: { maxParamLength: 1000 } });
  await addUnsubscribeRoutes(app, { secret, onUnsubscribe: async (unsubscribe) => void asked.push(unsubscribe) });
});

beforeEach(() => {
  asked = [];
});

afterAll(() => app.close());

describe('the link of an email', () => {
  test('opened, asks and changes nothing, however often a scanner opens it', async () => {
    for (let i = 0; i < 3; i++) {
      const page = await app.inject({ method: 'GET', url: `/u/${token}` });
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('<button>');
      expect(page.body.length).toBeLessThan(15_000);
    }
    expect(asked).toEqual([]);
  });

  test.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--',
    ],
    ['text/plain', ''],
  ])('posted to by a mail program as %s, acts', async (type, payload) => {
    const response = await app.inject({
      method: 'POST',
      url: `/u/${token}`,
      headers: { 'content-type': type },
      payload,
    });
    expect(response.statusCode).toBe(200);
    expect(asked).toEqual([ann]);
  });

  test.each(['x', token.slice(0, -2), `${token}AAAA`, sealUnsubscribe('another secret', ann), 'A'.repeat(60)])(
    'that is not ours does nothing: %s',
    async (forged) => {
      for (const method of ['GET', 'POST'] as const) {
        expect((await app.inject({ method, url: `/u/${forged}` })).statusCode).toBe(404);
      }
      expect(asked).toEqual([]);
    },
  );
});

describe('a token', () => {
  test('names the address to us alone', () => {
    expect(readUnsubscribe(secret, token)).toEqual(ann);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ann');
    expect(readUnsubscribe('another secret', token)).toBeNull();
  });

  test('is another each time, so that nobody can tell that two are for the same person', () => {
    expect(sealUnsubscribe(secret, ann)).not.toBe(token);
  });
});
