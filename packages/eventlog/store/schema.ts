import { tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import {
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

export const eventlogSchema = pgSchema('eventlog');

/** One row per trace: the counter that makes its sequence gapless. Written by eventlog.append_events alone. */
export const trace = eventlogSchema.table(
  'trace',
  {
    tenantId: uuid('tenant_id').notNull(),
    traceId: text('trace_id').notNull(),
    /** In which it began, by real time in UTC: where all of its events are kept. */
    month: date().notNull(),
    lastSequence: integer('last_sequence').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.traceId] }), ...tenantPolicies('trace')],
);

/** Months that are just being dropped: whoever appends to a trace of one begins it anew, in the month of now. */
export const goingMonth = eventlogSchema.table('going_month', { month: date().primaryKey() });

/**
 * PARTITION BY RANGE (month), by hand in the migration. The month is the trace's own, not the event's: a trace lies in
 * one partition, so that the keys below hold for all of it and dropping a partition drops whole traces.
 */
export const event = eventlogSchema.table(
  'event',
  {
    tenantId: uuid('tenant_id').notNull(),
    traceId: text('trace_id').notNull(),
    /** From 1, without a gap. */
    sequence: integer().notNull(),
    month: date().notNull(),
    /** The caller's, by which a repeated event is known; else one of ours. Unique within its trace. */
    id: text().notNull(),
    type: text().notNull(),
    /** Of the payload's shape. */
    version: integer().notNull(),
    /** When it happened, as the caller says or by the Clock. */
    at: timestamp({ withTimezone: true }).notNull(),
    /** When it was written down, in real time. */
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().default(sql`now()`),
    /** The id of the event that led to it. */
    causationId: text('causation_id'),
    /** What it belongs to beyond its trace: a booking, a campaign. */
    correlationId: text('correlation_id'),
    payload: jsonb().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.traceId, table.sequence, table.month] }),
    uniqueIndex('event_id_once').on(table.tenantId, table.traceId, table.id, table.month),
    index('event_by_time').on(table.tenantId, table.at),
    index('event_by_type').on(table.tenantId, table.type, table.at),
    index('event_by_correlation')
      .on(table.tenantId, table.correlationId, table.at)
      .where(sql`correlation_id IS NOT NULL`),
    ...tenantPolicies('event'),
  ],
);
