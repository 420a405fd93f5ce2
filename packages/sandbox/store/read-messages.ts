import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../domain/channel.ts';
import type { ListQuery } from '../domain/parse-list-query.ts';
import { type MessageRow, message } from './schema.ts';
import type { Db } from './transaction.ts';

/** What to read of the record; all of it without `limit`, else the newest so many. */
export interface MessageQuery {
  /** A handset's address; with `direction: 'all'` also what that handset sent. */
  to?: string;
  channel?: Channel;
  /** Inclusive, by the Clock. */
  since?: Temporal.Instant;
  limit?: number;
  /** `outbound` (default): what Belfry sent, its answers included. `all`: also what people sent to it. */
  direction?: 'outbound' | 'all';
}

/** Oldest first. */
export async function readMessages(db: Db, query: MessageQuery): Promise<MessageRow[]> {
  const conditions: (SQL | undefined)[] = [];
  if (query.direction !== 'all') conditions.push(inArray(message.direction, ['outbound', 'answer']));
  if (query.to !== undefined) {
    const sentTo = eq(message.to, query.to);
    conditions.push(query.direction === 'all' ? or(sentTo, eq(message.from, query.to)) : sentTo);
  }
  if (query.channel !== undefined) conditions.push(eq(message.channel, query.channel));
  if (query.since !== undefined) conditions.push(gte(message.at, query.since));
  const newestFirst = db
    .select()
    .from(message)
    .where(and(...conditions))
    .orderBy(desc(message.id))
    .$dynamic();
  const rows = await (query.limit === undefined ? newestFirst : newestFirst.limit(query.limit));
  return rows.reverse();
}

export async function findSms(db: Db, sid: string): Promise<MessageRow | undefined> {
  const rows = await db
    .select()
    .from(message)
    .where(and(eq(message.channel, 'sms'), eq(message.providerId, sid)));
  return rows[0];
}

/** A page as Twilio lists it, newest first; a message not yet sent counts by when it was accepted. */
export async function listSms(db: Db, query: ListQuery): Promise<{ rows: MessageRow[]; hasMore: boolean }> {
  const sentSecond = sql`date_trunc('second', coalesce(${message.sentAt}, ${message.at}))`;
  const conditions = [
    eq(message.channel, 'sms'),
    query.to === null ? undefined : eq(message.to, query.to),
    query.from === null ? undefined : eq(message.from, query.from),
    query.notBefore === null ? undefined : sql`${sentSecond} >= ${query.notBefore.toString()}::timestamptz`,
    query.notAfter === null ? undefined : sql`${sentSecond} <= ${query.notAfter.toString()}::timestamptz`,
    query.olderThan === null ? undefined : lt(message.id, query.olderThan),
  ];
  const rows = await db
    .select()
    .from(message)
    .where(and(...conditions))
    .orderBy(desc(message.id))
    .limit(query.pageSize + 1);
  return { rows: rows.slice(0, query.pageSize), hasMore: rows.length > query.pageSize };
}
