import type { ScheduleId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLeases } from '../../store/wakeups/pg-shards.ts';
import { settleWideFact } from '../../usecases/actions/settle-wide-fact.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import type { NewSchedule } from '../../usecases/schedules/create-schedule.ts';
import { deleteSchedule } from '../../usecases/schedules/delete-schedule.ts';
import { editSchedule, type ScheduleChanges } from '../../usecases/schedules/edit-schedule.ts';
import { finishSchedule } from '../../usecases/schedules/finish-schedule.ts';
import { pauseSchedule } from '../../usecases/schedules/pause-schedule.ts';
import { resumeSchedule } from '../../usecases/schedules/resume-schedule.ts';
import { viewSchedule } from '../../usecases/schedules/view-schedules.ts';
import { EngineFixture } from '../engine-fixture.ts';

const daily: Partial<NewSchedule> = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' };
const named = (hour: number): Partial<NewSchedule> => ({
  rule: { type: 'rrule', rrule: `FREQ=DAILY;BYHOUR=${hour}` },
  localTime: null,
});
const cron = (hour: number): Partial<NewSchedule> => ({
  rule: { type: 'cron', cron: `0 ${hour} * * *` },
  localTime: null,
});
let belfry: EngineFixture;
let ann: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
});

afterEach(() => belfry[Symbol.asyncDispose]());

const any = () => {};

async function edit(id: ScheduleId, changes: ScheduleChanges) {
  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  return belfry.asTenant((tx) =>
    editSchedule({ tx, tenantId: belfry.tenantId, id, now, changes, requireVersion: any }),
  );
}

async function pause(id: ScheduleId): Promise<void> {
  await belfry.asTenant((tx) => pauseSchedule(tx, id, belfry.clock.now()));
}

async function resume(id: ScheduleId): Promise<void> {
  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  await belfry.asTenant((tx) => resumeSchedule(tx, { tenantId: belfry.tenantId, id, now }));
}

/** As module people does: the person's row first, the port in the same transaction. */
async function travel(timeZone: string): Promise<void> {
  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  await belfry.asTenant(async (tx) => {
    await tx.query('UPDATE people.person SET time_zone = $2 WHERE id = $1', [ann.id, timeZone]);
    const before = { timeZone: ann.timeZone, birthDate: null, quietHours: null, anniversaryDate: null, dates: {} };
    await replanPerson(tx, { personId: ann.id, before, after: { ...before, timeZone }, now });
  });
  ann = { ...ann, timeZone: timeZone as TimeZone };
}

/** Moves on and does what became due: `12:00 fired` for each turn that began an occurrence. */
async function live(until: string): Promise<string[]> {
  await belfry.moveTo(until);
  await belfry.run();
  return story();
}

async function story(): Promise<string[]> {
  const { rows } = await belfry.deps.pool.query<{ line: string }>(
    `SELECT to_char(due_at AT TIME ZONE 'UTC', 'DD HH24:MI') || ' ' || slot || ' ' || state AS line
     FROM engine.turn WHERE seq = 0 ORDER BY due_at, slot`,
  );
  return rows.map(({ line }) => line);
}

