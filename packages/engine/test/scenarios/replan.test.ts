import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { type Lease, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { replanHolidays } from '../../usecases/planning/replan-holidays.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import { nextInstant, pendingWork } from '../../usecases/running/settlement.ts';
import type { NewSchedule } from '../../usecases/schedules/create-schedule.ts';
import { deleteHolidayCalendar } from '../../usecases/schedules/delete-holiday-calendar.ts';
import { saveHolidayCalendar } from '../../usecases/schedules/save-holiday-calendar.ts';
import { EngineFixture } from '../engine-fixture.ts';

const daily: Partial<NewSchedule> = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' };
let belfry: EngineFixture;
let ann: Person;
let leases: Lease[];

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
  leases = (await takeLeases(belfry.deps.pool, 'a', 64)).filter(({ shard }) => shard === shardOf(ann.id));
  await planShards(belfry.deps, leases);
});

afterEach(() => belfry[Symbol.asyncDispose]());

/** What would fire: the newest planning of each schedule. */
async function wanted(id: ScheduleId): Promise<string[]> {
  const { rows } = await belfry.deps.pool.query<{ line: string }>(
    `SELECT to_char(w.due_at AT TIME ZONE 'UTC', 'DD HH24:MI') AS line FROM engine.wakeup w
     JOIN engine.schedule s ON s.id = w.schedule_id AND s.timing_rev = w.timing_rev
     WHERE s.id = $1 AND w.seq = 0 ORDER BY w.due_at`,
    [id],
  );
  return rows.map(({ line }) => line);
}

const revOf = async (id: ScheduleId) =>
  (await belfry.deps.pool.query<{ rev: number }>('SELECT timing_rev AS rev FROM engine.schedule WHERE id = $1', [id]))
    .rows[0]!.rev;

const saveHolidays = (days: { date: string; name: string }[], tenantId: TenantId = belfry.tenantId) =>
  belfry.asTenant((tx) => saveHolidayCalendar(tx, { tenantId, now: belfry.clock.now(), name: 'Feasts', days }));

describe('a holiday calendar', () => {
  test('that changed is planned anew in chunks, each schedule once, whatever was lost on the way', async () => {
    const calendar = await saveHolidays([{ date: '2027-01-16', name: 'First' }]);
    const rule = { type: 'rrule', rrule: 'FREQ=DAILY', excludeHolidays: [calendar.id] } as const;
    const schedules = [];
    for (let n = 0; n < 7; n++) schedules.push(await belfry.addSchedule(ann, { ...daily, rule }));
    const other = await belfry.addSchedule(ann, daily);
    expect(await wanted(schedules[0]!.id)).toEqual(['15 09:00']);
    expect(await pendingWork(belfry.deps, belfry.clock.now())).toEqual([]);
    const changed = await saveHolidays([{ date: '2027-01-15', name: 'Second' }]);
    expect(changed).toMatchObject({ id: calendar.id, version: 2 });
    expect(await pendingWork(belfry.deps, belfry.clock.now())).toContain('holidays to plan anew');
    // A process dies within the second chunk: what the first did stands, and the next one goes on from there.
    expect(await replanHolidays(belfry.deps, 5)).toBe(true);
    const revs = await Promise.all(schedules.map(({ id }) => revOf(id)));
    expect(revs.filter((rev) => rev === 1)).toHaveLength(5);
    const dying = await belfry.database.pools.engine.connect();
    await dying.query('BEGIN');
    const { rows } = await dying.query('SELECT pg_backend_pid() AS pid FROM engine.replan_task FOR UPDATE');
    expect(await replanHolidays(belfry.deps, 5)).toBe(false);
    dying.release(true);
    // PostgreSQL notices the death in its own time, and holds the task until then.
    const mourned = () => belfry.deps.pool.query('SELECT FROM pg_stat_activity WHERE pid = $1', [rows[0].pid]);
    await expect.poll(async () => (await mourned()).rowCount).toBe(0);
    await planShards(belfry.deps, leases);
    expect(await Promise.all(schedules.map(({ id }) => revOf(id)))).toEqual(schedules.map(() => 1));
    expect(await wanted(schedules[6]!.id)).toEqual(['16 09:00']);
    expect(await revOf(other.id)).toBe(0);
    expect(await pendingWork(belfry.deps, belfry.clock.now())).not.toContain('holidays to plan anew');
  });

  test('with the same days changes nothing, and cannot go while it is named', async () => {
    const days = [{ date: '2027-01-16', name: 'First' }];
    const calendar = await saveHolidays(days);
    expect((await saveHolidays(days)).version).toBe(1);
    const rule = { type: 'rrule', rrule: 'FREQ=DAILY', excludeHolidays: [calendar.id] } as const;
    const { id } = await belfry.addSchedule(ann, { ...daily, rule });
    const remove = () => belfry.asTenant((tx) => deleteHolidayCalendar(tx, calendar.id));
    await expect(remove()).rejects.toMatchObject({
      code: 'holiday-calendar.in-use',
      message: expect.stringContaining(id),
    });
    await belfry.asTenant((tx) => tx.query('UPDATE engine.schedule SET deleted_at = now() WHERE id = $1', [id]));
    await remove();
    await expect(remove()).rejects.toMatchObject({ code: 'holiday-calendar.not-found' });
  });
});

