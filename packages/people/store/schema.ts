import { tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import { date, index, integer, pgSchema, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

export const peopleSchema = pgSchema('people');

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
    externalId: text('external_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('person_by_tenant').on(table.tenantId, table.createdAt, table.id),
    uniqueIndex('person_by_external_id')
      .on(table.tenantId, table.externalId)
      .where(sql`external_id IS NOT NULL AND deleted_at IS NULL`),
    ...tenantPolicies('person'),
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
  },
  (table) => [
    uniqueIndex('contact_point_by_person').on(table.personId, table.position),
    index('contact_point_by_address').on(table.channel, table.address),
    ...tenantPolicies('contact_point'),
  ],
);
