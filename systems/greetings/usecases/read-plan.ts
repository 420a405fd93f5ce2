import { countDay, type DayCount, leastAhead } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { placeLocal, type TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { authorName, type Occasions } from '../domain/greetings-of.ts';
import type { Kind } from '../domain/kind.ts';
import type { Settings } from '../domain/settings.ts';
import { foreseeDay, foreseeYear } from '../store/pg-foreseen.ts';
import { readOccasions } from '../store/pg-occasions.ts';

interface PlanOptions {
  tx: Tx;
  tenantId: TenantId;
  date: Temporal.PlainDate;
  now: Temporal.Instant;
}

export interface Plan {
  /** Some of it is further ahead than what is planned, and counted by people's dates. */
  isForeseen: boolean;
  counts: DayCount[];
}

/** A local day in all zones: what has gone, what is planned, and, further ahead, what would be. */
export async function readPlan({ tx, tenantId, date, now }: PlanOptions): Promise<Plan> {
  const until = now.add(leastAhead);
  const stands = await countDay(tx, { tenantId, author: authorName, day: date, until });
  if (compareInstants(lastOf(date), until) <= 0) return { isForeseen: false, counts: stands };
  const foreseen = await foresee(tx, tenantId, date);
  const ahead = foreseen.filter(({ dueAt }) => compareInstants(dueAt, until) > 0);
  return { isForeseen: ahead.length > 0, counts: [...stands, ...ahead] };
}

/** The end of the day where it ends last. */
function lastOf(date: Temporal.PlainDate): Temporal.Instant {
  return date.add({ days: 1 }).toZonedDateTime('UTC').toInstant().add({ hours: 12 });
}

async function foresee(tx: Tx, tenantId: TenantId, date: Temporal.PlainDate): Promise<DayCount[]> {
  const { settings, kinds } = await readOccasions(tx, tenantId);
  const counts: DayCount[] = [];
  for (const kind of celebrated({ settings, kinds })) {
    const day = { date, kind: kind.name, slot: slotOf(date) };
    for (const { zone, sendTime, count } of await foreseeDay(tx, askedOf(tenantId, settings, kind, date), day)) {
      const dueAt = instantOf(date, sendTime ?? kind.sendTime ?? settings.sendTime, zone);
      const nothing = { gone: 0, late: 0, missed: 0, failed: 0, withheld: 0 };
      if (dueAt) counts.push({ zone, kind: kind.name, dueAt, planned: count, ...nothing });
    }
  }
  return counts.sort((a, b) => compareInstants(a.dueAt, b.dueAt) || (a.zone < b.zone ? -1 : 1));
}

export interface YearDay {
  date: Temporal.PlainDate;
  /** By the names of the kinds. */
  kinds: Record<string, number>;
}

/** How many have something to be greeted for on each day of a year, by their dates as they are now. */
export async function readYear(tx: Tx, tenantId: TenantId, year: number): Promise<YearDay[]> {
  const { settings, kinds } = await readOccasions(tx, tenantId);
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  const days = new Map<string, YearDay>();
  for (const kind of celebrated({ settings, kinds })) {
    for (const { monthDay, count } of await foreseeYear(tx, askedOf(tenantId, settings, kind, first))) {
      const day = days.get(monthDay) ?? {
        date: Temporal.PlainDate.from(`${first.toString().slice(0, -5)}${monthDay}`),
        kinds: {},
      };
      day.kinds[kind.name] = count;
      days.set(monthDay, day);
    }
  }
  return [...days.values()].sort((a, b) => Temporal.PlainDate.compare(a.date, b.date));
}

function celebrated({ settings, kinds }: Pick<Occasions, 'settings' | 'kinds'>): Kind[] {
  return settings.isEnabled ? kinds.filter(({ isEnabled, isRemoved }) => isEnabled && !isRemoved) : [];
}

function askedOf(tenantId: TenantId, settings: Settings, { field, recurrence }: Kind, date: Temporal.PlainDate) {
  const leapDay = date.inLeapYear ? null : settings.leapDay;
  return { tenantId, field, isOnce: recurrence === 'once', year: date.year, leapDay };
}

/** The engine names what is annual by its year. */
function slotOf({ year }: Temporal.PlainDate): string {
  return String(year).padStart(4, '0');
}

/** null for a day that the zone does not have. */
function instantOf(date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant | null {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  return placeLocal(local, zone as TimeZone, { gap: 'later', overlap: 'first' }).times[0]?.at ?? null;
}
