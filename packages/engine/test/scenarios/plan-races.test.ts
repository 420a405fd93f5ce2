import type { ScheduleId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { takeLeases } from '../../store/wakeups/pg-shards.ts';
import { replanHolidays } from '../../usecases/planning/replan-holidays.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import { replanZoneData } from '../../usecases/planning/replan-zone-data.ts';
import { createSchedule, type NewSchedule } from '../../usecases/schedules/create-schedule.ts';
import { editSchedule } from '../../usecases/schedules/edit-schedule.ts';
import { pauseSchedule } from '../../usecases/schedules/pause-schedule.ts';
import { resumeSchedule } from '../../usecases/schedules/resume-schedule.ts';
import { saveHolidayCalendar } from '../../usecases/schedules/save-holiday-calendar.ts';
import { EngineFixture } from '../engine-fixture.ts';

/** A plan is made of a person's zone and of holidays, which others change meanwhile. It follows them, whoever commits first. */

const daily = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' } as const;
let belfry: EngineFixture;
let ann: Person;
let calendar: string;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
  calendar = (await belfry.asTenant(saveHolidays('2027-03-16'))).id;
  await coverReplan(belfry.deps.partitions, belfry.clock.now());
});

afterEach(() => belfry[Symbol.asyncDispose]());

const saveHolidays = (date: string) => (tx: Tx) => {
  const now = belfry.clock.now();
  return saveHolidayCalendar(tx, { tenantId: belfry.tenantId, now, name: 'Feasts', days: [{ date, name: 'Feast' }] });
};

/** As the edit of a person does it. */
async function moveToTokyo(tx: Tx): Promise<void> {
  await tx.query(`UPDATE people.person SET time_zone = 'Asia/Tokyo' WHERE id = $1`, [ann.id]);
  const after = { ...ann, timeZone: 'Asia/Tokyo' as TimeZone };
  await replanPerson(tx, { personId: ann.id, before: ann, after, now: belfry.clock.now() });
}

/** One transaction, which ends only when it is told to. */
async function heldOpen<T>(body: (tx: Tx) => Promise<T>): Promise<() => Promise<T>> {
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const ended = belfry.asTenant(async (tx) => {
    const result = await body(tx);
    begun.resolve();
    await ending.promise;
    return result;
  });
  await begun.promise;
  return () => {
    ending.resolve();
    return ended;
  };
}

/** The first commits once the second waits for it, or is over without. */
async function race(first: (tx: Tx) => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  const end = await heldOpen(first);
  const waiting = second();
  await belfry.waitForLock(waiting);
  await end();
  await waiting;
}

/** What would fire, as a clock in that zone shows it. */
async function wanted(zone: string): Promise<string[]> {
  const { rows } = await belfry.deps.pool.query<{ line: string }>(
    `SELECT to_char(w.due_at AT TIME ZONE $1, 'DD HH24:MI') AS line FROM engine.wakeup w
     JOIN engine.schedule s ON s.id = w.schedule_id AND s.timing_rev = w.timing_rev
     WHERE w.seq = 0 ORDER BY w.due_at`,
    [zone],
  );
  return rows.map(({ line }) => line);
}

/** Each makes ready what there is before, and answers with what then plans a daily reminder of Ann's for nine. */
const plannings: Record<string, (rule: NewSchedule['rule']) => Promise<(tx: Tx) => Promise<unknown>>> = {
  created: async (rule) => {
    const said = {
      kind: 'reminder',
      title: 'Pills',
      body: null,
      policyId: null,
      importance: 'medium',
      lateLimit: 'PT24H',
    };
    const schedule = { ...said, personId: ann.id, rule, localTime: daily.localTime, timeZone: 'person' as const };
    return (tx) => createSchedule({ tx, tenantId: belfry.tenantId, now: belfry.clock.now(), schedule });
  },
  edited: async (rule) => {
    const { id } = await belfry.addSchedule(ann, { ...daily, timeZone: 'America/New_York' as TimeZone });
    const changes = { rule, timeZone: 'person' as const };
    const { tenantId, clock } = belfry;
    return (tx) => editSchedule({ tx, tenantId, id, now: clock.now(), changes, requireVersion() {} });
  },
  resumed: async (rule) => {
    const { id } = await belfry.addSchedule(ann, { ...daily, rule });
    await belfry.asTenant((tx) => pauseSchedule(tx, id, belfry.clock.now()));
    return resume(id);
  },
};

const resume = (id: ScheduleId) => (tx: Tx) =>
  resumeSchedule(tx, { tenantId: belfry.tenantId, id, now: belfry.clock.now() });

describe.each(Object.keys(plannings))('a schedule that is being %s', (how) => {
  test('follows its person, who moves meanwhile', async () => {
    const plan = await plannings[how]!(daily.rule);
    await race(plan, () => belfry.asTenant(moveToTokyo));
    // Nine o'clock of today is over where they are now, and comes late.
    expect(await wanted('Asia/Tokyo')).toEqual(['15 09:00', '16 09:00', '17 09:00']);
  });

  test('follows its person, who has moved just before', async () => {
    const plan = await plannings[how]!(daily.rule);
    await race(moveToTokyo, () => belfry.asTenant(plan));
    expect(await wanted('Asia/Tokyo')).toEqual(['16 09:00', '17 09:00']);
  });

  test('heeds the holidays that change meanwhile', async () => {
    const plan = await plannings[how]!({ ...daily.rule, excludeHolidays: [calendar] });
    await race(plan, async () => {
      await belfry.asTenant(saveHolidays('2027-01-16'));
      await replanHolidays(belfry.deps);
    });
    expect(await wanted('UTC')).toEqual(['15 09:00']);
  });
});

describe('what is planned anew while its person moves follows them', () => {
  test('where its holidays have changed', async () => {
    await belfry.addSchedule(ann, { ...daily, rule: { ...daily.rule, excludeHolidays: [calendar] } });
    await belfry.asTenant(saveHolidays('2027-01-17'));
    await race(moveToTokyo, () => replanHolidays(belfry.deps));
    expect(await wanted('Asia/Tokyo')).toEqual(['15 09:00', '16 09:00']);
  });

  test('where the zone data have changed', async () => {
    await belfry.addSchedule(ann, daily);
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const lease = leases.find(({ shard }) => shard === shardOf(ann.id))!;
    await race(moveToTokyo, () => replanZoneData(belfry.deps, lease, belfry.clock.now().add({ hours: 48 })));
    expect(await wanted('Asia/Tokyo')).toEqual(['15 09:00', '16 09:00', '17 09:00']);
  });
});