describe('other zone data', () => {
  test('plan anew what it moves, and only that', async () => {
    const moved = await belfry.addSchedule(ann, { ...daily, timeZone: 'Europe/London' as TimeZone });
    const kept = await belfry.addSchedule(ann, { ...daily, timeZone: 'Asia/Phnom_Penh' as TimeZone });
    await planShards(belfry.deps, leases);
    expect([await revOf(moved.id), await revOf(kept.id)]).toEqual([0, 0]);
    // As older data had it: London an hour away from where this runtime's data put it.
    await plannedOtherwise(moved.id, '-1 hour', 'wakeup');
    await planShards(belfry.deps, leases);
    expect([await revOf(moved.id), await revOf(kept.id)]).toEqual([1, 0]);
    expect(await wanted(moved.id)).toEqual(['15 09:00', '16 09:00']);
    const { rows } = await belfry.deps.pool.query(
      `SELECT DISTINCT tz_version AS tz FROM engine.shard WHERE tz_version <> '1999a'`,
    );
    expect(rows).toEqual([{ tz: process.versions.tz }]);
    await planShards(belfry.deps, leases);
    expect(await revOf(moved.id)).toBe(1);
  });

  test.each([
    ['to come', '2027-01-15T08:00:00Z', '16 09:00'],
    ['due since, and goes out late', '2027-01-15T10:00:00Z', '15 09:00'],
  ])('add what older data had left out: %s', async (_, now, line) => {
    const rule = { type: 'rrule', rrule: 'FREQ=DAILY', gap: 'skip' } as const;
    const { id } = await belfry.addSchedule(ann, { ...daily, rule, timeZone: 'Europe/London' as TimeZone });
    await leftOut(id, line);
    expect(await wanted(id)).toHaveLength(1);
    belfry.clock.set(now);
    await planShards(belfry.deps, leases);
    expect(await revOf(id)).toBe(1);
    expect((await wanted(id)).slice(0, 2)).toEqual(['15 09:00', '16 09:00']);
  });

  test('add nothing for what has fired, was due before the schedule began, or is not planned yet', async () => {
    const both = await belfry.addSchedule(ann, { rule: { type: 'cron', cron: '0 7,9 * * *' } });
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    await leftOut(both.id, '17 07:00');
    // What a schedule planned for itself when it was created goes beyond what its shard has planned.
    await belfry.deps.pool.query(`UPDATE engine.shard SET planned_until = '2027-01-17T06:00:00Z'`);
    await planShards(belfry.deps, leases);
    expect(await revOf(both.id)).toBe(0);
    expect(await wanted(both.id)).toEqual(['15 09:00', '16 07:00', '16 09:00']);
  });

  test('move a single date that is far away too', async () => {
    const rule = { type: 'once', localDate: '2027-07-01' } as const;
    const { id } = await belfry.addSchedule(ann, { ...daily, rule, timeZone: 'Europe/London' as TimeZone });
    await plannedOtherwise(id, '1 hour', 'wakeup_far');
    await planShards(belfry.deps, leases);
    const far = await belfry.wakeups('timing_rev = 1', 'engine.wakeup_far');
    expect(far.map(({ dueAt }) => dueAt.toString())).toEqual(['2027-07-01T08:00:00Z']);
  });

  /** Wake-ups are never updated but here, by their owner, to make them what older data would have made. */
  async function asOlderData(statement: string, values: string[]): Promise<void> {
    const { Client } = (await import('pg')).default;
    const client = new Client({ connectionString: belfry.url });
    await client.connect();
    await client.query(statement, values);
    await client.query(`UPDATE engine.shard SET tz_version = '1999a'`);
    await client.end();
  }

  const plannedOtherwise = (id: ScheduleId, by: string, table: string) =>
    asOlderData(`UPDATE engine.${table} SET due_at = due_at + $2::interval WHERE schedule_id = $1`, [id, by]);

  const leftOut = (id: ScheduleId, line: string) =>
    asOlderData(
      `DELETE FROM engine.wakeup WHERE schedule_id = $1 AND to_char(due_at AT TIME ZONE 'UTC', 'DD HH24:MI') = $2`,
      [id, line],
    );
});

