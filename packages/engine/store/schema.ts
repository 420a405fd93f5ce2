import { tenantPolicies } from '@belfry/platform/row-security';
import { sql } from 'drizzle-orm';
import {
  bigint,
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

/**
 * The tables of docs/engine.md. Drizzle knows no partitions: the migration adds PARTITION BY to wakeup, slot_ledger,
 * turn and outcome by hand. The hot path reads and writes them with the SQL of store/pg-*.ts.
 */
export const engineSchema = pgSchema('engine');

/** A full transaction id (xid8) as bigint, as Node reads it. */
const transactionId = (name: string) => bigint(name, { mode: 'bigint' });
const instant = (name: string) => timestamp(name, { withTimezone: true });

export const schedule = engineSchema.table(
  'schedule',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    shard: smallint().notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().notNull(),
    title: text().notNull(),
    body: text(),
    /** Who writes its words when it is sent; null: title and body are the words. */
    author: text(),
    rule: jsonb().notNull(),
    recurring: boolean().notNull(),
    localTime: text('local_time'),
    /** An IANA zone, or `person`. */
    timeZone: text('time_zone').notNull(),
    policyId: uuid('policy_id'),
    /** Without a policy: what becomes of a call whose end nobody knows; null: sent again. */
    onUnknown: text('on_unknown'),
    importance: text().notNull(),
    /** ISO 8601 duration. */
    lateLimit: text('late_limit').notNull(),
    timingRev: integer('timing_rev').notNull().default(0),
    /** Since when the present timing counts: what it would have asked for earlier is not planned. */
    timingSince: instant('timing_since').notNull().default(sql`'-infinity'`),
    /** Nothing that is not planned already is due before; the planner need not look at it until then. */
    idleUntil: instant('idle_until').notNull().default(sql`'-infinity'`),
    /** Counts edits; the ETag of the API. */
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
    pausedAt: instant('paused_at'),
    finishedAt: instant('finished_at'),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    index('schedule_by_tenant').on(table.tenantId, table.createdAt, table.id),
    // A system may keep millions beside those that somebody made.
    index('schedule_made').on(table.tenantId, table.createdAt, table.id).where(sql`author IS NULL`),
    index('schedule_by_person').on(table.tenantId, table.personId),
    index('schedule_recurring')
      .on(table.shard, table.idleUntil, table.id)
      .where(sql`recurring AND paused_at IS NULL AND finished_at IS NULL AND deleted_at IS NULL`),
    index('schedule_by_policy')
      .on(table.tenantId, table.policyId, table.createdAt, table.id)
      .where(sql`policy_id IS NOT NULL AND deleted_at IS NULL`),
    index('schedule_with_holidays').on(table.tenantId, table.id).where(sql`rule ? 'excludeHolidays'`),
    ...tenantPolicies('schedule'),
  ],
);

export const policy = engineSchema.table(
  'policy',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    name: text().notNull(),
    version: integer().notNull(),
    createdAt: instant('created_at').notNull(),
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    uniqueIndex('policy_by_name').on(table.tenantId, table.name).where(sql`deleted_at IS NULL`),
    ...tenantPolicies('policy'),
  ],
);

/** Immutable: an occurrence keeps the version it started with. */
export const policyVersion = engineSchema.table(
  'policy_version',
  {
    policyId: uuid('policy_id')
      .notNull()
      .references(() => policy.id),
    version: integer().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    definition: jsonb().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.policyId, table.version] }), ...tenantPolicies('policy_version')],
);

/** Who may plan and claim for a part of all people; engine role only, no tenant's data. Times are real time but for the watermark and planned_until. */
export const shard = engineSchema.table('shard', {
  id: smallint().primaryKey(),
  owner: text(),
  fence: bigint({ mode: 'bigint' }).notNull(),
  expiresAt: instant('expires_at').notNull(),
  watermark: instant('watermark').notNull(),
  watermarkXid: transactionId('watermark_xid').notNull(),
  plannedUntil: instant('planned_until').notNull(),
  /** The zone data of the runtime that planned it; where another comes, the shard is planned anew. */
  tzVersion: text('tz_version').notNull().default(''),
});

