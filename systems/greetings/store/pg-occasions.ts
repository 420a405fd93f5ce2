import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { isLockTimeout } from '@belfry/platform/about-the-data';
import { lockSpaces } from '@belfry/platform/advisory-locks';
import { plainArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Greeted, Occasions } from '../domain/greetings-of.ts';
import { type Kind, usualKinds } from '../domain/kind.ts';
import { nothingOwn, type OwnSettings, type Settings, usualSettings } from '../domain/settings.ts';

/**
 * What holds for all of a tenant's people stays as it is until the transaction ends. Whoever plans somebody's greetings by it
 * takes this first, so that a change either is seen or comes after, and then goes through everybody.
 */
export async function holdOccasions(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1, hashtext($2))', [lockSpaces.occasions, tenantId]);
}

/**
 * Nobody else plans these people's greetings until the transaction ends: read what they are planned by afterwards. In one
 * order, so that overlapping batches cannot deadlock.
 */
export async function holdPeople(tx: Tx, ids: readonly PersonId[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock($1, key) FROM (
       SELECT DISTINCT hashtext(id) AS key FROM unnest($2::text[]) AS id ORDER BY key) AS k`,
    [lockSpaces.greetedPeople, plainArray(ids)],
  );
}

/**
 * Nobody plans by it until the transaction ends. Whoever comes to plan by it queues behind this, and a file that is being added
 * holds it to its end: so it is waited for a few times for a moment, and between them the others get through.
 * @throws AppError `greetings.people-being-added` (503)
 */
export async function lockOccasions(tx: Tx, tenantId: TenantId): Promise<void> {
  for (let tries = 1; !(await lockWithin(tx, tenantId)); tries++) {
    if (tries === mostTries) throw peopleBeingAdded();
    await delay(pauseMs);
  }
}

const mostTries = 3;
const patience = '2s';
const pauseMs = 250;

async function lockWithin(tx: Tx, tenantId: TenantId): Promise<boolean> {
  await tx.query(`SAVEPOINT occasions; SET LOCAL lock_timeout = '${patience}'`);
  try {
    await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockSpaces.occasions, tenantId]);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT occasions');
    return false;
  }
  await tx.query('SET LOCAL lock_timeout TO DEFAULT; RELEASE SAVEPOINT occasions');
  return true;
}

function peopleBeingAdded(): AppError {
  const message = 'Many people are being added just now, from a file most likely, and greeted by what holds.';
  const code = 'greetings.people-being-added';
  return new AppError({ code, kind: 'unavailable', message: `${message} Try again once they have been.` });
}

export interface StoredSettings extends Settings {
  /** 0 where nothing has been said. */
  version: number;
}

export const settingColumns = `is_enabled AS "isEnabled", send_time AS "sendTime", leap_day AS "leapDay",
  late_limit AS "lateLimit", on_unknown AS "onUnknown", version`;

export async function readSettings(tx: Tx, tenantId: TenantId): Promise<StoredSettings> {
  const { rows } = await tx.query<StoredSettings>(
    `SELECT ${settingColumns} FROM greetings.setting WHERE tenant_id = $1`,
    [tenantId],
  );
  return rows[0] ?? { ...usualSettings, version: 0 };
}

export async function saveSettings(tx: Tx, tenantId: TenantId, settings: Settings): Promise<StoredSettings> {
  const { isEnabled, sendTime, leapDay, lateLimit, onUnknown } = settings;
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO greetings.setting (tenant_id, is_enabled, send_time, leap_day, late_limit, on_unknown)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id) DO UPDATE SET is_enabled = $2, send_time = $3, leap_day = $4, late_limit = $5, on_unknown = $6,
       version = greetings.setting.version + 1 RETURNING version`,
    [tenantId, isEnabled, sendTime, leapDay, lateLimit, onUnknown],
  );
  return { ...settings, version: rows[0]?.version ?? 1 };
}

export interface StoredKind extends Kind {
  isRemoved: boolean;
  /** 0 of a usual one that nobody has edited. */
  version: number;
}

export const kindColumns = `name, title, field, recurrence, is_enabled AS "isEnabled", send_time AS "sendTime", version,
  removed_at IS NOT NULL AS "isRemoved"`;

/**
 * All of a tenant's, removed ones too: first the usual ones, as they are until they are edited, then the others as they were
 * added. Each keeps its place.
 */
export async function readKinds(tx: Tx, tenantId: TenantId): Promise<StoredKind[]> {
  const { rows } = await tx.query<StoredKind>(
    `SELECT ${kindColumns} FROM greetings.kind WHERE tenant_id = $1 ORDER BY created_at, name`,
    [tenantId],
  );
  return withUsual(rows);
}

