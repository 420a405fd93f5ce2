import { openDatabase } from '@belfry/platform/database';
import { throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeTokens } from '../../store/chain/pg-rates.ts';
import type { EngineDeps } from '../../usecases/engine-deps.ts';
import type { RunningEngine } from '../../usecases/running/run-engine.ts';
import { Providers } from '../../usecases/sending/providers.ts';
import { EngineFixture } from '../engine-fixture.ts';

const now = '2027-01-15T09:00:00Z';
let belfry: EngineFixture;
const engines: RunningEngine[] = [];

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
});

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  await belfry[Symbol.asyncDispose]();
});

async function remind(count: number, channel: 'sms' | 'email' = 'sms'): Promise<void> {
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: [channel] }] }]);
  for (let i = 0; i < count; i++) {
    const person = await belfry.addPerson({ sms: `+1202555${1000 + i}`, email: `person${i}@example.com` });
    await belfry.addSchedule(person, { policyId: policy.id, title: `Number ${i}` });
  }
}

const start = async (deps: EngineDeps) => engines.push(await belfry.startEngine(deps));
const withRates = (rates: EngineDeps['rates'], deps = belfry.deps): EngineDeps => ({ ...deps, rates });

/** From now on each grant is noted as it is made: a claim may come to stand in the second after that of its tokens. */
async function noteGrants(): Promise<void> {
  await asOwner(`CREATE TABLE engine.grant_note (scope text, second timestamptz, granted int);
    CREATE FUNCTION engine.note_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$BEGIN INSERT INTO engine.grant_note VALUES (NEW.scope, NEW.second, NEW.granted); RETURN NULL; END$$;
    CREATE TRIGGER note AFTER INSERT OR UPDATE ON engine.rate_block FOR EACH ROW EXECUTE FUNCTION engine.note_grant()`);
}

/** The most tokens that a scope was given in one second, and all that were given. */
async function granted(): Promise<{ most: number; all: number }> {
  const rows = await asOwner(`SELECT max(granted)::int AS most, sum(granted)::int AS all
    FROM (SELECT sum(granted) AS granted FROM engine.grant_note GROUP BY scope, second) AS g`);
  return rows[0] as { most: number; all: number };
}

async function asOwner(sql: string): Promise<unknown[]> {
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  try {
    return (await owner.query(sql)).rows;
  } finally {
    await owner.end();
  }
}

const textsOf = (sent: { to: string }[]) => sent.map(({ to }) => to).toSorted();

test('a provider is given no more in a second than it takes, and in the end everything once', async () => {
  await noteGrants();
  await remind(10);
  await start(withRates({ sms: 4 }));
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(10), { timeout: 30_000 });
  expect(new Set(textsOf(belfry.sms.sent)).size).toBe(10);
  const { most, all } = await granted();
  expect(most).toBeLessThanOrEqual(4);
  expect(all).toBeGreaterThanOrEqual(10);
});

test('two processes share the tokens of a second', async () => {
  await noteGrants();
  await remind(16);
  const database = openDatabase({ ...throughPool(belfry.url), poolMin: 0, poolMax: 8 });
  await Promise.all([start(withRates({ sms: 4 })), start(withRates({ sms: 4 }, belfry.depsOf(database)))]);
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(16), { timeout: 30_000 });
  expect(new Set(textsOf(belfry.sms.sent)).size).toBe(16);
  const { most, all } = await granted();
  expect(most).toBeLessThanOrEqual(4);
  expect(all).toBeGreaterThanOrEqual(16);
  for (const engine of engines.splice(0)) await engine.stop();
  await database.close();
});

test('what waits for tokens holds up no other channel, and is found by whoever takes over', async () => {
  await remind(6);
  await remind(6, 'email');
  await start(withRates({ sms: 1 }));
  await vi.waitFor(() => expect(belfry.email.sent).toHaveLength(6), { timeout: 10_000 });
  const left = belfry.sms.sent.length;
  expect(left).toBeLessThan(6);
  for (const engine of engines.splice(0)) await engine.stop();
  await start(withRates({}));
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(6), { timeout: 30_000 });
  expect(new Set(textsOf(belfry.sms.sent)).size).toBe(6);
});

test('a tenant has a limit of its own', async () => {
  await noteGrants();
  await remind(5);
  await belfry.setTenant({ rates: { sms: 2 } });
  await start(belfry.deps);
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(5), { timeout: 30_000 });
  const { most, all } = await granted();
  expect(most).toBeLessThanOrEqual(2);
  expect(all).toBeGreaterThanOrEqual(5);
});

test('tokens that a claim did not use expire with it, and a raised rate counts at once', async () => {
  const take = (count: number, perSecond: number) =>
    belfry.asEngine((tx) => takeTokens(tx, [{ scope: 'sms', count, perSecond }]));
  const aborted = belfry.asEngine(async (tx) => {
    await takeTokens(tx, [{ scope: 'sms', count: 3, perSecond: 3 }]);
    throw new Error('The claim failed.');
  });
  await expect(aborted).rejects.toThrow('failed');
  await vi.waitFor(
    async () => {
      // Within one second, which may end between two of them.
      expect([await take(2, 3), await take(2, 3), await take(1, 3), await take(9, 5)]).toEqual(
        [2, 1, 0, 2].map((granted) => new Map([['sms', granted]])),
      );
    },
    { timeout: 10_000, interval: 1100 },
  );
});

test('another process learns within a second that a provider asked for patience', async () => {
  await remind(1);
  const database = openDatabase({ ...throughPool(belfry.url), poolMin: 0, poolMax: 8 });
  const others = new Providers(belfry.clock);
  await start({ ...belfry.depsOf(database), providers: others });
  belfry.sms.answer = () => ({
    status: 'failed',
    retryable: true,
    code: '429',
    reason: 'Slow down.',
    retryAfterMs: 60_000,
  });
  await belfry.deps.providers.send(belfry.sms, { to: '+12025550199' } as never, AbortSignal.timeout(1000));
  await vi.waitFor(() => expect(others.states().get('sms')).toBe('held-back'), { timeout: 10_000 });
  for (const engine of engines.splice(0)) await engine.stop();
  await database.close();
});
