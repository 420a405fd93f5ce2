import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import { bulkLane, type Lane, mostPromptInShard, promptLane } from '../../domain/lane.ts';
import { shardCount, shardOf } from '../../domain/occurrence-id.ts';
import { takeLeases } from '../../store/wakeups/pg-shards.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { PlannedCounts } from '../../usecases/schedules/planned-counts.ts';
import { EngineFixture } from '../engine-fixture.ts';

const now = '2027-01-15T08:30:00Z';
const nine = '2027-01-15T09:00:00Z';
const bulk = 400;

/** Two whose wake-ups are read in one order, if they stand in one lane. */
function idsOfOneShard(): [PersonId, PersonId] {
  const first = newId<PersonId>();
  for (;;) {
    const second = newId<PersonId>();
    if (shardOf(second) === shardOf(first)) return [first, second];
  }
}

/** One tenant has `bulk` reminders at nine, another person one a second later; in which place does that one leave? */
async function placeOfNeighbour(lane: Lane): Promise<number> {
  await using belfry = await EngineFixture.open(now);
  const [id, neighboursId] = idsOfOneShard();
  const crowd = await belfry.addPerson({ id, name: 'Crowd', sms: '+12025550101' });
  const neighbour = await belfry.addPerson({ id: neighboursId, name: 'Neighbour', sms: '+12025550199' });
  for (let i = 0; i < bulk; i++) {
    await belfry.addSchedule(crowd, { title: `Bulk ${i}`, rule: { type: 'once', at: nine } }, lane);
  }
  await belfry.addSchedule(neighbour, { title: 'Neighbour', rule: { type: 'once', at: '2027-01-15T09:00:01Z' } });
  await belfry.moveTo('2027-01-15T09:00:02Z');
  const engine = await belfry.startEngine();
  await expect.poll(() => belfry.sms.sent.length, { timeout: 60_000 }).toBe(bulk + 1);
  await engine.stop();
  return belfry.sms.sent.findIndex(({ text }) => text.includes('Neighbour'));
}

describe('somebody with one reminder, a second after a tenant with hundreds', () => {
  test('leaves with the first of them, where those are in the bulk lane', async () => {
    expect(await placeOfNeighbour(bulkLane)).toBeLessThan(64);
  }, 90_000);

  test('and after all of them, where everybody is in one lane', async () => {
    expect(await placeOfNeighbour(promptLane)).toBeGreaterThan(bulk - 64);
  }, 90_000);
});

test('the planner puts a tenant with much to do into the bulk lane, and its neighbour into the other', async () => {
  await using belfry = await EngineFixture.open(now);
  const crowd = await belfry.addPerson({ name: 'Crowd', sms: '+12025550101' });
  const daily = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00' } as const;
  for (let i = 0; i <= mostPromptInShard; i++) await belfry.addSchedule(crowd, daily);
  const neighbour = await belfry.addSchedule(crowd, daily);
  // In the same shard.
  await belfry.deps.pool.query('UPDATE engine.schedule SET tenant_id = $2 WHERE id = $1', [neighbour.id, newId()]);
  await belfry.moveTo('2027-01-16T10:00:00Z');
  await planShards(belfry.deps, await takeLeases(belfry.deps.pool, 'a', shardCount));
  const planned = await belfry.wakeups(`due_at > '2027-01-17T10:00:00Z'`);
  const lanesOf = (isNeighbour: boolean) =>
    new Set(planned.filter((one) => (one.scheduleId === neighbour.id) === isNeighbour).map(({ lane }) => lane));
  expect([lanesOf(false), lanesOf(true)]).toEqual([new Set([bulkLane]), new Set([promptLane])]);
}, 60_000);

test('who creates many within the hour is bulk from then on, and nobody else', () => {
  const counts = new PlannedCounts();
  const [crowd, neighbour] = [newId<TenantId>(), newId<TenantId>()];
  const most = mostPromptInShard * shardCount;
  const created = Array.from({ length: most + 1 }, () => counts.laneForOneMore(crowd));
  expect([created.at(most - 1), created.at(most)]).toEqual([promptLane, bulkLane]);
  expect(counts.laneForOneMore(neighbour)).toBe(promptLane);
});