describe('an edit', () => {
  test('of words re-plans nothing, and the next message has them', async () => {
    const { id, timingRev } = await belfry.addSchedule(ann, daily);
    const before = await belfry.wakeups();
    await edit(id, { title: 'Water the plants', importance: 'high' });
    expect(await belfry.wakeups()).toEqual(before);
    expect(timingRev).toBe(0);
    await live('2027-01-15T09:00:00Z');
    expect(belfry.sms.sent.map(({ text }) => text).join()).toContain('Water the plants');
  });

  test('of the time moves what is to come', async () => {
    const { id } = await belfry.addSchedule(ann, daily);
    await edit(id, { localTime: '10:30:00' });
    expect(await live('2027-01-15T10:00:00Z')).toEqual([]);
    expect(await live('2027-01-15T10:30:00Z')).toEqual(['15 10:30 2027-01-15#1 open']);
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('of a nine o’clock that has fired to six in the evening does not fire again that day', async () => {
    const { id } = await belfry.addSchedule(ann, daily);
    await live('2027-01-15T09:00:00Z');
    await edit(id, { localTime: '18:00:00' });
    const view = await belfry.asTenant(async (tx) => {
      const record = await editSchedule({
        ...{
          tx,
          tenantId: belfry.tenantId,
          id,
          now: belfry.clock.now(),
          changes: { title: 'Same' },
          requireVersion: any,
        },
      });
      return viewSchedule(tx, record, belfry.clock.now());
    });
    expect(view.nextAt?.toString()).toBe('2027-01-16T18:00:00Z');
    expect(await live('2027-01-16T17:00:00Z')).toEqual(['15 09:00 2027-01-15#1 open']);
    expect(await live('2027-01-16T18:00:00Z')).toHaveLength(2);
    expect(belfry.sms.sent).toHaveLength(2);
  });

  test.each<[string, Partial<NewSchedule>, ScheduleChanges]>([
    ['names', named(9), { rule: named(18).rule }],
    ['comes to name', daily, { rule: named(18).rule }],
    ['names no more', named(9), { rule: daily.rule, localTime: '18:00:00' }],
    ['names by cron', cron(9), { rule: cron(18).rule }],
  ])('of a nine o’clock that the rule %s does not fire again that day either', async (_how, before, changes) => {
    const { id } = await belfry.addSchedule(ann, before);
    await live('2027-01-15T09:00:00Z');
    await belfry.moveTo('2027-01-15T12:00:00Z');
    await edit(id, changes);
    expect(await live('2027-01-16T17:59:00Z')).toEqual(['15 09:00 2027-01-15#1 open']);
    expect(await live('2027-01-16T18:00:00Z')).toContain('16 18:00 2027-01-16#1 open');
    expect(belfry.sms.sent).toHaveLength(2);
  });

  test('of a single date that has fired to a later time of that day is refused: it has had its turn', async () => {
    const once: Partial<NewSchedule> = { rule: { type: 'once', localDate: '2027-01-15' }, localTime: '09:00:00' };
    const { id } = await belfry.addSchedule(ann, once);
    await edit(id, { localTime: '08:30:00' });
    await live('2027-01-15T08:30:00Z');
    await expect(edit(id, { localTime: '18:00:00' })).rejects.toMatchObject({ code: 'schedule.never-fires' });
    await edit(id, { rule: { type: 'once', localDate: '2027-01-16' } });
    expect(await live('2027-01-16T08:30:00Z')).toHaveLength(2);
  });

  test('keeps what was due already and had not been taken up', async () => {
    const { id } = await belfry.addSchedule(ann, daily);
    await belfry.moveTo('2027-01-15T09:05:00Z');
    await edit(id, { localTime: '08:55:00' });
    expect(await live('2027-01-15T09:06:00Z')).toEqual(['15 08:55 2027-01-15#1 open']);
  });

  test('of a single instant to one just past fires at once, as if it were created so', async () => {
    const { id } = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-01-15T12:00:00Z' } });
    await edit(id, { rule: { type: 'once', at: '2027-01-15T07:59:30Z' } });
    expect(await live('2027-01-15T08:00:01Z')).toEqual(['15 07:59 2027-01-15T07:59:30Z open']);
    expect(await live('2027-01-15T13:00:00Z')).toHaveLength(1);
  });

  test('into the past of today begins tomorrow', async () => {
    const { id } = await belfry.addSchedule(ann, { ...daily, localTime: '18:00:00' });
    await edit(id, { localTime: '07:00:00' });
    expect(await live('2027-01-15T20:00:00Z')).toEqual([]);
    expect(await live('2027-01-16T07:00:00Z')).toEqual(['16 07:00 2027-01-16#1 open']);
  });

  test('to another kind of rule plans that one, and the planner agrees with it', async () => {
    const { id } = await belfry.addSchedule(ann, daily);
    await edit(id, { rule: { type: 'cron', cron: '15 9,12 * * *' }, localTime: null });
    await planShards(belfry.deps, await takeLeases(belfry.deps.pool, 'a', 64));
    expect(await live('2027-01-15T23:00:00Z')).toEqual([
      '15 09:15 2027-01-15T09:15 open',
      '15 12:15 2027-01-15T12:15 open',
    ]);
    await expect(edit(id, { rule: { type: 'rrule', rrule: 'FREQ=DAILY' } })).rejects.toMatchObject({
      code: 'schedule.local-time-missing',
    });
  });

  test('of an older version is refused, and nothing is changed', async () => {
    const { id } = await belfry.addSchedule(ann, daily);
    await edit(id, { title: 'Second' });
    const seen: number[] = [];
    const stale = belfry.asTenant((tx) =>
      editSchedule({
        ...{ tx, tenantId: belfry.tenantId, id, now: belfry.clock.now(), changes: { title: 'Third' } },
        requireVersion(version) {
          seen.push(version);
          throw new Error('stale');
        },
      }),
    );
    await expect(stale).rejects.toThrow('stale');
    expect(seen).toEqual([2]);
    expect((await edit(id, { kind: 'dose' })).title).toBe('Second');
  });
});

describe('a pause', () => {
  test('fires nothing, misses nothing, and is not made up for', async () => {
    const { id } = await belfry.addSchedule(ann, {
      ...daily,
      rule: { type: 'cron', cron: '0 * * * *' },
      localTime: null,
    });
    await live('2027-01-15T08:59:59Z');
    await pause(id);
    await pause(id);
    expect(await live('2027-01-15T12:30:00Z')).toHaveLength(1);
    await resume(id);
    await resume(id);
    expect(await live('2027-01-15T13:00:00Z')).toEqual([
      '15 08:00 2027-01-15T08:00 open',
      '15 13:00 2027-01-15T13:00 open',
    ]);
    await planShards(belfry.deps, await takeLeases(belfry.deps.pool, 'a', 64));
    expect(await live('2027-01-15T13:00:00Z')).toHaveLength(2);
  });

  test('over a single instant is over it, also where it ends in the same minute', async () => {
    const { id } = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-01-15T09:00:00Z' } });
    await pause(id);
    await belfry.moveTo('2027-01-15T09:00:30Z');
    await resume(id);
    expect(await live('2027-01-15T09:01:00Z')).toEqual([]);
  });

  test('that outlasts the plan goes on from when it ends', async () => {
    const leases = await takeLeases(belfry.deps.pool, 'a', 64);
    const { id } = await belfry.addSchedule(ann, daily);
    await pause(id);
    await belfry.moveTo('2027-01-25T10:00:00Z');
    await resume(id);
    await planShards(belfry.deps, leases);
    expect(await live('2027-01-25T11:00:00Z')).toEqual([]);
    expect(await live('2027-01-26T09:00:00Z')).toEqual(['26 09:00 2027-01-26#1 open']);
  });
});

describe('finishing and deleting', () => {
  test('close what is open, and nothing more is due', async () => {
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
      { after: 'PT10M', targets: [{ person: 'self', channels: ['sms'] }] },
    ]);
    const one = await belfry.addSchedule(ann, { ...daily, policyId: policy.id });
    const two = await belfry.addSchedule(ann, { ...daily, policyId: policy.id });
    await live('2027-01-15T09:00:00Z');
    const now = belfry.clock.now();
    await belfry.asTenant((tx) => finishSchedule(tx, one.id, now));
    await belfry.asTenant((tx) => deleteSchedule(tx, { id: two.id, now, requireVersion: any }));
    await belfry.asTenant((tx) => deleteSchedule(tx, { id: two.id, now, requireVersion: any }));
    for (const [id, state] of [
      [one.id, 'completed'],
      [two.id, 'cancelled'],
    ] as const) {
      const { pool: _pool, ...deps } = belfry.deps;
      const close = { state, reason: 'It was over.', actor: null };
      const settled = await settleWideFact({
        ...{ ...deps, pool: belfry.database.pools.app, tenantId: belfry.tenantId, fact: { scheduleId: id }, close },
        withinMs: 500,
      });
      expect(settled.closed).toHaveLength(1);
      expect(settled.couldNotStop).toEqual([]);
    }
    await live('2027-01-16T12:00:00Z');
    expect(belfry.sms.sent).toHaveLength(2);
    await expect(pause(two.id)).rejects.toMatchObject({ code: 'schedule.not-found' });
    await expect(resume(one.id)).rejects.toMatchObject({ code: 'schedule.finished' });
  });
});

