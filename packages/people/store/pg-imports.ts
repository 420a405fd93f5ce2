import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { lockSpaces } from '@belfry/platform/advisory-locks';
import { plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import type { ConsentActor } from '../contract.ts';
import type { FieldChange } from '../domain/row-changes.ts';

/** Why a row of a file was not taken. */
export interface Rejection {
  /** Of the file, 1 being its header. */
  line: number;
  /** null where it is about the row as a whole. */
  column: string | null;
  message: string;
  /** The row as it stood there. */
  cells: readonly string[];
}

/** What becomes of a row whose person is there already. */
export type Existing = 'reject' | 'update';

export interface ImportCounts {
  rows: number;
  added: number;
  /** Decided; of those, `pending` are still to be made. */
  updated: number;
  /** People who are as their rows say. */
  unchanged: number;
  rejected: number;
}

export interface ImportRecord extends ImportCounts {
  id: string;
  state: 'running' | 'done' | 'failed';
  existing: Existing;
  actor: ConsentActor | null;
  isDryRun: boolean;
  /** Of the file. */
  fingerprint: string;
  /** Changes still to be made. */
  pending: number;
  /** It runs, and has not begun: other imports go first. */
  isWaiting: boolean;
  /** Of a file that could not be read, or an import that broke off. */
  problem: string | null;
  columns: string[];
  startedAt: Temporal.Instant;
  /** Real time. */
  updatedAt: Temporal.Instant;
}

/** It beats while it lives: its process has gone, or been frozen. */
const hasBrokenOff = `i.state = 'running' AND i.updated_at < clock_timestamp() - interval '1 minute'`;

const records = `SELECT i.id, i.existing, i.actor, i.is_dry_run AS "isDryRun", i.fingerprint, i.rows, i.added, i.updated,
    i.unchanged, i.rejected, c.pending, i.state = 'running' AND i.is_waiting AS "isWaiting", i.columns, i.started_at AS "startedAt", i.updated_at AS "updatedAt",
    CASE WHEN ${hasBrokenOff} THEN 'failed' WHEN c.pending > 0 THEN 'running' ELSE i.state END AS state,
    CASE WHEN ${hasBrokenOff} THEN 'It broke off, and nothing of it was kept.' ELSE i.problem END AS problem
  FROM people.import i
  CROSS JOIN LATERAL (SELECT count(*)::int AS pending FROM people.import_change WHERE import_id = i.id) c`;

/** One run of an import: where it is tried again, the earlier one has no say any more. */
export type ImportRun = Pick<ImportRecord, 'id' | 'startedAt'>;

/**
 * One import of a tenant at a time, whichever process has it: two would wait for one another's addresses. Those that wait go in
 * the order in which they began, so that of two files the newer has the last word; whoever died at work holds up nobody. Held until
 * the transaction ends.
 * @returns false where another goes first
 */
export async function takeImportTurn(tx: Tx, tenantId: TenantId, { id, startedAt }: ImportRun): Promise<boolean> {
  const { rows } = await tx.query<{ isOurs: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AND NOT EXISTS (
       SELECT FROM people.import i WHERE i.state = 'running' AND i.is_waiting AND NOT (${hasBrokenOff})
         AND (i.started_at, i.id) < ($3, $4::uuid)) AS "isOurs"`,
    [lockSpaces.imports, tenantId, startedAt.toString(), id],
  );
  return rows[0]?.isOurs === true;
}

/**
 * It waits from the beginning, until it says that it has its turn. One that failed has left nothing but its report: asked for again
 * with the same file it begins anew, and of several who ask at once one does.
 * @returns false where there is one of that id otherwise
 */
export async function beginImport(
  tx: Tx,
  begun: ImportRun &
    Pick<ImportRecord, 'existing' | 'actor' | 'isDryRun' | 'fingerprint'> & {
      tenantId: TenantId;
    },
): Promise<boolean> {
  const { id, tenantId, existing, actor, isDryRun, fingerprint, startedAt } = begun;
  const values = [id, tenantId, existing, actor, isDryRun, fingerprint, startedAt.toString()];
  const inserted = await tx.query(
    `INSERT INTO people.import (id, tenant_id, state, existing, actor, is_dry_run, fingerprint, started_at, is_waiting)
     VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, true) ON CONFLICT DO NOTHING`,
    values,
  );
  if (inserted.rowCount === 1) return true;
  const begunAnew = await tx.query(
    `UPDATE people.import i SET state = 'running', actor = $4, rows = 0, added = 0, updated = 0, unchanged = 0, rejected = 0,
       problem = NULL, columns = '[]', started_at = $7, updated_at = clock_timestamp(), is_waiting = true
     WHERE id = $1 AND tenant_id = $2 AND existing = $3 AND is_dry_run = $5 AND fingerprint = $6
       AND (state = 'failed' OR ${hasBrokenOff})`,
    values,
  );
  if (begunAnew.rowCount !== 1) return false;
  await dropRejections(tx, id);
  return true;
}

/**
 * How far it has come, or how it ended; what has ended stays as it is. In the transaction that adds the people this decides,
 * of two runs of which one had only fallen silent, whose are kept.
 * @returns false where this run has no say any more
 */
export async function noteImport(
  tx: Tx,
  { id, startedAt }: ImportRun,
  note: ImportCounts & Pick<ImportRecord, 'state' | 'problem' | 'columns'>,
): Promise<boolean> {
  const { state, rows, added, updated, unchanged, rejected, problem, columns } = note;
  const { rowCount } = await tx.query(
    `UPDATE people.import SET state = $3, rows = $4, added = $5, updated = $6, unchanged = $7, rejected = $8, problem = $9,
       columns = $10, is_waiting = false, updated_at = clock_timestamp() WHERE id = $1 AND started_at = $2 AND state = 'running'`,
    [id, startedAt.toString(), state, rows, added, updated, unchanged, rejected, problem, JSON.stringify(columns)],
  );
  return rowCount === 1;
}

/** It is still at work, or waits, though it may have nothing to say. */
export async function noteLife(tx: Tx, { id, startedAt }: ImportRun, isWaiting: boolean): Promise<void> {
  await tx.query(
    `UPDATE people.import SET updated_at = clock_timestamp(), is_waiting = $3
     WHERE id = $1 AND started_at = $2 AND state = 'running'`,
    [id, startedAt.toString(), isWaiting],
  );
}

export async function readImport(tx: Tx, id: string): Promise<ImportRecord | null> {
  const { rows } = await tx.query<ImportRecord>(`${records} WHERE i.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Newest first; one more than asked for where there are more. */
export async function listImports(
  tx: Tx,
  { limit, after }: { limit: number; after: { startedAt: string; id: string } | undefined },
): Promise<ImportRecord[]> {
  const { rows } = await tx.query<ImportRecord>(
    `${records} WHERE $1::timestamptz IS NULL OR (i.started_at, i.id) < ($1, $2::uuid)
     ORDER BY i.started_at DESC, i.id DESC LIMIT $3`,
    [after?.startedAt, after?.id, limit + 1],
  );
  return rows;
}

export async function insertRejections(
  tx: Tx,
  tenantId: TenantId,
  importId: string,
  rejections: readonly Rejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  await tx.query(
    `INSERT INTO people.import_rejection (tenant_id, import_id, line, "column", message, cells)
     SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::text[], $6::jsonb[])`,
    [
      tenantId,
      importId,
      plainArray(rejections.map(({ line }) => line)),
      textArray(rejections.map(({ column }) => column)),
      textArray(rejections.map(({ message }) => message)),
      textArray(rejections.map(({ cells }) => JSON.stringify(cells))),
    ],
  );
}

/** Of rows that are read once more. */
export async function dropRejections(tx: Tx, importId: string, fromLine = 0): Promise<void> {
  await tx.query('DELETE FROM people.import_rejection WHERE import_id = $1 AND line >= $2', [importId, fromLine]);
}

export async function readRejections(
  tx: Tx,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<Rejection[]> {
  const { rows } = await tx.query<Rejection>(
    `SELECT line, "column", message, cells FROM people.import_rejection
     WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3`,
    [importId, after, limit],
  );
  return rows;
}

/** A row that changes somebody who is there already. */
export interface ImportChange {
  line: number;
  personId: PersonId;
  cells: readonly string[];
  /** null: an earlier version decided it, and compared the row with the person when it made it. */
  changes: readonly FieldChange[] | null;
}

export async function insertChanges(
  tx: Tx,
  tenantId: TenantId,
  importId: string,
  changes: readonly ImportChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO people.import_change (tenant_id, import_id, line, person_id, cells, changes)
     SELECT $1, $2, * FROM unnest($3::int[], $4::uuid[], $5::jsonb[], $6::jsonb[])`,
    [
      tenantId,
      importId,
      plainArray(changes.map(({ line }) => line)),
      uuidArray(changes.map(({ personId }) => personId)),
      textArray(changes.map(({ cells }) => JSON.stringify(cells))),
      textArray(changes.map((one) => JSON.stringify(one.changes))),
    ],
  );
}

/** How many changes of a tenant's imports are still to be made; in a statement after its turn, they do not become more. */
export async function countChanges(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM people.import_change');
  return rows[0]?.count ?? 0;
}

/** Whom they are about. */
export async function readWhoIsToChange(tx: Tx): Promise<Set<PersonId>> {
  const { rows } = await tx.query<{ id: PersonId }>('SELECT person_id AS id FROM people.import_change');
  return new Set(rows.map(({ id }) => id));
}

/** Imports with changes that are still to be made, oldest first. */
export async function importsToFinish(pool: pg.Pool): Promise<{ id: string; tenantId: TenantId }[]> {
  const { rows } = await pool.query<{ id: string; tenantId: TenantId }>(
    `SELECT id, tenant_id AS "tenantId" FROM people.import i
     WHERE state = 'done' AND EXISTS (SELECT FROM people.import_change WHERE import_id = i.id) ORDER BY started_at`,
  );
  return rows;
}

/** The first behind `after` that nobody is at, held until the transaction ends; or null. */
export async function holdChange(tx: Tx, importId: string, after: number): Promise<ImportChange | null> {
  const { rows } = await tx.query<ImportChange>(
    `SELECT line, person_id AS "personId", cells, changes FROM people.import_change
     WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [importId, after],
  );
  return rows[0] ?? null;
}

/** It has been made, or cannot be. @returns false where somebody else was quicker */
export async function dropChange(tx: Tx, importId: string, line: number): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM people.import_change WHERE import_id = $1 AND line = $2', [
    importId,
    line,
  ]);
  return rowCount === 1;
}

export async function rejectChange(tx: Tx, tenantId: TenantId, importId: string, rejection: Rejection): Promise<void> {
  if (!(await dropChange(tx, importId, rejection.line))) return;
  await insertRejections(tx, tenantId, importId, [rejection]);
  await tx.query('UPDATE people.import SET updated = updated - 1, rejected = rejected + 1 WHERE id = $1', [importId]);
}

/** Reports of imports that are older than that, and have nothing more to do. */
export async function forgetImports(tx: Pick<Tx, 'query'>, before: Temporal.Instant): Promise<void> {
  await tx.query(
    `WITH over AS (
       SELECT id FROM people.import i
       WHERE started_at < $1 AND NOT EXISTS (SELECT FROM people.import_change WHERE import_id = i.id)
     ), rejections AS (DELETE FROM people.import_rejection WHERE import_id IN (SELECT id FROM over))
     DELETE FROM people.import WHERE id IN (SELECT id FROM over)`,
    [before.toString()],
  );
}
