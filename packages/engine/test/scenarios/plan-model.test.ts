import type { ScheduleId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { type Lease, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import { editSchedule } from '../../usecases/schedules/edit-schedule.ts';
import { pauseSchedule } from '../../usecases/schedules/pause-schedule.ts';
import { resumeSchedule } from '../../usecases/schedules/resume-schedule.ts';
import { EngineFixture } from '../engine-fixture.ts';

const zones = ['Europe/London', 'America/New_York', 'Asia/Tokyo'] as TimeZone[];
const times = ['00:30', '09:00', '18:00'];
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const start = Temporal.Instant.from('2027-01-15T08:10:00Z');

let belfry: EngineFixture;
let all: Lease[];
/** Of the person's shard alone: the others have nothing to plan. */
let leases: Lease[];

beforeAll(async () => {
  belfry = await EngineFixture.open(start.toString());
  all = await takeLeases(belfry.deps.pool, 'a', 64);
});

afterAll(() => belfry[Symbol.asyncDispose]());

type Step =
  | { do: 'time'; localTime: string }
  | { do: 'rule'; days: string[] }
  | { do: 'travel'; zone: TimeZone }
  | { do: 'pause' | 'resume' | 'plan' | 'words' }
  | { do: 'pass'; hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time' as const), localTime: fc.constantFrom(...times) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rule' as const), days: fc.subarray(weekdays, { minLength: 1 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('travel' as const), zone: fc.constantFrom(...zones) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('pause', 'resume', 'plan', 'words') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
) as fc.Arbitrary<Step>;

/** What a schedule of some days of the week is, said as simply as it can be: the dates that have fired, and where it stands now. */
interface Model {
  now: Temporal.Instant;
  zone: TimeZone;
  localTime: string;
  days: readonly string[];
  isPaused: boolean;
  fired: Set<string>;
}

const dueOf = (model: Model, date: string) =>
  Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: model.zone, plainTime: Temporal.PlainTime.from(model.localTime) })
    .toInstant();

/** The dates due after `from` and up to `to`. */
function datesDue(model: Model, from: Temporal.Instant, to: Temporal.Instant): string[] {
  const first = from.toZonedDateTimeISO(model.zone).toPlainDate().subtract({ days: 1 });
  const dates = Array.from({ length: Math.ceil(from.until(to).total('hours') / 24) + 3 }, (_, n) =>
    first.add({ days: n }),
  );
  return dates
    .filter(({ dayOfWeek }) => model.days.includes(weekdays[dayOfWeek - 1]!))
    .map((date) => date.toString())
    .filter((date) => {
      const due = dueOf(model, date);
      return Temporal.Instant.compare(due, from) > 0 && Temporal.Instant.compare(due, to) <= 0;
    });
}

function live(model: Model, to: Temporal.Instant): void {
  if (!model.isPaused) for (const date of datesDue(model, model.now, to)) model.fired.add(date);
  model.now = to;
}

/** Whoever travels over the time gets it at once; but not over the date line, where it is left out unless they come back. */
function travel(model: Model, zone: TimeZone): void {
  if (zone === model.zone) return;
  const ahead = datesDue(model, model.now, model.now.add({ hours: 49 }));
  const isOverDateLine = [zone, model.zone].sort().join() === 'America/New_York,Asia/Tokyo';
  model.zone = zone;
  if (model.isPaused || isOverDateLine) return;
  for (const date of ahead) if (Temporal.Instant.compare(dueOf(model, date), model.now) <= 0) model.fired.add(date);
}

const ruleOf = ({ days }: Model) => ({ type: 'rrule', rrule: `FREQ=WEEKLY;BYDAY=${days.join(',')}` }) as const;

/** Every change comes beside a planning, in whatever order the two commit. */
async function act(id: ScheduleId, person: Person, model: Model, action: Step): Promise<void> {
  await belfry.deps.pool.query(
    "UPDATE engine.shard SET planned_until = planned_until - interval '24 hours' WHERE id = $1",
    [leases[0]?.shard],
  );
  await Promise.all([apply(id, person, model, action), action.do === 'pass' ? null : planShards(belfry.deps, leases)]);
  if (action.do === 'travel') await settle();
}

async function apply(id: ScheduleId, person: Person, model: Model, action: Step): Promise<void> {
  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  const { tenantId } = belfry;
  const edit = (changes: Parameters<typeof editSchedule>[0]['changes']) =>
    belfry.asTenant((tx) => editSchedule({ tx, tenantId, id, now, changes, requireVersion: () => {} }));
  switch (action.do) {
    case 'time':
      model.localTime = action.localTime;
      await edit({ localTime: `${action.localTime}:00` });
      return;
    case 'rule':
      model.days = action.days;
      await edit({ rule: ruleOf(model) });
      return;
    case 'words':
      await edit({ title: 'Other words' });
      return;
    case 'pause':
      model.isPaused = true;
      await belfry.asTenant((tx) => pauseSchedule(tx, id, now));
      return;
    case 'resume':
      model.isPaused = false;
      await belfry.asTenant((tx) => resumeSchedule(tx, { tenantId, id, now }));
      return;
    case 'travel': {
      const before = { timeZone: model.zone, birthDate: null, quietHours: null, anniversaryDate: null, dates: {} };
      travel(model, action.zone);
      await belfry.asTenant(async (tx) => {
        await tx.query('UPDATE people.person SET time_zone = $2 WHERE id = $1', [person.id, action.zone]);
        await replanPerson(tx, { personId: person.id, before, after: { ...before, timeZone: action.zone }, now });
      });
      return;
    }
    case 'plan':
      await planShards(belfry.deps, leases);
      return;
    case 'pass': {
      live(model, model.now.add({ hours: action.hours }));
      // In small strides, as an engine that is up would see it: planned and claimed before anything else is decided.
      for (let at = now; Temporal.Instant.compare(at, model.now) < 0; ) {
        const next = at.add({ hours: 6 });
        at = Temporal.Instant.compare(next, model.now) < 0 ? next : model.now;
        await belfry.moveTo(at.toString());
        await settle();
      }
    }
  }
}

async function settle(): Promise<void> {
  await planShards(belfry.deps, leases);
  await belfry.run();
}

/** All that had its turn; not the mere notes of days that the date line left out or brought again. */
async function firedOf(id: ScheduleId): Promise<string[]> {
  const { rows } = await belfry.deps.pool.query<{ slot: string }>(
    `SELECT slot FROM engine.turn WHERE schedule_id = $1 AND seq = 0 AND slot NOT LIKE '%~%' ORDER BY slot`,
    [id],
  );
  return rows.map(({ slot }) => slot.replace('#1', ''));
}

test('whatever edits, pauses, journeys and plannings come in whatever order, each date fires once, as a simple model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const now = belfry.clock.now();
      const zone = zones[0]!;
      const person = await belfry.addPerson({ timeZone: zone, sms: '+12025550101' });
      const model: Model = { now, zone, localTime: '09:00', days: weekdays, isPaused: false, fired: new Set() };
      const { id } = await belfry.addSchedule(person, { rule: ruleOf(model), localTime: '09:00:00' });
      leases = all.filter(({ shard }) => shard === shardOf(person.id));
      await settle();
      for (const action of steps) await act(id, person, model, action);
      await act(id, person, model, { do: 'pass', hours: 3 });
      expect(await firedOf(id)).toEqual([...model.fired].sort());
      await belfry.asTenant((tx) => tx.query('UPDATE engine.schedule SET deleted_at = now() WHERE id = $1', [id]));
    }),
    { numRuns: 20 },
  );
}, 120_000);