describe('a person who travels', () => {
  beforeEach(async () => {
    ann = await belfry.addPerson({ sms: '+12025550101', timeZone: 'America/New_York' });
    await belfry.addSchedule(ann, daily);
    await belfry.moveTo('2027-01-15T13:00:00Z');
  });

  test('west before nine gets it at the new nine', async () => {
    await travel('America/Los_Angeles');
    expect(await live('2027-01-15T14:00:00Z')).toEqual([]);
    expect(await live('2027-01-15T17:00:00Z')).toEqual(['15 17:00 2027-01-15#1 open']);
  });

  test('west after nine does not get it again', async () => {
    await live('2027-01-15T14:00:00Z');
    await travel('America/Los_Angeles');
    expect(await live('2027-01-16T16:00:00Z')).toEqual(['15 14:00 2027-01-15#1 open']);
    expect(await live('2027-01-16T17:00:00Z')).toHaveLength(2);
  });

  test('east over nine gets it at once', async () => {
    await travel('Europe/London');
    expect(await live('2027-01-15T13:00:01Z')).toEqual(['15 09:00 2027-01-15#1 open']);
    expect(await live('2027-01-16T09:00:00Z')).toHaveLength(2);
    expect(belfry.sms.sent).toHaveLength(2);
  });

  test('west over the date line loses a day, and east again finds one that has been: both are written down', async () => {
    await travel('Pacific/Kiritimati');
    expect(await live('2027-01-15T14:00:00Z')).toEqual(['14 19:00 2027-01-15#1~left-out skipped']);
    expect(await live('2027-01-15T19:00:00Z')).toContain('15 19:00 2027-01-16#1 open');
    await belfry.moveTo('2027-01-15T19:30:00Z');
    await travel('Pacific/Honolulu');
    expect(await live('2027-01-16T19:00:00Z')).toEqual([
      '14 19:00 2027-01-15#1~left-out skipped',
      '15 19:00 2027-01-16#1 open',
      '16 19:00 2027-01-16#1~again skipped',
    ]);
    expect(await live('2027-01-17T19:00:00Z')).toContain('17 19:00 2027-01-17#1 open');
    expect(belfry.sms.sent).toHaveLength(2);
  });

  test('by mistake only, there and back before nine, gets it at nine', async () => {
    await travel('Asia/Tokyo');
    await travel('America/New_York');
    await travel('Pacific/Kiritimati');
    await travel('America/New_York');
    expect(await live('2027-01-15T14:00:00Z')).toContain('15 14:00 2027-01-15#1 open');
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('does not move a schedule with a zone of its own', async () => {
    const own = await belfry.addSchedule(ann, { ...daily, timeZone: 'America/New_York' as TimeZone });
    const of = async () => (await belfry.wakeups(`schedule_id = '${own.id}'`)).map(({ timingRev }) => timingRev);
    const before = await of();
    await travel('Asia/Phnom_Penh');
    expect(await of()).toEqual(before);
  });
});

test('a slot older than the ledger is wanted by nobody any more, and no planning makes it', async () => {
  const { id } = await belfry.addSchedule(ann, daily);
  await belfry.moveTo('2029-01-05T08:00:00Z');
  expect(await belfry.due()).toHaveLength(2);
  await dropLedgersUntil(2029);
  expect(await belfry.claimDue()).toEqual([]);
  await planShards(belfry.deps, await takeLeases(belfry.deps.pool, 'a', 64));
  const planned = await belfry.wakeups(`day > '2027-01-17'`);
  expect(planned.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6].map((day) => `2029-01-0${day}`));
  await edit(id, { localTime: '09:30:00' });
  expect((await belfry.wakeups('timing_rev = 1')).map(({ day }) => day)).toEqual(planned.map(({ day }) => day));
});

/** As retention will: the partitions of the years before are gone. */
async function dropLedgersUntil(year: number): Promise<void> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: belfry.url });
  await client.connect();
  await client.query('SELECT engine.ensure_partitions($1::date, $1::date)', [`${year}-06-01`]);
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'engine.slot_ledger'::regclass AND substring(c.relname FROM '\\d+$')::int < $1`,
    [year],
  );
  for (const { name } of rows) await client.query(`DROP TABLE engine.${name}`);
  await client.end();
}
