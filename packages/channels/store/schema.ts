import { tenantPolicies } from '@belfry/platform/row-security';
import { pgSchema, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

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
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerId] }), ...tenantPolicies('inbound_message')],
);
