import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { Partitions } from '../../store/partitions/pg-partitions.ts';
import { takeLeases } from '../../store/wakeups/pg-shards.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { nextInstant, pendingWork } from '../running/settlement.ts';
import { planShards } from './plan-shards.ts';

const now = '2027-01-15T09:00:00Z';
const daily = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:30:00' } as const;
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
});

afterEach(() => belfry[Symbol.asyncDispose]());

const plan = async (leases: Awaited<ReturnType<typeof takeLeases>>) => planShards(belfry.deps, leases);
const dueAts = async () => (await belfry.wakeups('seq = 0')).map(({ dueAt }) => dueAt.toString());

/** Copies of one daily schedule, which have no wake-ups yet, all in one shard; `first` comes before them. */
async function fillShard(count: number, first?: { type: 'every'; interval: string; anchor: string }) {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  const shard = shardOf(ann.id);
  await belfry.deps.pool.query(
    `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, rule, recurring, local_time, time_zone,
       importance, late_limit, created_at)
     SELECT ('f0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, $2, $3, 'reminder', 'Take pills',
       CASE WHEN n = 0 THEN $4::jsonb ELSE $5 END, true, CASE WHEN n > 0 THEN '09:30:00' END, 'UTC', 'medium', 'PT24H', $6
     FROM generate_series($7::int, $8::int) AS n`,
    [
      belfry.tenantId,
      shard,
      ann.id,
      first && JSON.stringify(first),
      JSON.stringify(daily.rule),
      now,
      first ? 0 : 1,
      count,
    ],
  );
  const leases = await takeLeases(belfry.deps.pool, 'a', 64);
  await belfry.deps.pool.query(
    `UPDATE engine.shard SET tz_version = $1, planned_until = CASE WHEN id = $2 THEN 'epoch' ELSE $3::timestamptz END`,
    [process.versions.tz, shard, belfry.clock.now().add({ hours: 48 }).toString()],
  );
  return { shard, leases: leases.filter((lease) => lease.shard === shard) };
}

/** As the next owner of the shard would. */
async function takeAnew(shard: number) {
  await belfry.deps.pool.query(`UPDATE engine.shard SET expires_at = '-infinity' WHERE id = $1`, [shard]);
  return takeLeases(belfry.deps.pool, 'b', 1);
}

