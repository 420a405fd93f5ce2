import { enginePolicy, tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

export const peopleSchema = pgSchema('people');

/**
 * Of a date, month and day as MMDD, by which people are looked up. A column, because row security keeps indexes on
 * expressions from being used: what is not leakproof is asked only of rows that it has let through.
 */
function dayOfYear(name: string, ofDate: string) {
  return smallint(name).generatedAlwaysAs(
    sql.raw(`(extract(month FROM ${ofDate}) * 100 + extract(day FROM ${ofDate}))::smallint`),
  );
}

export const person = peopleSchema.table(
  'person',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    name: text().notNull(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    timeZone: text('time_zone').notNull(),
    locale: text().notNull(),
    birthDate: date('birth_date'),
    anniversaryDate: date('anniversary_date'),
    birthday: dayOfYear('birthday', 'birth_date'),
    anniversary: dayOfYear('anniversary', 'anniversary_date'),
    /** Other dates by name, as ISO 8601. */
    dates: jsonb().notNull().default({}),
    city: text(),
    country: text(),
    externalId: text('external_id'),
    /** `{start, end}` as HH:MM of the person's own zone; end before start spans midnight. */
    quietHours: jsonb('quiet_hours'),
    /** Counts edits; the ETag of the API. */
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('person_by_tenant').on(table.tenantId, table.createdAt, table.id),
    index('person_by_zone').on(table.tenantId, table.timeZone, table.createdAt, table.id),
    // The zone behind what they are ordered by: asked for too it is compared in the index, and not in each row.
    index('person_by_birthday')
      .on(table.tenantId, table.birthday, table.createdAt, table.id, table.timeZone)
      .where(sql`birthday IS NOT NULL`),
    index('person_by_anniversary')
      .on(table.tenantId, table.anniversary, table.createdAt, table.id, table.timeZone)
      .where(sql`anniversary IS NOT NULL`),
    index('person_removed').on(table.tenantId).where(sql`deleted_at IS NOT NULL`),
    uniqueIndex('person_by_external_id')
      .on(table.tenantId, table.externalId)
      .where(sql`external_id IS NOT NULL AND deleted_at IS NULL`),
    ...tenantPolicies('person'),
  ],
);

/**
 * The words of people's names, by which they are found. No foreign key, which each insert would pay for: people are never
 * deleted, and those removed keep theirs.
 */
export const nameWord = peopleSchema.table(
  'name_word',
  {
    tenantId: uuid('tenant_id').notNull(),
    word: text().notNull(),
    personId: uuid('person_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.word] }),
    index('name_word_by_word').on(table.tenantId, table.word.op('text_pattern_ops'), table.personId),
    ...tenantPolicies('name_word'),
  ],
);

/** `position` is the person's order of preference, from 0. */
export const contactPoint = peopleSchema.table(
  'contact_point',
  {
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    position: integer().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    channel: text().notNull(),
    address: text().notNull(),
    /** What a channel needs beyond the address (keys of a push subscription, how a webhook is called), sealed. */
    settings: jsonb(),
  },
  (table) => [
    uniqueIndex('contact_point_by_person').on(table.personId, table.position),
    index('contact_point_by_address').on(table.channel, table.address),
    ...tenantPolicies('contact_point'),
  ],
);

/** Whose an email address is: of the living people of a tenant one person's alone. Removed people give theirs up. */
export const emailOwner = peopleSchema.table(
  'email_owner',
  {
    tenantId: uuid('tenant_id').notNull(),
    address: text().notNull(),
    personId: uuid('person_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.address] }), ...tenantPolicies('email_owner')],
);

/** A file of people that was, or is being, added; its transaction shows nothing until it is over, so its progress stands here. */
export const personImport = peopleSchema.table(
  'import',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    /** `running`, `done` or `failed`. Done is decided: changes may still have to be made. */
    state: text().notNull(),
    /** Of people who are there already, `reject` or `update`. */
    existing: text().notNull().default('reject'),
    /** On whose behalf people are changed. */
    actor: jsonb(),
    isDryRun: boolean('is_dry_run').notNull(),
    /** Of the file, so that the same request is known again. */
    fingerprint: text().notNull(),
    rows: integer().notNull().default(0),
    added: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    problem: text(),
    /** Other imports go first. */
    isWaiting: boolean('is_waiting').notNull().default(false),
    /** Of its header. */
    columns: jsonb().notNull().default([]),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    /** Real time: one that runs and says nothing any more has broken off. */
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (table) => [index('import_by_tenant').on(table.tenantId, table.startedAt), ...tenantPolicies('import')],
);

/** A change that has been decided with an import and is still to be made. */
export const importChange = peopleSchema.table(
  'import_change',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => personImport.id),
    line: integer().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    /** The row as it stood in the file, for the report. */
    cells: jsonb().notNull(),
    /** Of each field, from what to what: one that somebody else has edited by then stays. Null of what an earlier version decided. */
    changes: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.line] }), ...tenantPolicies('import_change')],
);

