import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newId, type TenantId } from '@belfry/kernel/ids';
import { type TestDatabase, testDatabase, throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../database.ts';
import { purgeIdempotencyKeys } from './idempotency-keys.ts';
import { runOnce } from './run-once.ts';
import { type Answered, authenticate, type Served, serve } from './test/serve.ts';

const otherTenant = newId<TenantId>();

let server: TestDatabase;
let database: Database;
let owner: pg.Client;
let served: Served;
/** Set by a test to be run inside the transaction, after the effect. */
let afterEffect: () => Promise<void> | void;

beforeAll(async () => {
  server = await testDatabase();
  database = openDatabase({ ...throughPool(server.url), poolMin: 0, poolMax: 10 });
  owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  await owner.query('CREATE TABLE public.effect (tenant_id uuid NOT NULL, name text NOT NULL)');
  await owner.query('GRANT ALL ON public.effect TO belfry_app');

  const body = z.strictObject({ name: z.string(), size: z.number().optional() });
  const created = z.object({ name: z.string(), count: z.number() });
  served = await serve(
    (app) => {
      const schema = { body, response: { 201: created, 204: z.undefined() } };
      app.post('/v1/effects', { schema }, async (request, reply) => {
        const answer = await runOnce(request, database.pools.app, async (tx) => {
          const { name } = request.body;
          await tx.query('INSERT INTO public.effect VALUES ($1, $2)', [request.principal.tenantId, name]);
          await afterEffect();
          const { rows } = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM public.effect');
          return { status: 201, body: { name, count: rows[0]?.count ?? 0 } };
        });
        return reply.code(answer.status).send(answer.body);
      });
      app.post('/v1/effects/:name/remove', async (request, reply) => {
        const answer = await runOnce(request, database.pools.app, async (tx) => {
          await tx.query('DELETE FROM public.effect');
          return { status: 204, body: undefined };
        });
        return reply.code(answer.status).send(answer.body);
      });
    },
    {
      authenticate: async (headers) => {
        const principal = await authenticate(headers);
        if (principal || headers.get('authorization') !== 'Bearer other') return principal;
        return { tenantId: otherTenant, actor: { type: 'key', id: 'key-2', name: 'Other' }, via: 'key' };
      },
    },
  );
});
afterAll(async () => {
  await served.app.close();
  await owner.end();
  await database.close();
  await server.close();
});

beforeEach(() => {
  afterEffect = () => {};
});
afterEach(async () => {
  await owner.query('TRUNCATE public.effect, platform.idempotency_key');
});

async function effects(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM public.effect');
  return rows[0]!.count;
}

async function keys(): Promise<number> {
  const { rows } = await owner.query<{ count: number }>('SELECT count(*)::int AS count FROM platform.idempotency_key');
  return rows[0]!.count;
}

function create(name: string, key?: string, headers: Record<string, string> = {}): Promise<Answered> {
  return served.post('/v1/effects', { name }, { ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers });
}

describe('a request with an Idempotency-Key', () => {
  it('that is repeated gets the first answer and has no second effect', async () => {
    const first = await create('a', 'key-1');
    const second = await create('a', 'key-1');
    expect(first).toMatchObject({ status: 201, body: { name: 'a', count: 1 } });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(first.headers.has('idempotent-replayed')).toBe(false);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await effects()).toBe(1);
  });

  it('is the same request when only its spelling differs', async () => {
    await served.post('/v1/effects', '{"name":"a","size":1}', { 'idempotency-key': 'key-1' });
    const again = await served.post('/v1/effects', '{ "size": 1, "name": "a" }', { 'idempotency-key': 'key-1' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('is another request with another body or at another address: 409', async () => {
    await create('a', 'key-1');
    expect(await create('b', 'key-1')).toMatchObject({ status: 409, body: { code: 'idempotency.key-reused' } });
    const elsewhere = await served.post('/v1/effects/a/remove', undefined, { 'idempotency-key': 'key-1' });
    expect(elsewhere).toMatchObject({ status: 409 });
    expect(await effects()).toBe(1);
  });

  it('answers a repetition without a body as it answered the first', async () => {
    await create('a');
    const headers = { 'idempotency-key': 'key-1' };
    expect(await served.post('/v1/effects/a/remove', undefined, headers)).toMatchObject({ status: 204, body: '' });
    await create('b');
    const again = await served.post('/v1/effects/a/remove', undefined, headers);
    expect(again).toMatchObject({ status: 204, body: '' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await effects()).toBe(1);
  });

  it('shares its key with nobody in another tenant', async () => {
    await create('a', 'key-1');
    const other = await create('a', 'key-1', { authorization: 'Bearer other' });
    expect(other).toMatchObject({ status: 201 });
    expect(other.headers.has('idempotent-replayed')).toBe(false);
    expect(await effects()).toBe(2);
  });

  it.each(['', 'x'.repeat(256), 'café'])('refuses %j as a key', async (key) => {
    expect(await create('a', key)).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
    expect(await effects()).toBe(0);
  });

  it('has one effect when twenty come at once, and all get the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('a', 'key-1')));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.has('idempotent-replayed'))).toHaveLength(19);
    expect(await effects()).toBe(1);
  });

  it('gives its key back when it fails, also to whoever waited for it', async () => {
    let failures = 0;
    afterEffect = () => {
      if (failures++ === 0) throw new Error('the first fails');
    };
    const answers = await Promise.all([create('a', 'key-1'), create('a', 'key-1'), create('a', 'key-1')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 500]);
    expect(await effects()).toBe(1);
  });
});

it('a request without a key is carried out each time', async () => {
  await create('a');
  await create('a');
  expect(await effects()).toBe(2);
  expect(await keys()).toBe(0);
});

describe('a key of more than 24 hours ago', () => {
  const age = (hours: number) =>
    owner.query(`UPDATE platform.idempotency_key SET created_at = now() - make_interval(mins => $1)`, [hours * 60]);

  it('counts as absent', async () => {
    await create('a', 'key-1');
    await age(24.1);
    const answer = await create('b', 'key-1');
    expect(answer).toMatchObject({ status: 201, body: { name: 'b' } });
    expect((await create('b', 'key-1')).headers.get('idempotent-replayed')).toBe('true');
    await age(23.9);
    expect((await create('b', 'key-1')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('is taken over by one of many', async () => {
    await create('a', 'key-1');
    await age(25);
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('b', 'key-1')));
    expect(answers.filter((answer) => !answer.headers.has('idempotent-replayed'))).toHaveLength(1);
    expect(await effects()).toBe(2);
  });

  it('is purged, for every tenant, and a younger one is not', async () => {
    await create('a', 'old-1');
    await create('a', 'old-2', { authorization: 'Bearer other' });
    await age(24.1);
    await create('a', 'young');
    expect(await purgeIdempotencyKeys(database.pools.engine)).toBe(2);
    expect(await keys()).toBe(1);
  });

  it('is purged however many there are, also by two at once', async () => {
    for (let i = 0; i < 7; i++) await create('a', `old-${i}`);
    await age(24.1);
    const purges = [1, 2].map(() => purgeIdempotencyKeys(database.pools.engine, 2));
    const [one, other] = await Promise.all(purges);
    expect([one! + other!, await keys()]).toEqual([7, 0]);
  });

  it('is found by its age, and those that are kept are not looked at', async () => {
    const plans: string[] = [];
    const explaining = {
      async query(text: string, values: unknown[]) {
        const { rows } = await database.pools.engine.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return { rowCount: 0 };
      },
    };
    await purgeIdempotencyKeys(explaining as never);
    expect(plans[0]).toMatch(/Index Scan .*idempotency_key_by_age/);
    expect(plans[0]).not.toContain('Seq Scan');
  });
});

it('a process that is killed between effect and commit leaves neither the effect nor the key', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./test/killed-server.ts', import.meta.url)), server.url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
  const exited = once(child, 'exit');
  const request = { method: 'POST', headers: { authorization: 'Bearer good', 'idempotency-key': 'key-1' } };
  await expect(fetch(`${`${address}`.trim()}/v1/effects`, request)).rejects.toThrow();
  expect(await exited).toEqual([null, 'SIGKILL']);

  // Its open transaction may outlive it by the moment that PostgreSQL needs to notice; a claim of the key waits for that.
  const answer = await create('a', 'key-1');
  expect(answer).toMatchObject({ status: 201, body: { count: 1 } });
  expect(answer.headers.has('idempotent-replayed')).toBe(false);
});