/** The processes that want shards, so that each takes its fair part. */
export const engineNode = engineSchema.table('node', {
  id: text().primaryKey(),
  seenAt: instant('seen_at').notNull(),
});

/** The tokens of a rate, of the second in which some were taken last; see store/chain/pg-rates.ts. */
export const rateBlock = engineSchema.table('rate_block', {
  /** Of a provider, or of one tenant's use of a channel. */
  scope: text().primaryKey(),
  second: instant('second').notNull(),
  taken: integer().notNull(),
  /** What the last who asked was given, wanted, and by which rate. */
  granted: integer().notNull(),
  wanted: integer().notNull(),
  perSecond: integer('per_second').notNull(),
});

/** Providers that asked not to be called before an instant, by the Clock. */
export const providerHold = engineSchema.table('provider_hold', {
  provider: text().primaryKey(),
  until: instant('until').notNull(),
});

const wakeupColumns = () => ({
  shard: smallint().notNull(),
  lane: smallint().notNull(),
  dueAt: instant('due_at').notNull(),
  occId: uuid('occ_id').notNull(),
  seq: integer().notNull(),
  timingRev: integer('timing_rev').notNull(),
  tenantId: uuid('tenant_id').notNull(),
  scheduleId: uuid('schedule_id').notNull(),
  personId: uuid('person_id').notNull(),
  slot: text().notNull(),
  day: date().notNull(),
  kind: text().notNull(),
});

/** PARTITION BY RANGE (due_at), daily. */
export const wakeup = engineSchema.table(
  'wakeup',
  {
    ...wakeupColumns(),
    insertedXid: transactionId('inserted_xid').notNull().default(sql`(pg_current_xact_id()::text::bigint)`),
  },
  (table) => [
    primaryKey({ columns: [table.shard, table.lane, table.dueAt, table.occId, table.seq, table.timingRev] }),
    index('wakeup_inserted').on(table.insertedXid),
    ...tenantPolicies('wakeup'),
  ],
);

/** Wake-ups beyond the planned partitions; the planner moves them in. */
export const wakeupFar = engineSchema.table('wakeup_far', wakeupColumns(), (table) => [
  primaryKey({ columns: [table.occId, table.seq, table.timingRev, table.dueAt] }),
  index('wakeup_far_due').on(table.shard, table.dueAt),
  index('wakeup_far_first_by_tenant').on(table.tenantId, table.dueAt, table.occId).where(sql`seq = 0`),
  index('wakeup_far_first_by_person').on(table.tenantId, table.personId, table.dueAt, table.occId).where(sql`seq = 0`),
  ...tenantPolicies('wakeup_far'),
]);

/** PARTITION BY RANGE (year). Written with an occurrence's first turn; engine role only, no personal data. */
export const slotLedger = engineSchema.table(
  'slot_ledger',
  { year: smallint().notNull(), scheduleId: uuid('schedule_id').notNull(), slot: text().notNull() },
  (table) => [primaryKey({ columns: [table.year, table.scheduleId, table.slot] })],
);

/**
 * At most one row: slots of years before this one are neither planned nor claimed, for their ledger is going or gone. It
 * only rises; the partitions that are left do not say it, for one of an old year could be made again.
 */
export const ledgerFloor = engineSchema.table('ledger_floor', {
  id: smallint().primaryKey().default(1),
  year: smallint().notNull(),
});

