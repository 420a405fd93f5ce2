import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import type { PageOrder } from '../../domain/occurrence-page.ts';
import { fired } from '../../store/occurrences/occurrence-columns.ts';
import { readOccurrence } from '../../store/occurrences/pg-occurrences.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { buffersOf, measureReads } from '../../test/measure-queries.ts';
import { actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { listOccurrences, type OccurrenceFilter } from './list-occurrences.ts';

const now = '2027-01-15T09:00:00Z';
const instant = (text: string) => Temporal.Instant.from(text);
let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open(now);
}, 60_000);

afterAll(() => belfry[Symbol.asyncDispose]());

/** Page by page to the end. */
async function everyPage(
  on: EngineFixture,
  filter: OccurrenceFilter,
  limit: number,
  order: PageOrder = 'desc',
): Promise<string[]> {
  const found: string[] = [];
  for (let after: Parameters<typeof listOccurrences>[2]['after'], pages = 0; ; pages++) {
    const page = await on.asTenant((tx) => listOccurrences(tx, filter, { limit, after, order, now: on.clock.now() }));
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    expect(pages).toBeLessThan(100);
    found.push(...page.rows.map(({ dueAt, occId, state }) => `${dueAt} ${occId} ${state}`));
    if (page.next === null) return found;
    after = page.next;
  }
}

describe('with occurrences of every kind', () => {
  let daily: ScheduleRecord;
  const once = (at: string) => ({ rule: { type: 'once' as const, at } });

  beforeAll(async () => {
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
    const policyId = policy.id;
    const [ann, bob] = [
      await belfry.addPerson({ sms: '+12025550101' }),
      await belfry.addPerson({ sms: '+12025550102' }),
    ];
    const asked: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { id } = await belfry.addSchedule(bob, { ...once(`2027-01-1${5 + i}T09:15:00Z`), kind: 'dose' });
      await belfry.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [id]));
    }
    for (const person of [ann, bob]) {
      for (let i = 0; i < 4; i++) asked.push((await belfry.addSchedule(person, { ...once(now), policyId })).id);
      await belfry.addSchedule(person, once(now));
      await belfry.addSchedule(person, once('2027-06-01T09:00:00Z'));
      await belfry.addSchedule(person, once('2027-01-16T12:00:00Z'));
    }
    daily = await belfry.addSchedule(ann, {
      rule: { type: 'rrule', rrule: 'FREQ=DAILY' },
      localTime: '09:00',
      policyId,
    });
    await belfry.run();
    const [first, second, third] = await belfry.wakeups(
      `seq = 0 AND schedule_id IN (${asked.map((id) => `'${id}'`)}) AND person_id = '${bob.id}'`,
    );
    const act = (occurrence: typeof first, type: 'complete' | 'acknowledge' | 'snooze') =>
      belfry.asTenant((tx) =>
        actOnOccurrence({
          tx,
          occurrence: occurrence!,
          action: type === 'snooze' ? { type, until: instant('2027-02-01T09:00:00Z') } : { type },
          actor: null,
          now: instant(now),
        }),
      );
    await act(first, 'complete');
    await act(second, 'snooze');
    await act(third, 'acknowledge');
    // Due, and not taken up.
    await belfry.moveTo('2027-01-15T09:30:00Z');
    await belfry.addSchedule(ann, once('2027-01-15T09:30:00Z'));
  }, 60_000);

  test('pages of any size show the same, whatever is asked for, and in either order', async () => {
    const personId = daily.personId;
    const filters: OccurrenceFilter[] = [
      {},
      { personId },
      { scheduleId: daily.id },
      { from: instant('2027-01-15T09:00:00Z'), to: instant('2027-01-16T09:00:00Z') },
      { personId, state: ['open'] },
      { state: ['open'] },
      { state: ['planned'] },
      { personId, state: ['planned'] },
      { state: ['planned', 'due'] },
      { state: ['completed', 'snoozed', 'open'] },
      { day: Temporal.PlainDate.from('2027-01-15') },
      { kind: 'dose' },
      { author: 'test', state: ['planned', 'due', 'open'] },
    ];
    for (const filter of filters) {
      const whole = await everyPage(belfry, filter, 200);
      expect(whole.length).toBeGreaterThan(1);
      expect(await everyPage(belfry, filter, 1)).toEqual(whole);
      expect(await everyPage(belfry, filter, 3)).toEqual(whole);
      for (const limit of [200, 3]) {
        expect((await everyPage(belfry, filter, limit, 'asc')).reverse()).toEqual(whole);
      }
      const dueAts = whole.map((line) => line.split(' ')[0]!);
      expect(dueAts).toEqual(dueAts.toSorted().reverse());
    }
  });

  test('a day, a kind and an author let through what is theirs, and nothing else', async () => {
    const list = async (filter: OccurrenceFilter) => {
      const { rows } = await belfry.asTenant((tx) =>
        listOccurrences(tx, filter, { limit: 200, now: belfry.clock.now() }),
      );
      return rows;
    };
    const whole = await list({});
    const day = Temporal.PlainDate.from('2027-01-16');
    for (const [filter, isTheirs] of [
      [{ day }, (row) => row.day === '2027-01-16'],
      [{ kind: 'dose' }, (row) => row.kind === 'dose'],
      [{ author: 'test' }, (row) => row.author === 'test'],
      [{ state: ['planned', 'due'] }, (row) => row.state === 'planned' || row.state === 'due'],
      [{ author: 'test', kind: 'dose', day }, (row) => row.author === 'test' && row.day === '2027-01-16'],
    ] satisfies [OccurrenceFilter, (row: (typeof whole)[number]) => boolean][]) {
      const theirs = whole.filter(isTheirs);
      expect(theirs.length).toBeGreaterThan(0);
      expect(await list(filter)).toEqual(theirs);
    }
    expect(await list({ author: 'nobody' })).toEqual([]);
    expect(await list({ kind: 'reminder', author: 'test' })).toEqual([]);
  });

  test('each state by itself, all of them together, and each one alone agree', async () => {
    const states: OccurrenceState[] = ['planned', 'due', 'open', 'acknowledged', 'completed', 'snoozed', 'missed'];
    const whole = await everyPage(belfry, {}, 200);
    expect(new Set(whole.map((line) => line.split(' ')[2]))).toEqual(new Set(states.slice(0, -1)));
    const each = await Promise.all(states.map((state) => everyPage(belfry, { state: [state] }, 200)));
    expect(each.flat().toSorted()).toEqual(whole.toSorted());
    const { rows } = await belfry.asTenant((tx) => listOccurrences(tx, {}, { limit: 200, now: belfry.clock.now() }));
    for (const row of rows) {
      expect(await belfry.asTenant((tx) => readOccurrence(tx, row, belfry.clock.now()))).toEqual(row);
    }
  });
});

