import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { channels } from '../domain/channel.ts';
import type { Chaos } from '../domain/chaos.ts';
import type { Struck } from '../domain/draw-faults.ts';
import { messageStatuses, reachableStatuses } from '../domain/message-status.ts';
import { optOutTypes } from '../domain/opt-out.ts';
import { type PersonaSettings, personaNames } from '../domain/persona.ts';
import type { Act } from '../domain/plan-acts.ts';
import { instant } from './instant-column.ts';

/** The phone network knows no tenants: to a real one all of Belfry is a single customer, too. */
export const sandboxSchema = pgSchema('sandbox');

const oneOf = (column: string, words: readonly string[]) =>
  sql.raw(`${column} IN (${words.map((word) => `'${word}'`).join(', ')})`);

/** Everything that ever went over the network: the record by which a crash is judged. Times are the Clock's. */
export const message = sandboxSchema.table(
  'message',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /**
     * SMS: `SM` and 32 hex digits; email: the Message-ID header, which all recipients of one email share, or what the API
     * that took it calls it; push: the id
     * in its Location; webhook: the `webhook-id` it came with, which repeats share.
     */
    providerId: text('provider_id').notNull(),
    channel: text({ enum: channels }).notNull(),
    /** `answer`: outbound, but said in reply to an inbound message through TwiML. */
    direction: text({ enum: ['outbound', 'inbound', 'answer'] }).notNull(),
    from: text().notNull(),
    to: text().notNull(),
    body: text().notNull(),
    subject: text(),
    html: text(),
    /** As it came: an email's and a webhook's header fields, a push's TTL, Urgency and Topic; names in lower case. */
    headers: jsonb().$type<Record<string, string>>(),
    /** Of a webhook. */
    method: text(),
    /**
     * Of a push: what the browser was given, of which `subject` and `body` are read. Of an email that an API took: the arguments
     * that its events carry, as JSON.
     */
    payload: text(),
    status: text({ enum: messageStatuses }).notNull(),
    errorCode: integer('error_code'),
    statusCallbackUrl: text('status_callback_url'),
    messagingServiceSid: text('messaging_service_sid'),
    inReplyTo: bigint('in_reply_to', { mode: 'number' }),
    optOutType: text('opt_out_type', { enum: optOutTypes }),
    /** What went wrong with it, drawn when it was recorded, so that no later process draws again. */
    struck: jsonb().$type<Struck>().notNull().default({ faults: [] }),
    at: instant().notNull(),
    sentAt: instant('sent_at'),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('message_sid').on(table.providerId).where(sql`channel = 'sms'`),
    index('message_to').on(table.to, table.id),
    index('message_from').on(table.from, table.id),
    index('message_answers').on(table.inReplyTo).where(sql`in_reply_to IS NOT NULL`),
    check('message_channel', oneOf('channel', channels)),
    check('message_direction', sql`direction IN ('outbound', 'inbound', 'answer')`),
    check('message_status', oneOf('status', messageStatuses)),
    check('message_opt_out_type', oneOf('opt_out_type', optOutTypes)),
    check('message_answers_something', sql`(direction = 'answer') = (in_reply_to IS NOT NULL)`),
  ],
);

export const deliveryKinds = ['progress', 'status-callback', 'inbound-webhook', 'reply', 'link'] as const;
export const deliveryOutcomes = ['done', 'refused', 'given-up', 'called-off'] as const;

/**
 * What the network has still to do, or has done: bring a message to its next status (`progress`), tell Belfry of it
 * (`status-callback`), hand Belfry what a person sent (`inbound-webhook`); and what a persona does about a message:
 * answer it (`reply`), open its link (`link`). Rows stay until `done_at`, through any crash.
 */
export const delivery = sandboxSchema.table(
  'delivery',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => message.id),
    kind: text({ enum: deliveryKinds }).notNull(),
    /** The status to reach or to tell of. */
    status: text({ enum: reachableStatuses }),
    errorCode: integer('error_code'),
    /** What the persona does. */
    act: jsonb().$type<Act>(),
    /** A webhook that somebody else wrote: its signature is wrong, and Belfry must not believe it. */
    isForged: boolean('is_forged').notNull().default(false),
    dueAt: instant('due_at').notNull(),
    attempts: integer().notNull().default(0),
    /** Real time, the database's: a frozen virtual clock must not keep a retry waiting. */
    retryAt: timestamp('retry_at', { withTimezone: true, mode: 'string' }),
    lastError: text('last_error'),
    doneAt: instant('done_at'),
    outcome: text({ enum: deliveryOutcomes }),
  },
  (table) => [
    index('delivery_open').on(table.dueAt, table.id).where(sql`done_at IS NULL`),
    index('delivery_open_of_message').on(table.messageId, table.id).where(sql`done_at IS NULL`),
    check('delivery_kind', oneOf('kind', deliveryKinds)),
    check('delivery_status', oneOf('status', reachableStatuses)),
    check('delivery_has_status', sql`(kind IN ('progress', 'status-callback')) = (status IS NOT NULL)`),
    check('delivery_has_act', sql`(kind IN ('reply', 'link')) = (act IS NOT NULL)`),
    check('delivery_outcome', sql`(done_at IS NULL) = (outcome IS NULL)`),
    check('delivery_outcome_word', oneOf('outcome', deliveryOutcomes)),
  ],
);

/** A phone, a mailbox, a browser, a web server; it exists from the first message to or from its address. */
export const handset = sandboxSchema.table(
  'handset',
  {
    address: text().primaryKey(),
    channel: text({ enum: channels }).notNull(),
    /** What people call it. */
    label: text(),
    persona: text({ enum: personaNames }).notNull().default('person'),
    personaSettings: jsonb('persona_settings').$type<PersonaSettings>().notNull().default({}),
    chaos: jsonb().$type<Chaos>().notNull().default({}),
    /** Of the Standard Webhooks scheme, for a webhook's signature to be checked by; never shown. */
    secret: text(),
    /** It sent STOP, and no START since. */
    isOptedOut: boolean('is_opted_out').notNull().default(false),
    /** How many messages and calls chaos has been drawn for: with the seed, what makes a draw repeatable. */
    draws: integer().notNull().default(0),
  },
  () => [
    check('handset_channel', oneOf('channel', channels)),
    check('handset_persona', oneOf('persona', personaNames)),
  ],
);

/** What a browser would keep of its subscription, and what it would not tell. */
export const pushSubscription = sandboxSchema.table('push_subscription', {
  endpoint: text().primaryKey(),
  /** Of P-256, base64url: the private scalar, the uncompressed point, and the 16 bytes of authentication secret. */
  privateKey: text('private_key').notNull(),
  publicKey: text('public_key').notNull(),
  authSecret: text('auth_secret').notNull(),
  /** Whose pushes alone it takes (RFC 8292, 4.1); null: any. */
  applicationServerKey: text('application_server_key'),
});

/** Chaos for all handsets: one row, or none before the first setting. */
export const networkChaos = sandboxSchema.table(
  'network_chaos',
  {
    isTheOne: boolean('is_the_one').primaryKey().default(true),
    seed: text().notNull(),
    chaos: jsonb().$type<Chaos>().notNull().default({}),
  },
  () => [check('network_chaos_is_one', sql`is_the_one`)],
);

export type MessageRow = typeof message.$inferSelect;
export type NewMessage = typeof message.$inferInsert;
export type DeliveryRow = typeof delivery.$inferSelect;
export type NewDelivery = typeof delivery.$inferInsert;
export type HandsetRow = typeof handset.$inferSelect;