export const importRejection = peopleSchema.table(
  'import_rejection',
  {
    importId: uuid('import_id')
      .notNull()
      .references(() => personImport.id),
    line: integer().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    column: text(),
    message: text().notNull(),
    /** The row as it stood in the file. */
    cells: jsonb().notNull(),
  },
  (table) => [index('import_rejection_by_line').on(table.importId, table.line), ...tenantPolicies('import_rejection')],
);

/** Who stands by whom. A role of a policy resolves to those who consented, in the order of their priority. */
export const relationship = peopleSchema.table(
  'relationship',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    /** Whose caregiver, daughter or neighbour it is. */
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    relatedPersonId: uuid('related_person_id')
      .notNull()
      .references(() => person.id),
    role: text().notNull(),
    permissions: jsonb().notNull(),
    /** `pending`, `granted` or `withdrawn`; its history is in consent_event. */
    consent: text().notNull(),
    /** 1 is asked first. */
    priority: integer().notNull(),
    /** Whether the related person is shown `title` only or `all`. */
    privacy: text().notNull(),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    uniqueIndex('relationship_once')
      .on(table.personId, table.relatedPersonId, table.role)
      .where(sql`deleted_at IS NULL`),
    index('relationship_by_related').on(table.relatedPersonId),
    ...tenantPolicies('relationship'),
  ],
);

/** The ledger of consent: who allowed or forbade what, when and how. Nobody but the owner may change or remove a row. */
export const consentEvent = peopleSchema.table(
  'consent_event',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    /** `opted-out`, `opted-in` of an address; `granted`, `withdrawn`, `requested` of a relationship. */
    kind: text().notNull(),
    channel: text(),
    address: text(),
    personId: uuid('person_id'),
    relationshipId: uuid('relationship_id'),
    /** Who, and by which way: `{type, id, name, via}`. */
    actor: jsonb().notNull(),
    /** The words it was said in, where there were any. */
    evidence: text(),
  },
  (table) => [
    index('consent_event_by_person').on(table.tenantId, table.personId, table.at),
    index('consent_event_by_relationship').on(table.relationshipId, table.at),
    index('consent_event_by_address').on(table.tenantId, table.channel, table.address, table.at),
    ...tenantPolicies('consent_event'),
  ],
);

/** Addresses that said STOP; the newest word of the ledger, kept where every claim can see it by key. */
export const optOut = peopleSchema.table(
  'opt_out',
  {
    tenantId: uuid('tenant_id').notNull(),
    channel: text().notNull(),
    address: text().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.channel, table.address] }),
    index('opt_out_by_address').on(table.channel, table.address),
    ...tenantPolicies('opt_out'),
  ],
);

/**
 * Addresses that said STOP to the sender that all tenants of this installation share, so that one that learns of an
 * address later is bound too. Nobody's in particular, so without a tenant: the engine's role alone sees it, and
 * `people.stopped_points` tells a tenant of its own people's addresses.
 */
export const stoppedAddress = peopleSchema.table(
  'stopped_address',
  {
    channel: text().notNull(),
    address: text().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.address] }), enginePolicy('stopped_address')],
);
