import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { delivery, message } from './schema.ts';
import type { Db } from './transaction.ts';

/** The earliest instant later than `after` at which the network has something to do. */
export async function nextDueInstant(db: Db, after: Temporal.Instant): Promise<Temporal.Instant | null> {
  const rows = await db
    .select({ dueAt: delivery.dueAt })
    .from(delivery)
    .where(and(isNull(delivery.doneAt), gt(delivery.dueAt, after)))
    .orderBy(asc(delivery.dueAt))
    .limit(1);
  return rows[0]?.dueAt ?? null;
}

/** Real milliseconds until the first retry pause of something due ends; null where nothing waits for one. */
export async function msUntilRetry(db: Db, now: Temporal.Instant): Promise<number | null> {
  const wait = sql<number | null>`(extract(epoch from min(${delivery.retryAt}) - clock_timestamp()) * 1000)::float8`;
  const rows = await db
    .select({ wait })
    .from(delivery)
    .where(and(isNull(delivery.doneAt), lte(delivery.dueAt, now)));
  return rows[0]?.wait ?? null;
}

/** What is due and not done, in words without addresses or texts. */
export async function describeOpenDeliveries(db: Db, now: Temporal.Instant): Promise<string[]> {
  const rows = await db
    .select({
      kind: delivery.kind,
      status: delivery.status,
      dueAt: delivery.dueAt,
      attempts: delivery.attempts,
      lastError: delivery.lastError,
      sid: message.providerId,
    })
    .from(delivery)
    .innerJoin(message, eq(message.id, delivery.messageId))
    .where(and(isNull(delivery.doneAt), lte(delivery.dueAt, now)))
    .orderBy(asc(delivery.dueAt), asc(delivery.id));
  return rows.map((row) => {
    const what = row.status === null ? row.kind : `${row.kind} ${row.status}`;
    const trouble = row.attempts === 0 ? '' : `, after ${row.attempts} attempts: ${row.lastError ?? 'unknown'}`;
    return `sandbox: ${what} of ${row.sid}, due ${row.dueAt}${trouble}`;
  });
}
