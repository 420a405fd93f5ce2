import type { PersonId, ScheduleId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { parseTimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import { occurrenceIdOf, shardOf } from '../../domain/occurrence-id.ts';
import {
  type Branch,
  comparing,
  isBehind,
  lookedThroughTo,
  type OccurrencePosition,
  type PageOrder,
  positionOf,
} from '../../domain/occurrence-page.ts';
import { spanOfDay } from '../../domain/span-of-day.ts';
import { slotsBetween } from '../../domain/timing/slots.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { type FirstWakeup, readFired, readStanding } from '../../store/occurrences/pg-occurrences.ts';
import {
  findNearWakeups,
  type Scan,
  type ScannedTurn,
  scanBadlyEnded,
  scanFarWakeups,
  scanFirstTurns,
  scanNearWakeups,
  scanOpen,
} from '../../store/occurrences/pg-scan-occurrences.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { readSchedule, readSchedulePerson, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { schedulesLike } from '../../store/schedules/pg-schedules-like.ts';
import { horizon } from '../../store/wakeups/pg-wakeups.ts';
import { underWayOf } from '../schedules/under-way-schedules.ts';

export interface OccurrenceFilter {
  personId?: PersonId | undefined;
  scheduleId?: ScheduleId | undefined;
  /** Any of these. */
  state?: readonly OccurrenceState[] | undefined;
  /** The system that keeps its schedule. */
  author?: string | undefined;
  kind?: string | undefined;
  /** The local date that it is filed under. */
  day?: Temporal.PlainDate | undefined;
  /** Only what went out more than a minute after it could first leave. */
  isLate?: boolean | undefined;
  from?: Temporal.Instant | undefined;
  to?: Temporal.Instant | undefined;
}

export interface OccurrencePage {
  /** At most `limit`; fewer, or none, where `next` says that there is more to look through. */
  rows: OccurrenceRecord[];
  next: OccurrencePosition | null;
}

interface ListOptions {
  limit: number;
  after?: OccurrencePosition | undefined;
  /** Latest first where absent. */
  order?: PageOrder | undefined;
  now: Temporal.Instant;
}

/** How many rows one page looks through where only some of them belong to it. */
const mostLookedThrough = 500;
/** So many bad ends are looked up one by one. */
const mostBadEnds = 2000;
/** Without a policy a message is tried for a day, after quiet hours and within its late limit. */
const messagesEndWithin = Temporal.Duration.from({ hours: 72 });
const moment = Temporal.Duration.from({ milliseconds: 1 });

type Key = Omit<ScannedTurn, 'isMessage'>;

interface Found {
  turns: (Branch & { keys: Key[] })[];
  wakeups: (Branch & { keys: FirstWakeup[] })[];
}

/**
 * Occurrences by due time. A page looks through a bounded number of rows whatever is stored; how they
 * stand is asked for what it looked through and no more. What waits for a person is found however old it is; messages
 * without a policy wait for nobody and stand in no table of their own, so that `state: open` finds those under way among
 * the newest few hundred of a page's stretch.
 */
export async function listOccurrences(tx: Tx, filter: OccurrenceFilter, options: ListOptions): Promise<OccurrencePage> {
  const { limit, order = 'desc', now } = options;
  const person = await personOf(tx, filter);
  if (person === 'nobody') return { rows: [], next: null };
  const { from, to, personId: _, ...thinning } = filter;
  const span = filter.day ? spanOfDay(filter.day) : null;
  const scan: Scan = {
    personId: person,
    from: span ? latest(from ?? null, span.from) : (from ?? null),
    to: span ? earliest(to ?? null, span.to) : (to ?? null),
    after: options.after ?? null,
    order,
    most: Object.values(thinning).every((one) => one === undefined) ? limit + 1 : mostLookedThrough,
  };
  const turns = await scanTurns(tx, filter.state, scan, now);
  const wakeups = await scanWakeups(tx, filter, scan, now);
  return readPage(tx, { turns, wakeups }, filter, { limit, order, now });
}

/** A schedule is one person's: by the person's index its occurrences are found. */
async function personOf(tx: Tx, { personId, scheduleId }: OccurrenceFilter): Promise<PersonId | null | 'nobody'> {
  if (scheduleId === undefined) return personId ?? null;
  const owner = await readSchedulePerson(tx, scheduleId);
  return owner === null || (personId !== undefined && personId !== owner) ? 'nobody' : owner;
}

async function scanTurns(
  tx: Tx,
  state: OccurrenceFilter['state'],
  scan: Scan,
  now: Temporal.Instant,
): Promise<Found['turns']> {
  const isOneOf = (...some: OccurrenceState[]) => state?.every((one) => some.includes(one)) ?? false;
  if (isOneOf('planned', 'due')) return [];
  if (isOneOf('failed', 'missed')) {
    const ended = await scanBadlyEnded(tx, scan, mostBadEnds);
    if (ended) return [branchOf(ended, scan)];
  }
  if (!isOneOf('open', 'snoozed')) return [branchOf(await scanFirstTurns(tx, scan), scan)];
  const open = branchOf(await scanOpen(tx, scan), scan);
  if (isOneOf('snoozed')) return [open];
  const after = scan.after && placeOf(scan.after);
  const newest = await scanFirstTurns(tx, newestOf(scan, open, now));
  const messages = newest.filter((key) => key.isMessage && (!after || isBehind(key, after, scan.order)));
  return [open, { keys: messages, isCut: false }];
}

/** The newest first turns of the stretch that was looked through, or of as long as a message takes. */
function newestOf(scan: Scan, { keys, isCut }: Branch, now: Temporal.Instant): Scan {
  const end = (isCut ? keys.at(-1)?.dueAt : null) ?? null;
  const since = now.subtract(messagesEndWithin);
  if (scan.order === 'desc') return { ...scan, from: latest(scan.from, end ?? since), most: mostLookedThrough };
  const begin = scan.after && Temporal.Instant.from(scan.after.dueAt);
  const [from, to] = [latest(latest(scan.from, since), begin), earliest(scan.to, end?.add(moment) ?? null)];
  return { ...scan, order: 'desc', after: null, from, to, most: mostLookedThrough };
}

async function scanWakeups(
  tx: Tx,
  filter: OccurrenceFilter,
  scan: Scan,
  now: Temporal.Instant,
): Promise<Found['wakeups']> {
  const wants = (state: OccurrenceState) => filter.state?.includes(state) ?? true;
  if (filter.isLate || (!wants('planned') && !wants('due'))) return [];
  const ahead = { ...scan, from: latest(scan.from, wants('due') ? null : now.add(moment)) };
  const wanted = { ...ahead, to: earliest(scan.to, wants('planned') ? null : now.add(moment)) };
  const far = branchOf(await scanFarWakeups(tx, wanted), wanted);
  if (scan.personId === null) return [far, branchOf(await scanNearWakeups(tx, wanted, { shards: null, now }), wanted)];
  const overdue = { ...wanted, to: earliest(wanted.to, now.add(moment)) };
  const due = !wants('due') ? [] : await scanNearWakeups(tx, overdue, { shards: [shardOf(scan.personId)], now });
  const planned = !wants('planned') ? [] : await findPlanned(tx, filter, wanted, now);
  return [far, branchOf(due, wanted), branchOf(planned, wanted)];
}

/** What is planned of a person or a schedule: the rules say at which keys to look. */
async function findPlanned(
  tx: Tx,
  { scheduleId }: OccurrenceFilter,
  { personId, from, to, after, order, most }: Scan,
  now: Temporal.Instant,
): Promise<FirstWakeup[]> {
  const [begin, end] = [latest(from, now.add(moment)), earliest(to, now.add(horizon))];
  if (personId === null || compareInstants(begin, end) >= 0) return [];
  const position = after && placeOf(after);
  let keys: { shard: number; dueAt: Temporal.Instant; occId: FirstWakeup['occId'] }[] = [];
  for await (const records of scheduleId ? oneUnderWay(tx, scheduleId) : underWayOf(tx, personId)) {
    const calendars = await readCalendars(tx, calendarsNamed(records));
    const laid = records.flatMap((record) => {
      const timing = timingOf(record, calendars);
      if (parseTimeZone(timing.zone) === null) return [];
      const { id, shard } = record;
      return slotsBetween(timing, begin, end).map(({ slot, dueAt }) => {
        return { shard, dueAt, occId: occurrenceIdOf(id, slot, shard) };
      });
    });
    const behind = laid.filter((key) => position === null || isBehind(key, position, order));
    keys = [...keys, ...behind].sort(comparing(order)).slice(0, most);
  }
  const found = await findNearWakeups(tx, keys);
  return found.sort(comparing(order));
}

async function* oneUnderWay(tx: Tx, id: ScheduleId): AsyncGenerator<ScheduleRecord[]> {
  const record = await readSchedule(tx, id);
  if (record && !record.pausedAt && !record.finishedAt) yield [record];
}

async function readPage(
  tx: Tx,
  { turns, wakeups }: Found,
  filter: OccurrenceFilter,
  { limit, order, now }: { limit: number; order: PageOrder; now: Temporal.Instant },
): Promise<OccurrencePage> {
  const { scheduleId, state, isLate, day, author, kind } = filter;
  const branches = [...turns, ...wakeups];
  const end = lookedThroughTo(branches, order);
  const every = branches.flatMap(({ keys }) => keys as readonly Key[]);
  const alike =
    author === undefined && kind === undefined
      ? null
      : await schedulesLike(tx, [...new Set(every.map((key) => key.scheduleId))], { author, kind });
  const isWanted = (key: Key) =>
    !isBehind(key, end, order) &&
    (scheduleId === undefined || key.scheduleId === scheduleId) &&
    (day === undefined || key.day === day.toString()) &&
    (alike === null || alike.has(key.scheduleId));
  // A message that somebody has put off stands in both of two branches.
  const wanted = [
    ...new Map(turns.flatMap(({ keys }) => keys.filter(isWanted)).map((key) => [key.occId, key])).values(),
  ];
  // Where no state is asked for, each first turn is a row, and those beyond the page need not be looked into.
  const fired = await readFired(tx, state || isLate ? wanted : wanted.slice(0, limit + 1), {
    state,
    isLate: isLate ?? false,
    limit: limit + 1,
    order,
  });
  const standing = await readStanding(
    tx,
    wakeups.flatMap(({ keys }) => keys.filter(isWanted)),
    {
      limit: limit + 1,
      order,
      now,
    },
  );
  const rows = [...fired, ...standing].sort(comparing(order));
  const last = rows[limit - 1];
  if (rows.length > limit && last) return { rows: rows.slice(0, limit), next: positionOf(last) };
  return { rows, next: end && positionOf(end) };
}

function placeOf({ dueAt, occId }: OccurrencePosition) {
  return { dueAt: Temporal.Instant.from(dueAt), occId: occId as FirstWakeup['occId'] };
}

function branchOf<Key extends Branch['keys'][number]>(keys: Key[], { most }: Scan): { keys: Key[]; isCut: boolean } {
  return { keys, isCut: keys.length >= most };
}

function latest(a: Temporal.Instant | null, b: Temporal.Instant): Temporal.Instant;
function latest(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null;
function latest(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null {
  return a === null || (b !== null && compareInstants(a, b) < 0) ? b : a;
}

function earliest(a: Temporal.Instant | null, b: Temporal.Instant): Temporal.Instant;
function earliest(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null;
function earliest(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null {
  return a === null || (b !== null && compareInstants(a, b) > 0) ? b : a;
}
