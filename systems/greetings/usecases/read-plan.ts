import { countDay, type DayCount, leastAhead } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import { placeLocal, type TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { authorName } from '../domain/greetings-of.ts';
import { foresee, type LeapChoice } from '../store/pg-foreseen.ts';
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
  if (Temporal.Instant.compare(lastOf(date), until) <= 0) return { isForeseen: false, counts: stands };
  const foreseen = await foreseeDay(tx, tenantId, date);
  const ahead = foreseen.filter(({ dueAt }) => Temporal.Instant.compare(dueAt, until) > 0);
  return { isForeseen: ahead.length > 0, counts: [...stands, ...ahead] };
}

/** The end of the day where it ends last. */
function lastOf(date: Temporal.PlainDate): Temporal.Instant {
  return date.add({ days: 1 }).toZonedDateTime('UTC').toInstant().add({ hours: 12 });
}

async function foreseeDay(tx: Tx, tenantId: TenantId, date: Temporal.PlainDate): Promise<DayCount[]> {
  const { settings, kinds } = await readOccasions(tx, tenantId);
  if (!settings.isEnabled) return [];
  const counts: DayCount[] = [];
  const monthDay = date.toString().slice(5);
  for (const kind of kinds.filter(({ isEnabled, isRemoved }) => isEnabled && !isRemoved)) {
    const leap = leapChoice(date, settings.leapDay);
    const found = await foresee(tx, { tenantId, field: kind.field, year: date.year, monthDay, leap });
    for (const { zone, sendTime, count } of found) {
      const dueAt = instantOf(date, sendTime ?? kind.sendTime ?? settings.sendTime, zone);
      if (dueAt)
        counts.push({
          zone,
          kind: kind.name,
          dueAt,
          planned: count,
          gone: 0,
          late: 0,
          missed: 0,
          failed: 0,
          withheld: 0,
        });
    }
  }
  return counts.sort((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt) || (a.zone < b.zone ? -1 : 1));
}

function leapChoice(date: Temporal.PlainDate, usual: string): LeapChoice | null {
  if (date.inLeapYear) return null;
  if (date.month === 2 && date.day === 28) return { wanted: 'february-28', usual };
  return date.month === 3 && date.day === 1 ? { wanted: 'march-1', usual } : null;
}

/** null for a day that the zone does not have. */
function instantOf(date: Temporal.PlainDate, time: string, zone: string): Temporal.Instant | null {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  return placeLocal(local, zone as TimeZone, { gap: 'later', overlap: 'first' }).times[0]?.at ?? null;
}