/** PARTITION BY RANGE (day), monthly. */
export const turn = engineSchema.table(
  'turn',
  {
    day: date().notNull(),
    occId: uuid('occ_id').notNull(),
    seq: integer().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    scheduleId: uuid('schedule_id').notNull(),
    personId: uuid('person_id').notNull(),
    slot: text().notNull(),
    kind: text().notNull(),
    /** The occurrence's state from this turn on. */
    state: text().notNull(),
    at: instant('at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** From here the policy's `after` counts. */
    baseAt: instant('base_at').notNull(),
    /** Real time: how old a claim is does not depend on the virtual clock. */
    claimedAt: instant('claimed_at').notNull().default(sql`clock_timestamp()`),
    policyId: uuid('policy_id'),
    policyVersion: integer('policy_version'),
    /** How many steps of the policy have been taken, this turn's included. */
    stepsTaken: smallint('steps_taken').notNull(),
    attempt: smallint().notNull(),
    /** How often the present step has been repeated. */
    repeatsTaken: smallint('repeats_taken').notNull().default(0),
    /** Grows when the policy begins anew: after a snooze, at a re-page. Steps of different rounds have nothing in common. */
    round: smallint().notNull().default(0),
    /** Whether an answer is waited for; without a policy nobody waits. */
    awaitsAnswer: boolean('awaits_answer').notNull(),
    contacts: jsonb().notNull(),
    reason: text(),
    actor: jsonb(),
    /** Of a first turn that was claimed: where the person was. null where an older version claimed it. */
    timeZone: text('time_zone'),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.occId, table.seq] }),
    // Whatever of a person's turns `turnsSince` does not find by when it was due.
    index('turn_later_by_person')
      .on(table.tenantId, table.personId, table.at)
      .where(sql`seq > 0 OR at - due_at > interval '1 day'`),
    // Lists of occurrences walk along these two; what they cost the insert: docs/decisions/0036.
    index('turn_first_due').on(table.tenantId, table.dueAt, table.occId).where(sql`seq = 0`),
    index('turn_first_due_by_person').on(table.tenantId, table.personId, table.dueAt, table.occId).where(sql`seq = 0`),
    // What ended badly is rare: all other turns pay nothing for it.
    index('turn_bad_end')
      .on(table.tenantId, table.state, table.at, table.occId)
      .where(sql`state IN ('failed', 'missed')`),
    ...tenantPolicies('turn'),
  ],
);

/** PARTITION BY RANGE (day), monthly. `n` counts the statuses of one attempt. */
export const outcome = engineSchema.table(
  'outcome',
  {
    day: date().notNull(),
    occId: uuid('occ_id').notNull(),
    seq: integer().notNull(),
    target: smallint().notNull(),
    n: smallint().notNull(),
    tenantId: uuid('tenant_id').notNull(),
    status: text().notNull(),
    at: instant('at').notNull(),
    recordedAt: instant('recorded_at').notNull().default(sql`clock_timestamp()`),
    providerId: text('provider_id'),
    code: text(),
    reason: text(),
    /** What follows: `retry` on the same channel, `next-channel`, `earlier-channel`, or null; at `follow_up_at`. */
    followUp: text('follow_up'),
    followUpAt: instant('follow_up_at'),
    /** `[{channel, at}]`: channels that failed only for now, and when each may be tried again. */
    followUpReserve: jsonb('follow_up_reserve'),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.occId, table.seq, table.target, table.n] }),
    ...tenantPolicies('outcome'),
  ],
);

/** Only what waits for a person; deleted at close. */
export const openOccurrence = engineSchema.table(
  'open_occurrence',
  {
    occId: uuid('occ_id').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    day: date().notNull(),
    scheduleId: uuid('schedule_id').notNull(),
    personId: uuid('person_id').notNull(),
    openedAt: instant('opened_at').notNull(),
    /** Of its first turn. The default is for a version before this column that still runs. */
    dueAt: instant('due_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('open_occurrence_by_schedule').on(table.tenantId, table.scheduleId),
    index('open_occurrence_by_person').on(table.tenantId, table.personId, table.dueAt, table.occId),
    index('open_occurrence_by_due').on(table.tenantId, table.dueAt, table.occId),
    ...tenantPolicies('open_occurrence'),
  ],
);

/** The addresses that were asked about an open occurrence, so that a reply finds it whoever it comes from. */
export const openContact = engineSchema.table(
  'open_contact',
  {
    channel: text().notNull(),
    address: text().notNull(),
    occId: uuid('occ_id').notNull(),
    tenantId: uuid('tenant_id').notNull(),
    personId: uuid('person_id').notNull(),
    day: date().notNull(),
    openedAt: instant('opened_at').notNull(),
    /** By which the address was told to name it («DONE 2»); it stays the same as long as it is open. */
    number: smallint(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.address, table.occId] }),
    index('open_contact_by_occurrence').on(table.occId),
    ...tenantPolicies('open_contact'),
  ],
);