describe('planning', () => {
  test('twice, and by two processes at once, makes each wake-up once', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const ann = await belfry.addPerson({ sms: '+12025550101' });
    await belfry.addSchedule(ann, daily);
    await plan(leases);
    await belfry.moveTo('2027-01-16T09:00:00Z');
    await Promise.all([plan(leases), plan(leases)]);
    await plan(leases);
    expect(await dueAts()).toEqual(['2027-01-15T09:30:00Z', '2027-01-16T09:30:00Z', '2027-01-17T09:30:00Z']);
  });

  test('beside the creation of schedules leaves none without its wake-ups and none with two', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const people = await Promise.all(Array.from({ length: 20 }, () => belfry.addPerson({ sms: '+12025550101' })));
    await Promise.all([plan(leases), ...people.map((person) => belfry.addSchedule(person, daily)), plan(leases)]);
    await belfry.moveTo('2027-01-15T22:00:00Z');
    await Promise.all([
      plan(leases),
      ...people.map((person) => belfry.addSchedule(person, { ...daily, localTime: '23:00:00' })),
    ]);
    const perSchedule = Map.groupBy(await belfry.wakeups('seq = 0'), ({ scheduleId }) => scheduleId);
    const days = [...perSchedule.values()].map((wakeups) => wakeups.map(({ day }) => day));
    expect(days).toHaveLength(40);
    // Until 49 hours after the creation, or 48 hours after the planning.
    for (const found of days) expect(found).toEqual(['2027-01-15', '2027-01-16', '2027-01-17'].slice(0, found.length));
    expect(days.every(({ length }) => length >= 2)).toBe(true);
  });

  test('makes up for an outage of three days: nothing that should have been due is left out', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }), daily);
    await plan(leases);
    await belfry.moveTo('2027-01-20T09:00:00Z');
    await plan(leases);
    expect((await belfry.wakeups('seq = 0')).map(({ day }) => day)).toEqual(
      [15, 16, 17, 18, 19, 20, 21].map((day) => `2027-01-${day}`),
    );
    await belfry.run();
    const { rows } = await belfry.deps.pool.query('SELECT day, state FROM engine.turn ORDER BY due_at, seq');
    expect(rows.map(({ day, state }) => `${day} ${state}`)).toEqual([
      '2027-01-15 missed',
      '2027-01-16 missed',
      '2027-01-17 missed',
      '2027-01-18 missed',
      '2027-01-19 open',
    ]);
  });

  test('moves a far wake-up in when it comes within reach, and the clock never passes it before that', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const at = '2027-03-20T12:00:00Z';
    await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }), { rule: { type: 'once', at } });
    await plan(leases);
    expect(await dueAts()).toEqual([]);
    const { deps } = belfry;
    const within = await nextInstant(deps, belfry.clock.now());
    expect(within?.toString()).toBe('2027-03-19T00:00:00Z');
    await belfry.moveTo(within!.toString());
    expect(await pendingWork(deps, within!)).toEqual(['1 shards to plan']);
    await plan(leases);
    expect(await pendingWork(deps, within!)).toEqual([]);
    expect(await dueAts()).toEqual([at]);
    expect((await nextInstant(deps, within!))?.toString()).toBe(at);
    expect(await belfry.wakeups('true', 'engine.wakeup_far')).toEqual([]);
  });

  test('with a lease that was lost leaves the plan to the new owner', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    await plan(leases.map((lease) => ({ ...lease, fence: '0' })));
    const { rows } = await belfry.deps.pool.query('SELECT FROM engine.shard WHERE planned_until > now()');
    expect(rows).toEqual([]);
  });

  test('that loses its lease on the way stops there, and keeps nothing that it had not committed', async () => {
    const { shard, leases } = await fillShard(12);
    const { deps } = belfry;
    let covered = 0;
    /** Another process takes the shard while the second chunk is being made. */
    class TakenOver extends Partitions {
      override async cover(from: Temporal.Instant, to: Temporal.Instant): Promise<void> {
        covered += 1;
        if (covered === 2) await deps.pool.query('UPDATE engine.shard SET fence = fence + 1 WHERE id = $1', [shard]);
        await super.cover(from, to);
      }
    }
    await planShards({ ...deps, partitions: new TakenOver(deps.pool) }, leases, { pageSize: 5 });
    const schedules = new Set((await belfry.wakeups()).map(({ scheduleId }) => scheduleId));
    expect([covered, schedules.size]).toEqual([2, 5]);
    expect(await pendingWork(deps, belfry.clock.now())).toEqual(['1 shards to plan']);
    await plan(await takeAnew(shard));
    expect(await belfry.wakeups()).toHaveLength(24);
    expect(await pendingWork(deps, belfry.clock.now())).toEqual([]);
  });

  test('that ends at whatever commit begins again, and makes each wake-up once', async () => {
    const { leases } = await fillShard(12);
    for (let end = 1; ; end++) {
      let commits = 0;
      const fault = (point: string) => {
        if (point === (end % 2 ? 'plan.before-commit' : 'plan.after-commit') && ++commits === Math.ceil(end / 2)) {
          throw new Error('the process ends');
        }
      };
      const before = belfry.errors.length;
      await planShards({ ...belfry.deps, fault }, leases, { pageSize: 5 });
      if (belfry.errors.length === before) break;
      expect(end, 'three chunks and the end of the plan').toBeLessThan(9);
    }
    expect(belfry.errors.length).toBeGreaterThan(6);
    const wakeups = await belfry.wakeups();
    expect(new Set(wakeups.map(({ occId }) => occId)).size).toBe(wakeups.length);
    expect(wakeups).toHaveLength(24);
  });

  test('lets timers and everything else have their turn: between chunks, and within a schedule that is long to lay out', async () => {
    const { leases } = await fillShard(12, { type: 'every', interval: 'PT1M', anchor: now });
    const commits: number[] = [];
    let turns = 0;
    const fault = (point: string) => {
      if (point === 'plan.after-commit') commits.push(turns);
    };
    const ticking = setInterval(() => (turns += 1), 1);
    await planShards({ ...belfry.deps, fault }, leases, { pageSize: 5 });
    clearInterval(ticking);
    // The one of every minute makes more than a chunk by itself, and is planned first.
    expect(commits).toHaveLength(5);
    expect(commits[0]).toBeGreaterThan(5);
    for (const [index, after] of commits.entries()) expect(after).toBeGreaterThan(commits[index - 1] ?? 0);
  });

  test('reports a schedule whose zone nobody knows any more, and plans the others', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const ann = await belfry.addPerson({ sms: '+12025550101' });
    const lost = await belfry.addSchedule(ann, daily);
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE engine.schedule SET time_zone = 'Mars/Phobos' WHERE id = $1`, [lost.id]),
    );
    const kept = await belfry.addSchedule(ann, daily);
    await belfry.moveTo('2027-01-17T09:00:00Z');
    await plan(leases);
    expect(belfry.errors).toHaveLength(1);
    expect((await belfry.wakeups(`day >= '2027-01-18'`)).map(({ scheduleId }) => scheduleId)).toEqual([kept.id]);
  });
});

test('what is due and unread, and what is called and unanswered, is pending; then nothing is', async () => {
  const { deps } = belfry;
  const pending = async () => (await pendingWork(deps, belfry.clock.now())).map((line) => line.split(' ')[0]);
  expect(await pending()).toEqual([]);
  await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }));
  expect(await pending()).toEqual(['wake-up']);
  const claims = await belfry.claimDue();
  expect(await pending()).toEqual(['attempt']);
  await belfry.send(claims);
  expect(await pending()).toEqual([]);
});
