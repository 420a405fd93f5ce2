import { newId, type PersonId } from '@belfry/kernel/ids';
import { expect, test } from 'vitest';
import { lanes } from '../../domain/lane.ts';
import { shardOf } from '../../domain/occurrence-id.ts';
import { unseenFrom } from '../../domain/unseen.ts';
import { readDue } from '../../store/wakeups/pg-read-due.ts';
import { type Lease, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { type ClaimedTurn, claimTurns } from '../../usecases/claiming/claim-turns.ts';
import { planShards } from '../../usecases/planning/plan-shards.ts';
import { EngineFixture } from '../engine-fixture.ts';

/** A year of nine o'clocks through planner, claim and delivery, on a database: every zone of the runtime, every day. */
const year = 2027;
const start = Temporal.Instant.from(`${year - 1}-12-30T00:00:00Z`);
const end = Temporal.Instant.from(`${year + 1}-01-02T00:00:00Z`);
const birthday = `${year}-02-28`;
const kinds = [
  ['daily', { type: 'rrule', rrule: 'FREQ=DAILY' }],
  ['annual', { type: 'annual', field: 'birthDate' }],
] as const;
const daysOfYear = Array.from({ length: 365 }, (_, n) => Temporal.PlainDate.from(`${year}-01-01`).add({ days: n }));
/** Local, of every zone: each day once, and the birthday once more. */
const nines = [...daysOfYear, birthday].map((day) => `${day.toString()}T09:00:00`).toSorted();
const zones = Intl.supportedValuesOf('timeZone');

/** Everybody lives in a few shards: planning costs a transaction for each, whatever is in it. */
const shardsInUse = 4;

/** Groups that live side by side, each on its own database: one alone would wait for it half of the time. */
const groups = [0, 1].map((half) => zones.filter((_, index) => index % 2 === half));

test('the groups are all zones', () => {
  expect(zones.length).toBeGreaterThan(400);
  expect(groups.flat().toSorted()).toEqual(zones.toSorted());
});

test.concurrent.each(groups.map((group) => [group.length, group] as const))(
  'a simulated year in %i zones: a daily nine and a birthday, planned and delivered once each, at nine',
  async (_, group) => {
    await using belfry = await EngineFixture.open(start.toString());
    const titles = await addSchedules(belfry, group);
    const leases = (await takeLeases(belfry.deps.pool, 'a', 64)).filter(({ shard }) => shard < shardsInUse);
    /** Of each schedule, by its title: the instants at which it was sent, by the Clock of that moment. */
    const delivered = new Map<string, Temporal.Instant[]>();
    belfry.sms.answer = (message) => {
      note(delivered, message.text, belfry.clock.now());
      return belfry.sms.accept();
    };
    for (let day = start; Temporal.Instant.compare(day, end) < 0; day = day.add({ hours: 24 })) {
      belfry.clock.set(day);
      await belfry.deps.partitions.coverNow(day);
      await planShards(belfry.deps, leases);
      await liveThrough(belfry, leases, day, day.add({ hours: 24 }));
    }
    const planned = new Map<string, Temporal.Instant[]>();
    for (const { scheduleId, dueAt } of await belfry.wakeups('seq = 0')) {
      note(planned, titles.get(scheduleId) ?? scheduleId, dueAt);
    }
    for (const zone of group) {
      expect(localTimes(zone, planned), `${zone}, planned`).toEqual(nines);
      expect(localTimes(zone, delivered), `${zone}, delivered`).toEqual(nines);
    }
    expect(belfry.errors).toEqual([]);
  },
  3_000_000,
);

/** @returns the title of each schedule, by its id */
async function addSchedules(belfry: EngineFixture, group: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  for (const timeZone of group) {
    const person = await belfry.addPerson({ id: newPersonId(), timeZone, sms: '+12025550101' });
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.person SET birth_date = '1952-02-29' WHERE id = $1`, [person.id]),
    );
    for (const [kind, rule] of kinds) {
      const title = `${timeZone} ${kind}`;
      titles.set((await belfry.addSchedule(person, { rule, localTime: '09:00:00', title })).id, title);
    }
  }
  return titles;
}

/** Visits each instant at which something is due, in order, as the virtual clock does. */
async function liveThrough(
  belfry: EngineFixture,
  leases: readonly Lease[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<void> {
  const beforeAll = {
    dueAt: from,
    occId: '00000000-0000-0000-0000-000000000000',
    seq: -1,
    unseen: unseenFrom(2n ** 62n),
  };
  const most = 100_000;
  const queries = leases.flatMap(({ shard }) => lanes.map((lane) => ({ cursor: { shard, lane, ...beforeAll }, most })));
  const { due } = await readDue(belfry.deps.pool, queries, { now: to.subtract({ milliseconds: 1 }), mostLate: most });
  for (const wakeups of Map.groupBy(due, ({ dueAt }) => dueAt.epochMilliseconds).values()) {
    belfry.clock.set(wakeups[0]!.dueAt);
    await belfry.send(asFresh((await claimTurns(belfry.deps, wakeups, 1000)).claimed));
  }
  // Whoever reads it all once more finds nothing to do.
  if (due.length > 0) await belfry.send(asFresh((await claimTurns(belfry.deps, due, 100_000)).claimed));
}

/** Where this machine halts for a second, a call is put off by half a minute: other tests are about that. */
function asFresh(claimed: readonly ClaimedTurn[]): ClaimedTurn[] {
  return claimed.map((claim) => ({ ...claim, claimedAtMs: performance.now(), freshAtMs: performance.now() }));
}

function newPersonId(): PersonId {
  for (;;) {
    const id = newId<PersonId>();
    if (shardOf(id) < shardsInUse) return id;
  }
}

/** What was found within the year, of both schedules; a time that is not nine stands out as what it is. */
function localTimes(zone: string, found: ReadonlyMap<string, Temporal.Instant[]>): string[] {
  return kinds
    .flatMap(([kind]) => found.get(`${zone} ${kind}`) ?? [])
    .map((at) => at.toZonedDateTimeISO(zone).toPlainDateTime().toString())
    .filter((local) => local.startsWith(`${year}-`))
    .toSorted();
}

function note(times: Map<string, Temporal.Instant[]>, title: string, at: Temporal.Instant): void {
  const known = times.get(title);
  if (known) known.push(at);
  else times.set(title, [at]);
}