test('of more that waits at one instant than a page looks through, nothing open is passed over for a message under way', async () => {
  await using other = await EngineFixture.open(now);
  const ann = await other.addPerson({ sms: '+12025550101' });
  await other.addSchedule(ann);
  const owner = new pg.Client({ connectionString: other.url });
  await owner.connect();
  // The last one is a message without a policy, and so waits for nobody.
  await owner.query(
    `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
       base_at, steps_taken, attempt, awaits_answer, contacts)
     SELECT '2027-01-15', ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 0, s.tenant_id, s.id, s.person_id,
       i::text, 'fired', 'open', due, due, due, 1, 0, i < 1200, '[]'
     FROM generate_series(1, 1200) i CROSS JOIN engine.schedule s CROSS JOIN (VALUES ($1::timestamptz)) AS d (due)`,
    [now],
  );
  await owner.query(
    `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, schedule_id, person_id, opened_at, due_at)
     SELECT occ_id, tenant_id, day, schedule_id, person_id, at, due_at FROM engine.turn WHERE awaits_answer`,
  );
  // Nine in ten have been put off.
  await owner.query(
    `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
       base_at, steps_taken, attempt, awaits_answer, contacts)
     SELECT day, occ_id, 1, tenant_id, schedule_id, person_id, slot, 'snoozed', 'snoozed', at, due_at,
       base_at + interval '1 day', 1, 0, true, '[]' FROM engine.turn WHERE awaits_answer AND slot::int % 10 > 0`,
  );
  await owner.end();
  for (const order of ['asc', 'desc'] as const) {
    expect(new Set(await everyPage(other, { state: ['open'] }, 200, order)).size).toBe(120);
  }
}, 60_000);

