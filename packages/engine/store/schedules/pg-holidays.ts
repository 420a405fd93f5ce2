import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Calendars, Holiday } from '../../domain/timing/timing-of.ts';

export interface HolidayCalendar {
  id: string;
  name: string;
  days: readonly Holiday[];
  version: number;
  createdAt: Temporal.Instant;
}

const columns = 'id, name, days, version, created_at AS "createdAt"';

/** Each calendar is read once, however many schedules name it. What is unknown is absent. */
export async function readCalendars(tx: Pick<Tx, 'query'>, ids: readonly string[]): Promise<Calendars> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; days: Holiday[] }>(
    'SELECT id, days FROM engine.holiday_calendar WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, days }) => [id, days]));
}

export async function readCalendar(tx: Tx, id: string): Promise<HolidayCalendar | null> {
  const { rows } = await tx.query<HolidayCalendar>(`SELECT ${columns} FROM engine.holiday_calendar WHERE id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** By name; one row more than `limit` where there are more. */
export async function listCalendars(
  tx: Tx,
  limit: number,
  after: { name: string } | undefined,
): Promise<HolidayCalendar[]> {
  const { rows } = await tx.query<HolidayCalendar>(
    `SELECT ${columns} FROM engine.holiday_calendar WHERE $1::text IS NULL OR name > $1 ORDER BY name LIMIT $2`,
    [after?.name ?? null, limit + 1],
  );
  return rows;
}

/** A name that exists keeps its id and takes the new days; its row stays locked until the transaction ends. */
export async function saveCalendar(
  tx: Tx,
  tenantId: TenantId,
  calendar: Omit<HolidayCalendar, 'version'>,
): Promise<HolidayCalendar> {
  const { rows } = await tx.query<HolidayCalendar>(
    `INSERT INTO engine.holiday_calendar AS c (id, tenant_id, name, days, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, name) DO UPDATE SET days = excluded.days,
       version = c.version + (c.days IS DISTINCT FROM excluded.days)::int
     RETURNING ${columns}`,
    [calendar.id, tenantId, calendar.name, JSON.stringify(calendar.days), calendar.createdAt.toString()],
  );
  const [saved] = rows;
  if (!saved) throw new Error('A calendar that was saved was not returned.');
  return saved;
}

/** Keeps these calendars as they are, and from being deleted, until the transaction ends; answers with those that exist. */
export async function holdCalendars(tx: Tx, ids: readonly string[]): Promise<Calendars> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; days: Holiday[] }>(
    'SELECT id, days FROM engine.holiday_calendar WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE',
    [ids],
  );
  return new Map(rows.map(({ id, days }) => [id, days]));
}

/** Waits for schedules that are being created with it; call `usersOf` in a later statement, then it sees them. */
export async function lockCalendar(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM engine.holiday_calendar WHERE id = $1 FOR UPDATE', [id]);
  return rowCount === 1;
}

/** Ids of schedules that name the calendar, the first few. By the index of those that name any. */
export async function usersOf(tx: Tx, id: string, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM engine.schedule
     WHERE rule ? 'excludeHolidays' AND deleted_at IS NULL AND finished_at IS NULL AND rule -> 'excludeHolidays' ? $1
     ORDER BY id LIMIT $2`,
    [id, limit],
  );
  return rows.map((row) => row.id);
}

export async function deleteCalendar(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM engine.holiday_calendar WHERE id = $1', [id]);
}