/** @param stored in the order in which they were added */
export function withUsual(stored: readonly StoredKind[]): StoredKind[] {
  const usual = usualKinds.map(
    (kind) => stored.find(({ name }) => name === kind.name) ?? { ...kind, isRemoved: false, version: 0 },
  );
  return [...usual, ...stored.filter(({ name }) => !usual.some((kind) => kind.name === name))];
}

/** Adds it, replaces it, or brings back one of that name that was taken away. */
export async function saveKind(tx: Tx, tenantId: TenantId, kind: Kind, now: Temporal.Instant): Promise<StoredKind> {
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO greetings.kind (tenant_id, name, title, field, recurrence, is_enabled, send_time, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (tenant_id, name) DO UPDATE SET title = $3, field = $4, recurrence = $5, is_enabled = $6, send_time = $7,
       removed_at = NULL, version = greetings.kind.version + 1 RETURNING version`,
    [tenantId, kind.name, kind.title, kind.field, kind.recurrence, kind.isEnabled, kind.sendTime, now.toString()],
  );
  return { ...kind, isRemoved: false, version: rows[0]?.version ?? 1 };
}

export async function removeKind(tx: Tx, tenantId: TenantId, name: string, now: Temporal.Instant): Promise<void> {
  await tx.query(
    'UPDATE greetings.kind SET removed_at = $3, version = version + 1 WHERE tenant_id = $1 AND name = $2',
    [tenantId, name, now.toString()],
  );
}

export async function readOccasions(tx: Tx, tenantId: TenantId): Promise<Occasions> {
  return { tenantId, settings: await readSettings(tx, tenantId), kinds: await readKinds(tx, tenantId) };
}

export interface StoredOwnSettings extends OwnSettings {
  /** 0 where nothing has been said. */
  version: number;
}

interface StoredGreeted extends Greeted {
  own: StoredOwnSettings;
}

interface GreetedRow extends Omit<Greeted, 'own'> {
  sendTime: string | null;
  leapDay: Greeted['own']['leapDay'];
  isMuted: boolean | null;
  version: number | null;
}

const greetedColumns = `p.id, p.birth_date AS "birthDate", p.anniversary_date AS "anniversaryDate", p.dates,
  p.deleted_at IS NOT NULL AS "isDeleted", s.send_time AS "sendTime", s.leap_day AS "leapDay", s.is_muted AS "isMuted",
  s.version`;

/** Removed ones too. Each is looked up by its key, whatever the statistics say (docs/decisions/0050). */
export async function readGreeted(tx: Tx, ids: readonly PersonId[]): Promise<StoredGreeted[]> {
  const { rows } = await tx.query<GreetedRow>(
    `SELECT ${greetedColumns} FROM unnest($1::uuid[]) AS i (id)
     CROSS JOIN LATERAL (SELECT * FROM people.profile WHERE id = i.id OFFSET 0) p
     LEFT JOIN LATERAL (SELECT * FROM greetings.person_setting WHERE person_id = i.id OFFSET 0) s ON true`,
    [uuidArray(ids)],
  );
  return rows.map(toGreeted);
}

/** In the order in which people were created; PostgreSQL's own text, for it may be -infinity. */
export interface PlaceAmongPeople {
  at: string;
  id: string;
}

/** The next people of a tenant, removed ones too; `last` is the place of the last of them where there may be more. */
export async function pageOfPeople(
  tx: Tx,
  { tenantId, after, limit }: { tenantId: TenantId; after: PlaceAmongPeople; limit: number },
): Promise<{ ids: PersonId[]; last: PlaceAmongPeople | null }> {
  const { rows } = await tx.query<{ id: PersonId; at: string }>(
    `SELECT id, created_at::text AS at FROM people.profile
     WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4`,
    [tenantId, after.at, after.id, limit],
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { ids: rows.map(({ id }) => id), last: last ? { at: last.at, id: last.id } : null };
}

function toGreeted({ sendTime, leapDay, isMuted, version, ...row }: GreetedRow): StoredGreeted {
  return { ...row, own: { ...nothingOwn, sendTime, leapDay, isMuted: isMuted ?? false, version: version ?? 0 } };
}

export async function saveOwnSettings(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
  own: OwnSettings,
): Promise<StoredOwnSettings> {
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO greetings.person_setting (person_id, tenant_id, send_time, leap_day, is_muted) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id) DO UPDATE SET send_time = $3, leap_day = $4, is_muted = $5,
       version = greetings.person_setting.version + 1 RETURNING version`,
    [personId, tenantId, own.sendTime, own.leapDay, own.isMuted],
  );
  return { ...own, version: rows[0]?.version ?? 1 };
}