describe('with 24,000 turns behind and 12,000 wake-ups ahead', () => {
  let other: EngineFixture;
  let schedule: ScheduleRecord;
  const page = { limit: 50, now: instant(now) };

  beforeAll(async () => {
    other = await EngineFixture.open(now);
    const people = await Promise.all(
      Array.from({ length: 20 }, (_, i) => other.addPerson({ sms: `+120255501${10 + i}` })),
    );
    for (const ann of people) {
      schedule = await other.addSchedule(ann, { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '12:00' });
    }
    const owner = new pg.Client({ connectionString: other.url });
    await owner.connect();
    await owner.query(`SELECT engine.ensure_partitions('2026-12-01', '2027-01-18')`);
    // All of the tenant's schedules and people in turn; one in 1,000 is open still, one in 7,000 was missed.
    await owner.query(
      `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
         base_at, steps_taken, attempt, awaits_answer, contacts)
       SELECT (due AT TIME ZONE 'UTC')::date, gen_random_uuid(), 0, s.tenant_id, s.id, s.person_id, '', 'fired',
         CASE WHEN i % 7000 = 0 THEN 'missed' WHEN i % 1000 = 0 THEN 'open' ELSE 'completed' END, due, due, due, 1, 0,
         i % 1000 = 0, '[]'
       FROM generate_series(1, 24000) i
       CROSS JOIN LATERAL (SELECT timestamptz '2027-01-15 08:59:00Z' - i * interval '150 s' AS due) d
       JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM engine.schedule) s ON s.n = 1 + i % 20`,
    );
    await owner.query(
      `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, schedule_id, person_id, opened_at, due_at)
       SELECT occ_id, tenant_id, day, schedule_id, person_id, at, due_at FROM engine.turn WHERE awaits_answer`,
    );
    await owner.query(
      `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
       SELECT s.shard, 0, due, overlay(gen_random_uuid()::text PLACING lpad(to_hex(s.shard::int), 2, '0') FROM 1 FOR 2)::uuid,
         0, 0, s.tenant_id, s.id, s.person_id, '2027-01-15#1', '2027-01-15', 'fire'
       FROM generate_series(1, 12000) i
       CROSS JOIN LATERAL (SELECT timestamptz '2027-01-15 09:00:00Z' + (i / 10) * interval '130 s' AS due) d
       JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n FROM engine.schedule) s ON s.n = 1 + i % 20`,
    );
    await owner.query(
      `INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, rule, recurring, time_zone, importance,
         late_limit, created_at)
       SELECT gen_random_uuid(), gen_random_uuid(), i % 64, gen_random_uuid(), 'dose', 'Pills', '{}', true, 'UTC', 'low',
         'PT24H', now() FROM generate_series(1, 5000) i`,
    );
    await owner.query(`UPDATE engine.shard SET watermark = '2027-01-15 08:59:30Z'`);
    await owner.query('VACUUM ANALYZE engine.turn, engine.wakeup, engine.open_occurrence, engine.schedule');
    await owner.end();
  }, 120_000);

  afterAll(() => other[Symbol.asyncDispose]());

  const measureList = (filter: OccurrenceFilter, from: Partial<Parameters<typeof listOccurrences>[2]> = {}) =>
    other.asTenant(async (tx) => {
      const { tx: measuring, measured } = measureReads(tx);
      const { rows, next } = await listOccurrences(measuring, filter, { ...page, ...from });
      return { rows, next, buffers: buffersOf(measured), seqScans: measured.flatMap(({ seqScans }) => seqScans) };
    });

  test('the control: what asks every chain how it stands pays for all of them', async () => {
    await other.asTenant(async (tx) => {
      const { tx: measuring, measured } = measureReads(tx);
      const all = fired('(SELECT * FROM engine.turn WHERE seq = 0)');
      await measuring.query(`SELECT * FROM (${all}) x ORDER BY fired_at DESC, occ_id DESC LIMIT $1`, [50]);
      expect(buffersOf(measured)).toBeGreaterThan(60_000);
    });
  });

  test.each<[string, () => OccurrenceFilter, number]>([
    ['all', () => ({}), 50],
    ['what has been due', () => ({ to: instant(now) }), 50],
    ["a person's", () => ({ personId: schedule.personId }), 50],
    ["a person's history", () => ({ personId: schedule.personId, to: instant(now) }), 50],
    ["a schedule's", () => ({ scheduleId: schedule.id }), 20],
    ['what is open', () => ({ state: ['open' as const] }), 20],
    ["what is open of a person's", () => ({ state: ['open' as const], personId: schedule.personId }), 0],
    ['what is planned', () => ({ state: ['planned' as const] }), 50],
    ['what is due', () => ({ state: ['due' as const] }), 0],
    ['what was missed', () => ({ state: ['missed' as const] }), 0],
  ])('%s: a page and the one behind it cost what a page costs', async (_, filter, least) => {
    const first = await measureList(filter());
    expect(first.rows.length).toBeGreaterThanOrEqual(least);
    expect(first.seqScans).toEqual([]);
    expect(first.buffers).toBeLessThan(12_000);
    if (first.next === null) return;
    const second = await measureList(filter(), { after: first.next });
    expect(second.buffers).toBeLessThan(12_000);
  });

  test('the next ones to come stand on the first page, and cost no more than the last ones', async () => {
    const { rows, buffers, seqScans } = await measureList({ state: ['planned'] }, { order: 'asc', limit: 6 });
    expect(rows.map(({ dueAt }) => dueAt.toString())).toEqual(Array(6).fill('2027-01-15T09:02:10Z'));
    expect(seqScans).toEqual([]);
    expect(buffers).toBeLessThan(12_000);
  });

  test('a state that is rare is found in the end, a few hundred at a time', async () => {
    expect(await everyPage(other, { state: ['missed'] }, 50)).toHaveLength(3);
  }, 60_000);

  test('one that has not fired is looked for in two days of its shard', async () => {
    const planned = (await other.wakeups(`seq = 0 AND due_at > '${now}' AND schedule_id = '${schedule.id}'`)).at(-1)!;
    await other.asTenant(async (tx) => {
      // A connection that has never run it reads the catalogue on its way, and behind a pool it may be any.
      await readOccurrence(tx, planned, instant(now));
      const { tx: measuring, measured } = measureReads(tx);
      expect(await readOccurrence(measuring, planned, instant(now))).toMatchObject({ state: 'planned' });
      expect(measured.flatMap(({ seqScans }) => seqScans)).toEqual([]);
      expect(buffersOf(measured)).toBeLessThan(400);
    });
  });
});
