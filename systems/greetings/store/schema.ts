import { tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgSchema, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

export const greetingsSchema = pgSchema('greetings');

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** What a tenant wants of all its greetings; one that has no row wants none. */
export const setting = greetingsSchema.table(
  'setting',
  {
    tenantId: uuid('tenant_id').primaryKey(),
    isEnabled: boolean('is_enabled').notNull(),
    sendTime: text('send_time').notNull(),
    leapDay: text('leap_day').notNull(),
    /** ISO 8601 duration. */
    lateLimit: text('late_limit').notNull(),
    onUnknown: text('on_unknown').notNull(),
    /** Counts edits; the ETag of the API. */
    version: integer().notNull().default(1),
  },
  () => tenantPolicies('setting'),
);

/** Occasions. Those that were taken away keep their rows: their greetings have to go. */
export const kind = greetingsSchema.table(
  'kind',
  {
    tenantId: uuid('tenant_id').notNull(),
    name: text().notNull(),
    title: text().notNull(),
    field: text().notNull(),
    recurrence: text().notNull(),
    isEnabled: boolean('is_enabled').notNull(),
    sendTime: text('send_time'),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.name] }), ...tenantPolicies('kind')],
);

export const template = greetingsSchema.table(
  'template',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    kind: text().notNull(),
    locale: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    version: integer().notNull().default(1),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('template_once').on(table.tenantId, table.kind, table.locale), ...tenantPolicies('template')],
);

/** What one person wants otherwise than the tenant. */
export const personSetting = greetingsSchema.table(
  'person_setting',
  {
    personId: uuid('person_id').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    sendTime: text('send_time'),
    leapDay: text('leap_day'),
    isMuted: boolean('is_muted').notNull().default(false),
    /** Counts edits; the ETag of the API. */
    version: integer().notNull().default(1),
  },
  () => tenantPolicies('person_setting'),
);

/** A change that concerns everybody's greetings and has not reached them all yet. */
export const revision = greetingsSchema.table(
  'revision',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    /** People up to here, in the order in which they were created, have it. */
    afterAt: instant('after_at').notNull().default(sql`'-infinity'`),
    afterId: uuid('after_id').notNull().default('00000000-0000-0000-0000-000000000000'),
    done: integer().notNull().default(0),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('revision_by_tenant').on(table.tenantId), ...tenantPolicies('revision')],
);
