import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';

/** People of one zone who have a date on one of these days of the year. */
export interface Foreseen {
  zone: string;
  /** HH:MM; null for the kind's. */
  sendTime: string | null;
  count: number;
}

/**
 * How many would be greeted on a day that is not planned yet, by their dates and what they want otherwise.
 * @param field `birthDate`, `anniversaryDate`, or one of their other dates
 * @param days MM-DD of the dates that fall on that day; `leapDay` alone if whoever wants it so
 */
export async function foresee(
  tx: Tx,
  {
    tenantId,
    field,
    year,
    monthDay,
    leap,
  }: { tenantId: TenantId; field: string; year: number; monthDay: string; leap: LeapChoice | null },
): Promise<Foreseen[]> {
  const date = columnOf(field);
  const { rows } = await tx.query<Foreseen>(
    `SELECT p.time_zone AS zone, s.send_time AS "sendTime", count(*)::int AS count
     FROM people.profile p LEFT JOIN greetings.person_setting s ON s.person_id = p.id
     CROSS JOIN LATERAL (SELECT ${date} AS date) d
     WHERE p.tenant_id = $1 AND p.deleted_at IS NULL AND s.is_muted IS NOT TRUE AND extract(year FROM d.date) <= $2
       AND (to_char(d.date, 'MM-DD') = $3
         OR ($4::text IS NOT NULL AND to_char(d.date, 'MM-DD') = '02-29' AND coalesce(s.leap_day, $5) = $4))
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [tenantId, year, monthDay, leap?.wanted ?? null, leap?.usual ?? null, ...(date.includes('$6') ? [field] : [])],
  );
  return rows;
}

/** In a common year those of 29 February come where they, or the tenant, want them. */
export interface LeapChoice {
  wanted: string;
  usual: string;
}

function columnOf(field: string): string {
  if (field === 'birthDate') return 'p.birth_date';
  if (field === 'anniversaryDate') return 'p.anniversary_date';
  return '(p.dates ->> $6)::date';
}