describe('a birthday', () => {
  const annual: Partial<NewSchedule> = { rule: { type: 'annual', field: 'birthDate' }, localTime: '09:00:00' };
  const idleOf = async (id: ScheduleId) => {
    const { rows } = await belfry.deps.pool.query<{ idle: string }>(
      `SELECT idle_until::text AS idle FROM engine.schedule WHERE id = $1`,
      [id],
    );
    return rows[0]!.idle;
  };
  const bear = (birthDate: string | null) =>
    belfry.asTenant(async (tx) => {
      const now = belfry.clock.now();
      await coverReplan(belfry.deps.partitions, now);
      await tx.query('UPDATE people.person SET birth_date = $2 WHERE id = $1', [ann.id, birthDate]);
      const before = {
        timeZone: ann.timeZone,
        birthDate: ann.birthDate,
        quietHours: null,
        anniversaryDate: null,
        dates: {},
      };
      await replanPerson(tx, { personId: ann.id, before, after: { ...before, birthDate }, now });
      ann = { ...ann, birthDate };
    });

  const live = (timeZone: string) =>
    belfry.asTenant(async (tx) => {
      const now = belfry.clock.now();
      await coverReplan(belfry.deps.partitions, now);
      await tx.query('UPDATE people.person SET time_zone = $2 WHERE id = $1', [ann.id, timeZone]);
      const before = {
        timeZone: ann.timeZone,
        birthDate: ann.birthDate,
        anniversaryDate: null,
        dates: {},
        quietHours: null,
      };
      await replanPerson(tx, { personId: ann.id, before, after: { ...before, timeZone }, now });
      ann = { ...ann, timeZone: timeZone as TimeZone };
    });

  test('that is months away is not looked at, and the clock stops in time to plan it', async () => {
    await bear('1950-06-01');
    const { id } = await belfry.addSchedule(ann, annual);
    await planShards(belfry.deps, leases);
    expect(await idleOf(id)).toBe('2027-05-31 03:00:00+00');
    const stop = await nextInstant(belfry.deps, belfry.clock.now());
    expect(stop?.toString()).toBe('2027-05-29T15:00:00Z');
    await belfry.moveTo(stop!.toString());
    expect(await pendingWork(belfry.deps, stop!)).toEqual(['1 shards to plan']);
    await planShards(belfry.deps, leases);
    await belfry.moveTo('2027-05-31T08:00:00Z');
    await planShards(belfry.deps, leases);
    expect(await wanted(id)).toEqual(['01 09:00']);
    await belfry.moveTo('2027-06-01T09:00:00Z');
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('for the day itself that was due and is corrected into the past does not come, and is not missed', async () => {
    await bear('1950-01-15');
    const rule = { type: 'annual', field: 'birthDate', sameDay: true } as const;
    const { id } = await belfry.addSchedule(ann, { ...annual, rule, lateLimit: 'P7D' });
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await bear('1950-01-14');
    await belfry.run();
    expect(await wanted(id)).toEqual([]);
    await bear('1950-01-15');
    await belfry.run();
    expect(await wanted(id)).toEqual(['15 09:00']);
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('on which a zone is typed wrongly and set right again is not lost', async () => {
    await bear('1950-01-15');
    const rule = { type: 'annual', field: 'birthDate', sameDay: true } as const;
    const { id } = await belfry.addSchedule(ann, { ...annual, rule });
    await live('America/Los_Angeles');
    await belfry.moveTo('2027-01-15T16:30:00Z');
    await live('Asia/Shanghai');
    await live('America/Los_Angeles');
    expect(await wanted(id)).toContain('15 17:00');
    await belfry.moveTo('2027-01-15T17:00:00Z');
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('that moves fires once in its year', async () => {
    await bear('1950-01-15');
    const { id } = await belfry.addSchedule(ann, annual);
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await bear('1950-01-16');
    expect(await wanted(id)).toEqual(['16 09:00']);
    await belfry.moveTo('2027-01-16T09:00:00Z');
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    await bear(null);
    expect(await wanted(id)).toEqual([]);
  });
});
