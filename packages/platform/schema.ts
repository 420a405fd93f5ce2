import { boolean, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tenantPolicies } from './row-security.ts';

export const platformSchema = pgSchema('platform');

/** The one virtual time that all processes share; holds a row only where the virtual clock has been used. */
export const virtualClock = platformSchema.table('virtual_clock', {
  single: boolean().primaryKey(),
  now: timestamp({ withTimezone: true }).notNull(),
});

/** By which name the installation's secret goes, so that no process works on this data with another. */
export const encryptionKey = platformSchema.table('encryption_key', {
  single: boolean().primaryKey(),
  keyId: text('key_id').notNull(),
  since: timestamp({ withTimezone: true }).notNull(),
});

/** Answers already given, so that a repeated request is answered and not carried out again. Times are real time. */
export const idempotencyKey = platformSchema.table(
  'idempotency_key',
  {
    tenantId: uuid('tenant_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer(),
    body: jsonb(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.key] }),
    index('idempotency_key_by_age').on(table.createdAt),
    ...tenantPolicies('idempotency_key'),
  ],
);
