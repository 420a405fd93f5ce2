import { isNotComing } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { authorName } from '../domain/greetings-of.ts';

/** How many of a zone have a date on that day of the year, and want to be greeted at that time. */
export interface Foreseen {
  zone: string;
  /** HH:MM; null for the kind's. */
  sendTime: string | null;
  count: number;
}

/** Whose dates are looked at, and in which year they come. */
interface Asked {
  tenantId: TenantId;
  /** `birthDate`, `anniversaryDate`, or one of their other dates. */
  field: string;
  /** Only in the year of the date itself. */
  isOnce: boolean;
  year: number;
  /** In a common year, those of 29 February: `february-28` or `march-1`, by the tenant; null in a leap year. */
  leapDay: string | null;
}

/**
 * How many would be greeted on a day that is not planned yet, by their dates and what they want otherwise. Counted where they are: a
 * million may have one day.
 * @param slot of that year's greetings
 */
export async function foreseeDay(
  tx: Tx,
  asked: Asked,
  { date, kind, slot }: { date: Temporal.PlainDate; kind: string; slot: string },
): Promise<Foreseen[]> {
  const { source, values } = datesOf(asked);
  const theirs = { tenant: '$1', person: 'celebrated.id', author: '$7', kind: '$8', slot: '$9::text' };
  const { rows } = await tx.query<Foreseen>(
    `SELECT zone, send_time AS "sendTime", count(*)::int AS count ${source}
     WHERE month_day = $6 AND NOT ${isNotComing(theirs)} GROUP BY 1, 2 ORDER BY 1, 2`,
    [...values, date.toString().slice(5), authorName, kind, slot],
  );
  return rows;
}

/** How many of a whole year: MM-DD and how many, of the days on which there is somebody. */
export async function foreseeYear(tx: Tx, asked: Asked): Promise<{ monthDay: string; count: number }[]> {
  const { source, values } = datesOf(asked);
  const { rows } = await tx.query<{ monthDay: string; count: number }>(
    `SELECT month_day AS "monthDay", count(*)::int AS count ${source} GROUP BY 1 ORDER BY 1`,
    values,
  );
  return rows;
}

/** SQL, to stand behind SELECT: everybody's date as it is celebrated that year, `month_day`, with their `id`, `zone` and `send_time`. */
function datesOf({ tenantId, field, isOnce, year, leapDay }: Asked): { source: string; values: unknown[] } {
  const source = `FROM (
    SELECT p.id, p.time_zone AS zone, s.send_time,
      CASE WHEN to_char(d.date, 'MM-DD') <> '02-29' OR $4::text IS NULL THEN to_char(d.date, 'MM-DD')
        WHEN coalesce(s.leap_day, $4) = 'march-1' THEN '03-01' ELSE '02-28' END AS month_day
    FROM people.profile p LEFT JOIN greetings.person_setting s ON s.person_id = p.id
    CROSS JOIN LATERAL (SELECT ${columnOf(field)} AS date) d
    WHERE p.tenant_id = $1 AND p.deleted_at IS NULL AND s.is_muted IS NOT TRUE AND $5::text IS NOT NULL
      AND (extract(year FROM d.date) = $2 OR (extract(year FROM d.date) < $2 AND NOT $3))
  ) AS celebrated`;
  return { source, values: [tenantId, year, isOnce, leapDay, field] };
}

function columnOf(field: string): string {
  if (field === 'birthDate') return 'p.birth_date';
  if (field === 'anniversaryDate') return 'p.anniversary_date';
  return '(p.dates ->> $5)::date';
}
