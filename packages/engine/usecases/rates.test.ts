import { openDatabase } from '@belfry/platform/database';
import { throughPool } from '@belfry/testkit/test-database';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeTokens } from '../store/pg-rates.ts';
import { EngineFixture } from '../test/engine-fixture.ts';
import type { EngineDeps } from './engine-deps.ts';
import { Providers } from './providers.ts';
import type { RunningEngine } from './run-engine.ts';

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

/** By the database's clock, which is the one that tokens go by: how many turns were claimed in each second. */
async function claimedBySecond(): Promise<number[]> {
  const { rows } = await belfry.deps.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM engine.turn GROUP BY date_trunc('second', claimed_at) ORDER BY min(claimed_at)`,
  );
  return rows.map(({ count }) => count);
}

const textsOf = (sent: { to: string }[]) => sent.map(({ to }) => to).toSorted();

test('a provider is given no more in a second than it takes, and in the end everything once', async () => {
  await remind(10);
  await start(withRates({ sms: 4 }));
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(10), { timeout: 30_000 });
  expect(new Set(textsOf(belfry.sms.sent)).size).toBe(10);
  const seconds = await claimedBySecond();
  expect(Math.max(...seconds)).toBeLessThanOrEqual(4);
  expect(seconds.reduce((a, b) => a + b)).toBe(10);
});

test('two processes share the tokens of a second', async () => {
  await remind(16);
  const database = openDatabase({ ...throughPool(belfry.url), poolMin: 0, poolMax: 8 });
  await Promise.all([start(withRates({ sms: 4 })), start(withRates({ sms: 4 }, belfry.depsOf(database)))]);
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(16), { timeout: 30_000 });
  expect(new Set(textsOf(belfry.sms.sent)).size).toBe(16);
  expect(Math.max(...(await claimedBySecond()))).toBeLessThanOrEqual(4);
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
  await remind(5);
  await belfry.setTenant({ rates: { sms: 2 } });
  await start(belfry.deps);
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(5), { timeout: 30_000 });
  expect(Math.max(...(await claimedBySecond()))).toBeLessThanOrEqual(2);
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
