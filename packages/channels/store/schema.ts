import { tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import { index, jsonb, pgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const channelsSchema = pgSchema('channels');

/**
 * Every message that people sent, once. The key is the provider's own, so a webhook that is delivered again is
 * recognised and answered as before. Written by engine code alone; the tenant is known only once the sender is.
 */
export const inboundMessage = channelsSchema.table(
  'inbound_message',
  {
    provider: text().notNull(),
    providerId: text('provider_id').notNull(),
    /** Real time: it serves retention and decides nothing. */
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    fromAddress: text('from_address').notNull(),
    toAddress: text('to_address').notNull(),
    text: text().notNull(),
    tenantId: uuid('tenant_id'),
    reply: text(),
    /** By the Clock, when the answer changed nothing: so many to one address, and it is a machine that answers ours. */
    idleReplyAt: timestamp('idle_reply_at', { withTimezone: true }),
    /** What that answer asked back, so that «2» says which one; the engine's, ids and words of the message alone. */
    question: jsonb(),
    /** What it acted on, to be drained again before a repeated delivery is answered; the engine's keys. */
    actedOn: jsonb('acted_on'),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.providerId] }),
    index('inbound_message_idle').on(table.fromAddress, table.idleReplyAt).where(sql`idle_reply_at IS NOT NULL`),
    ...tenantPolicies('inbound_message'),
  ],
);

/** The in-app inbox: what a person finds when they look. The attempt is the key, so nothing is put in twice. */
export const inboxMessage = channelsSchema.table(
  'inbox_message',
  {
    /** `day/occurrence/seq/target`, as the engine names the attempt. */
    attempt: text().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    personId: uuid('person_id').notNull(),
    occurrenceId: text('occurrence_id').notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    readAt: timestamp('read_at', { withTimezone: true }),
  },
  (table) => [
    index('inbox_message_by_person').on(table.tenantId, table.personId, table.at),
    ...tenantPolicies('inbox_message'),
  ],
);
