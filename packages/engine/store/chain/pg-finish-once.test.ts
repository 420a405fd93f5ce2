import type { Person } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OccId } from '../../domain/occurrence-id.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { actOnOccurrence } from '../../usecases/actions/act-on-occurrence.ts';
import { closeOccurrences } from '../../usecases/actions/close-occurrences.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import type { NewSchedule } from '../../usecases/schedules/create-schedule.ts';
import { editSchedule } from '../../usecases/schedules/edit-schedule.ts';
import { readSchedule } from '../schedules/pg-schedules.ts';

type Occurrence = { day: string; occId: OccId };

let belfry: EngineFixture;
let ann: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
});

afterEach(() => belfry[Symbol.asyncDispose]());

const now = () => belfry.clock.now();
const once = (at: string): Partial<NewSchedule> => ({ rule: { type: 'once', at }, localTime: null });
const daily: Partial<NewSchedule> = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' };
const onceLocal: Partial<NewSchedule> = { rule: { type: 'once', localDate: '2027-01-16' }, localTime: '18:00:00' };

/** The two ways in which an occurrence comes to be done: somebody's answer, and what closes what is open widely. */
const ways: [string, (tx: Tx, occurrence: Occurrence) => Promise<unknown>][] = [
  [
    'answered',
    (tx, occurrence) => actOnOccurrence({ tx, occurrence, action: { type: 'complete' }, actor: null, now: now() }),
  ],
  [
    'closed',
    (tx, occurrence) =>
      closeOccurrences({
        ...{ tx, occurrences: [occurrence], action: { type: 'complete' }, actor: null, now: now(), reason: 'asked' },
      }),
  ],
];

/** Fires the schedule's first at 9:00, edits it, completes what fired at 9:00, and lives on. */
async function completeAfterEdit(given: {
  before: Partial<NewSchedule>;
  after: Partial<NewSchedule> | null;
  complete: (tx: Tx, occurrence: Occurrence) => Promise<unknown>;
}) {
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const { id, version } = await belfry.addSchedule(ann, { ...given.before, policyId: policy.id });
  await belfry.moveTo('2027-01-15T09:00:00Z');
  await belfry.run();
  const [fired] = await belfry.wakeups('seq = 0');
  const { after } = given;
  if (after) {
    await coverReplan(belfry.deps.partitions, now());
    const requireVersion = () => {};
    await belfry.asTenant((tx) =>
      editSchedule({ tx, tenantId: belfry.tenantId, id, now: now(), changes: after, requireVersion }),
    );
  }
  await belfry.asTenant((tx) => given.complete(tx, fired!));
  for (const until of ['2027-01-15T18:00:00Z', '2027-01-16T18:00:00Z']) {
    await belfry.moveTo(until);
    await belfry.run();
  }
  const { rows } = await belfry.deps.pool.query(`SELECT slot FROM engine.turn WHERE seq = 0 AND kind = 'fired'`);
  const schedule = await belfry.asTenant((tx) => readSchedule(tx, id));
  return {
    fired: rows.length,
    isFinished: schedule?.finishedAt !== null,
    raised: schedule!.version - version,
  };
}

for (const [way, complete] of ways) {
  test(`a single instance that is ${way} as done finishes its schedule, and raises its version`, async () => {
    const found = await completeAfterEdit({ before: once('2027-01-15T09:00:00Z'), after: null, complete });
    expect(found).toEqual({ fired: 1, isFinished: true, raised: 1 });
  });

  test.each([
    ['moved to six in the evening', once('2027-01-15T09:00:00Z'), once('2027-01-15T18:00:00Z')],
    ['daily and is now for once', daily, onceLocal],
  ])(`one ${way} as done does not finish a schedule that was %s: that still comes`, async (_how, before, after) => {
    expect(await completeAfterEdit({ before, after, complete })).toEqual({ fired: 2, isFinished: false, raised: 1 });
  });
}
