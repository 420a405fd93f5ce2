import type { Person } from '@belfry/people';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import type { RunningEngine } from './run-engine.ts';

/** One more than are settled at once. */
const unaskable = Array.from({ length: 9 }, (_, i) => `+1202555010${i}`);
let belfry: EngineFixture;
let engine: RunningEngine;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  belfry.sms.answer = () => ({ status: 'unknown', reason: 'No answer.', isOutage: false });
  belfry.email.answer = belfry.sms.answer;
  belfry.sms.lookUp = async ({ to }) => {
    if (unaskable.includes(to)) throw new Error('The provider cannot be reached.');
    return { isExact: true, candidates: [{ providerId: 'SM1', status: 'delivered', at: belfry.clock.now() }] };
  };
  engine = await belfry.startEngine();
  for (const sms of unaskable) await remind(await belfry.addPerson({ sms }));
  await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength(unaskable.length), { timeout: 10_000 });
  // Behind them, whatever the order of the same instant.
  belfry.clock.set('2027-01-15T09:00:01Z');
});

afterEach(async () => {
  await engine.stop();
  await belfry[Symbol.asyncDispose]();
});

async function remind(person: Person): Promise<void> {
  await belfry.addSchedule(person);
  engine.wake();
}

test.each(['sms', 'email'] as const)(
  'attempts that a provider cannot be asked about hold up no %s behind them',
  async (channel) => {
    const bob = await belfry.addPerson({ [channel]: channel === 'sms' ? '+12025550199' : 'bob@example.com' });
    await remind(bob);
    const ends = async () => {
      const [wakeup] = await belfry.wakeups(`person_id = '${bob.id}'`);
      return belfry.outcomesOf(wakeup!);
    };
    await vi.waitFor(
      async () => {
        const [pending, end] = await ends();
        expect(pending).toBe('0.0 unknown pending-look-up');
        expect(end).toBe(channel === 'sms' ? '0.0 delivered look-up.found' : '0.0 unknown sent-again');
      },
      { timeout: 20_000, interval: 100 },
    );
  },
  30_000,
);

test.each(['sms', 'email'] as const)(
  'many calls by %s with an unknown end are settled one after the other, and not a few with each audit',
  async (channel) => {
    await engine.stop();
    const lost = 240;
    const point = (i: number) => (channel === 'sms' ? `+1202556${1000 + i}` : `person${i}@example.com`);
    for (let i = 0; i < lost; i++) await belfry.addSchedule(await belfry.addPerson({ [channel]: point(i) }));
    // As a process does that dies over its calls.
    await belfry.claimDue();
    engine = await belfry.startEngine();
    const settled = channel === 'sms' ? 'look-up.found' : 'sent-again';
    await vi.waitFor(
      async () => {
        const { rows } = await belfry.deps.pool.query('SELECT count(*)::int FROM engine.outcome WHERE code = $1', [
          settled,
        ]);
        expect(rows[0].count).toBeGreaterThanOrEqual(lost);
      },
      { timeout: 20_000, interval: 100 },
    );
  },
  60_000,
);

test('what was to be settled is left to whoever has taken the shards', async () => {
  await engine.stop();
  const asked: string[] = [];
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  belfry.sms.lookUp = async ({ to }) => {
    asked.push(to);
    await answered;
    return { isExact: true, candidates: [] };
  };
  for (let i = 0; i < 40; i++) await belfry.addSchedule(await belfry.addPerson({ sms: `+1202557${1000 + i}` }));
  // As a process does that dies over its calls.
  await belfry.claimDue();
  engine = await belfry.startEngine();
  const soon = { timeout: 20_000, interval: 100 };
  await vi.waitFor(() => expect(asked).toHaveLength(8), soon);
  const seen = async () => (await belfry.deps.pool.query('SELECT seen_at::text AS at FROM engine.node')).rows[0]?.at;
  await belfry.deps.pool.query(`UPDATE engine.shard SET owner = 'another', expires_at = 'infinity'`);
  // It renews in vain, and audits nothing any more.
  for (let renewals = 0; renewals < 2; renewals++) {
    const before = await seen();
    await vi.waitFor(async () => expect(await seen()).not.toBe(before), soon);
  }
  answer();
  const ended = `SELECT FROM engine.outcome WHERE code IS DISTINCT FROM 'pending-look-up' AND code <> 'look-up.found'`;
  await vi.waitFor(async () => expect((await belfry.deps.pool.query(ended)).rowCount).toBeGreaterThanOrEqual(8), soon);
  expect(asked).toHaveLength(8);
}, 60_000);
