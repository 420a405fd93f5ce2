import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgSchema, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Chaos } from '../domain/handset-settings.ts';
import { instant } from './instant-column.ts';

/** The phone network knows no tenants: to a real one all of Belfry is a single customer, too. */
export const sandboxSchema = pgSchema('sandbox');

/** Everything that ever went over the network: the record by which a crash is judged. Times are the Clock's. */
export const message = sandboxSchema.table(
  'message',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** SMS: `SM` and 32 hex digits; email: the Message-ID header, which all recipients of one email share. */
    providerId: text('provider_id').notNull(),
    channel: text({ enum: ['sms', 'email'] }).notNull(),
    /** `answer`: outbound, but said in reply to an inbound message through TwiML. */
    direction: text({ enum: ['outbound', 'inbound', 'answer'] }).notNull(),
    from: text().notNull(),
    to: text().notNull(),
    body: text().notNull(),
    subject: text(),
    html: text(),
    status: text({ enum: ['queued', 'sent', 'delivered', 'undelivered', 'failed', 'received'] }).notNull(),
    errorCode: integer('error_code'),
    statusCallbackUrl: text('status_callback_url'),
    inReplyTo: bigint('in_reply_to', { mode: 'number' }),
    at: instant().notNull(),
    sentAt: instant('sent_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('message_sid').on(table.providerId).where(sql`channel = 'sms'`),
    index('message_to').on(table.to, table.id),
    index('message_from').on(table.from, table.id),
    check('message_channel', sql`channel IN ('sms', 'email')`),
    check('message_direction', sql`direction IN ('outbound', 'inbound', 'answer')`),
    check('message_status', sql`status IN ('queued', 'sent', 'delivered', 'undelivered', 'failed', 'received')`),
    check('message_answers_something', sql`(direction = 'answer') = (in_reply_to IS NOT NULL)`),
  ],
);

/**
 * What the network has still to do, or has done: bring a message to its next status (`progress`), tell Belfry of it
 * (`status-callback`), hand Belfry what a person sent (`inbound-webhook`). Rows stay until `done_at`, through any crash.
 */
export const delivery = sandboxSchema.table(
  'delivery',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => message.id),
    kind: text({ enum: ['progress', 'status-callback', 'inbound-webhook'] }).notNull(),
    /** The status to reach or to tell of; none for an inbound webhook. */
    status: text({ enum: ['sent', 'delivered'] }),
    dueAt: instant('due_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Real time, the database's: a frozen virtual clock must not keep a retry waiting. */
    retryAt: timestamp('retry_at', { withTimezone: true, mode: 'string' }),
    lastError: text('last_error'),
    doneAt: instant('done_at'),
    outcome: text({ enum: ['done', 'refused', 'given-up'] }),
  },
  (table) => [
    index('delivery_open').on(table.dueAt, table.id).where(sql`done_at IS NULL`),
    index('delivery_open_of_message').on(table.messageId, table.id).where(sql`done_at IS NULL`),
    check('delivery_kind', sql`kind IN ('progress', 'status-callback', 'inbound-webhook')`),
    check('delivery_status', sql`(kind = 'inbound-webhook') = (status IS NULL) AND status IN ('sent', 'delivered')`),
    check(
      'delivery_outcome',
      sql`(done_at IS NULL) = (outcome IS NULL) AND outcome IN ('done', 'refused', 'given-up')`,
    ),
  ],
);

/** A phone or a mailbox; it exists from the first message to or from its address. */
export const handset = sandboxSchema.table(
  'handset',
  {
    address: text().primaryKey(),
    channel: text({ enum: ['sms', 'email'] }).notNull(),
    persona: text({ enum: ['person'] })
      .notNull()
      .default('person'),
    chaos: jsonb().$type<Chaos>().notNull().default({}),
  },
  () => [check('handset_channel', sql`channel IN ('sms', 'email')`)],
);

export type MessageRow = typeof message.$inferSelect;
export type DeliveryRow = typeof delivery.$inferSelect;
