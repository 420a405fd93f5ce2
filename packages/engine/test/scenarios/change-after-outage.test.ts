import type { ScheduleId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { type Lease, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import type { NewSchedule } from '../../usecases/schedules/create-schedule.ts';
import { editSchedule } from '../../usecases/schedules/edit-schedule.ts';
import { EngineFixture } from '../engine-fixture.ts';

const daily: Partial<NewSchedule> = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' };
let belfry: EngineFixture;
let ann: Person;
let leases: Lease[];
let id: ScheduleId;

/** Planned up to the 17th, 8:00; and then nothing ran until the 20th, but whoever changes something is first. */
async function goAway(given: Partial<NewSchedule>): Promise<void> {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
  leases = (await takeLeases(belfry.deps.pool, 'a', 64)).filter(({ shard }) => shard === shardOf(ann.id));
  ({ id } = await belfry.addSchedule(ann, { ...daily, ...given }));
  await planShards(belfry.deps, leases);
  belfry.clock.set('2027-01-20T08:00:00Z');
  await coverReplan(belfry.deps.partitions, belfry.clock.now());
}

async function comeBack(): Promise<string[]> {
  await planShards(belfry.deps, leases);
  await belfry.run();
  const { rows } = await belfry.deps.pool.query<{ line: string }>(
    `SELECT to_char(due_at AT TIME ZONE 'UTC', 'DD HH24:MI') || ' ' || state AS line
     FROM engine.turn WHERE schedule_id = $1 AND seq = 0 ORDER BY due_at, slot`,
    [id],
  );
  return rows.map(({ line }) => line);
}

afterEach(() => belfry[Symbol.asyncDispose]());

const edit = (localTime: string) =>
  belfry.asTenant((tx) =>
    editSchedule({
      ...{ tx, tenantId: belfry.tenantId, id, now: belfry.clock.now() },
      ...{ changes: { localTime }, requireVersion() {} },
    }),
  );

describe('after an outage of five days', () => {
  beforeEach(() => goAway({ lateLimit: 'P7D' }));

  test('an edit loses nothing of what was due meanwhile, planned or not', async () => {
    await edit('09:30:00');
    await edit('08:30:00');
    expect(await comeBack()).toEqual(['15', '16', '17', '18', '19'].map((day) => `${day} 08:30 open`));
  });

  test('nor does a journey', async () => {
    const timeZone = 'Europe/Helsinki' as TimeZone;
    await belfry.asTenant(async (tx) => {
      const now = belfry.clock.now();
      await tx.query('UPDATE people.person SET time_zone = $2 WHERE id = $1', [ann.id, timeZone]);
      const before = { timeZone: ann.timeZone, birthDate: null, anniversaryDate: null, dates: {}, quietHours: null };
      await replanPerson(tx, { personId: ann.id, before, after: { ...before, timeZone }, now });
    });
    expect(await comeBack()).toEqual(['15', '16', '17', '18', '19', '20'].map((day) => `${day} 07:00 open`));
  });

  test('nor do other zone data', async () => {
    const { Client } = (await import('pg')).default;
    // As older data had it: an hour away from where this runtime's data put it.
    const owner = new Client({ connectionString: belfry.url });
    await owner.connect();
    await owner.query(`UPDATE engine.wakeup SET due_at = due_at - interval '1 hour'`);
    await owner.query(`UPDATE engine.shard SET tz_version = '1999a'`);
    await owner.end();
    expect(await comeBack()).toEqual(['15', '16', '17', '18', '19'].map((day) => `${day} 09:00 open`));
  });
});

test('what is past its late limit is missed, also where it was edited first', async () => {
  await goAway({ lateLimit: 'PT24H' });
  await edit('09:30:00');
  expect(await comeBack()).toEqual([...['15', '16', '17', '18'].map((day) => `${day} 09:30 missed`), '19 09:30 open']);
});