/** An attempt that ended badly and that nothing will try again: somebody has to look. One for each attempt. */
export const deadLetter = engineSchema.table(
  'dead_letter',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    day: date().notNull(),
    occId: uuid('occ_id').notNull(),
    seq: integer().notNull(),
    target: smallint().notNull(),
    scheduleId: uuid('schedule_id').notNull(),
    /** Whom it should have reached. */
    personId: uuid('person_id').notNull(),
    channel: text().notNull(),
    code: text(),
    reason: text(),
    at: instant('at').notNull(),
    /** `open`, `replayed`, `discarded`, or `recovered` where the message arrived after all. */
    state: text().notNull().default('open'),
    resolvedAt: instant('resolved_at'),
    actor: jsonb(),
    /** Why it was discarded, in the words of who did. */
    note: text(),
  },
  (table) => [
    uniqueIndex('dead_letter_of_attempt').on(table.day, table.occId, table.seq, table.target),
    index('dead_letter_by_tenant').on(table.tenantId, table.state, table.at, table.id),
    index('dead_letter_open').on(table.tenantId, table.code, table.at, table.id).where(sql`state = 'open'`),
    index('dead_letter_by_time').on(table.tenantId, table.at, table.id),
    ...tenantPolicies('dead_letter'),
  ],
);

/** What a tenant has chosen for all of its people; absent is the default. */
export const tenantSetting = engineSchema.table(
  'tenant_setting',
  {
    tenantId: uuid('tenant_id').primaryKey(),
    /** `active`, or `disabled`: nothing is sent, everything is recorded. */
    delivery: text().notNull().default('active'),
    /** At most so many contacts of low or medium importance for one person in an hour; null for any number. */
    throttlePerHour: smallint('throttle_per_hour'),
    /** How many messages may leave in a second, by channel. */
    rates: jsonb().notNull().default({}),
    version: integer().notNull().default(1),
  },
  () => [...tenantPolicies('tenant_setting')],
);

/** Contacts that count against a person's throttle; written only for tenants that have one. */
export const throttleEntry = engineSchema.table(
  'throttle_entry',
  {
    tenantId: uuid('tenant_id').notNull(),
    personId: uuid('person_id').notNull(),
    at: instant('at').notNull(),
    occId: uuid('occ_id').notNull(),
    seq: integer().notNull(),
    target: smallint().notNull(),
    day: date().notNull(),
    /** null: it was sent. Else it waits for this digest, an occurrence of its own. */
    digestOccId: uuid('digest_occ_id'),
    /** Nobody reads it: what a digest tells of is read when it goes out. A version before this still writes it. */
    title: text(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.personId, table.at, table.occId, table.seq, table.target] }),
    index('throttle_entry_by_digest').on(table.digestOccId),
    ...tenantPolicies('throttle_entry'),
  ],
);

/**
 * A holiday calendar that changed, until the schedules that name it have been planned anew. They are worked off in the
 * order of their ids, a chunk and `after_id` in one commit, so a crash costs one chunk.
 */
export const replanTask = engineSchema.table(
  'replan_task',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    calendarId: uuid('calendar_id').notNull(),
    afterId: uuid('after_id').notNull().default('00000000-0000-0000-0000-000000000000'),
  },
  () => [...tenantPolicies('replan_task')],
);

/** Days on which schedules that name the calendar do not fire. */
export const holidayCalendar = engineSchema.table(
  'holiday_calendar',
  {
    id: uuid().primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    name: text().notNull(),
    /** `[{date, name}]`, in the order of the dates. */
    days: jsonb().notNull(),
    version: integer().notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('holiday_calendar_by_name').on(table.tenantId, table.name),
    ...tenantPolicies('holiday_calendar'),
  ],
);
