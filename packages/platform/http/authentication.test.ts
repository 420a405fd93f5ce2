import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publicUrl, type Served, sendRaw, serve } from './test/serve.ts';

let served: Served;
let parsed = 0;

beforeAll(async () => {
  served = await serve((app) => {
    const body = z.unknown().refine(() => {
      parsed++;
      return true;
    });
    app.get('/v1/me', async (request) => request.principal);
    app.post('/v1/things', { schema: { body } }, async () => ({ done: true }));
    app.delete('/v1/things', async () => ({ done: true }));
    app.get('/v1/open', { config: { public: true } }, async () => ({ open: true }));
    app.get('/v1/mistaken', { config: { public: true } }, async (request) => request.principal);
    app.get('/sandbox/messages', async () => ({ data: [] }));
    app.post('/hooks/twilio', async () => ({ taken: true }));
    app.get('/v1beta', async () => ({ open: true }));
  });
});
afterAll(() => served.app.close());

const nobody = { authorization: '' };
const session = { authorization: '', cookie: 'session=good' };

async function withoutHeaders(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${served.address}${path}`, init);
}

describe('a route under /v1 or /sandbox', () => {
  it('asks whoever comes with nothing for a key', async () => {
    for (const path of ['/v1/me', '/sandbox/messages']) {
      const answer = await withoutHeaders(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="belfry"');
      expect(await answer.json()).toMatchObject({ code: 'auth.required' });
    }
  });

  it('refuses an unknown key, and says that it is the key', async () => {
    const answer = await served.get('/v1/me', { authorization: 'Bearer wrong' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.invalid' } });
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await served.get('/v1/me', { ...nobody, cookie: 'session=old' })).toMatchObject({ status: 401 });
  });

  it('knows who asks by key or by session', async () => {
    expect(await served.get('/v1/me')).toMatchObject({ status: 200, body: { via: 'key', actor: { type: 'key' } } });
    expect(await served.get('/v1/me', session)).toMatchObject({ status: 200, body: { via: 'session' } });
  });

  it('refuses a stranger before reading what he sends', async () => {
    const head = 'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n';
    const answer = await sendRaw(served.port, `${head}Connection: close\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(parsed).toBe(0);
    await served.post('/v1/things', { a: 1 });
    expect(parsed).toBe(1);
  });

  it('is guarded for HEAD as for GET', async () => {
    expect((await withoutHeaders('/v1/me', { method: 'HEAD' })).status).toBe(401);
    expect((await withoutHeaders('/v1/open', { method: 'HEAD' })).status).toBe(200);
  });
});

it('routes elsewhere, and those that say so, take anybody', async () => {
  expect((await withoutHeaders('/v1/open')).status).toBe(200);
  expect((await withoutHeaders('/v1beta')).status).toBe(200);
  expect((await withoutHeaders('/hooks/twilio', { method: 'POST' })).status).toBe(200);
  expect((await withoutHeaders('/health')).status).toBe(200);
});

it('a public route that asks who is asking is a mistake, which is found at once', async () => {
  expect((await served.get('/v1/mistaken')).status).toBe(500);
});

describe('a session may change things', () => {
  it.each([
    ['from our own origin', { origin: publicUrl }],
    ['from a page that the browser calls our own', { 'sec-fetch-site': 'same-origin' }],
  ])('%s', async (_name, headers) => {
    expect(await served.post('/v1/things', {}, { ...session, ...headers })).toMatchObject({ status: 200 });
  });

  it.each([
    ['from another origin', { origin: 'https://evil.example' }],
    ['from a subdomain', { origin: 'https://x.belfry.example' }],
    ['from our host over another scheme', { origin: 'http://belfry.example' }],
    ['from a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['from nowhere', {}],
    ['from a sandboxed frame', { origin: 'null' }],
  ])('but not %s', async (_name, headers) => {
    const answer = await served.post('/v1/things', {}, { ...session, ...headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'auth.foreign-origin' } });
  });

  it('while reading is free, and a key needs no origin', async () => {
    const elsewhere = { origin: 'https://evil.example' };
    expect(await served.get('/v1/me', { ...session, ...elsewhere })).toMatchObject({ status: 200 });
    expect(await served.post('/v1/things', {}, elsewhere)).toMatchObject({ status: 200 });
  });
});
