import type { TenantId } from '@belfry/kernel/ids';
import { plainArray, textArray } from '@belfry/platform/array-literals';
import type { Tx } from '@belfry/platform/database';

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

export interface ImportRecord {
  id: string;
  state: 'running' | 'done' | 'failed';
  isDryRun: boolean;
  /** Of the file. */
  fingerprint: string;
  rows: number;
  added: number;
  rejected: number;
  /** Of a file that could not be read, or an import that broke off. */
  problem: string | null;
  columns: string[];
  startedAt: Temporal.Instant;
  /** Real time. */
  updatedAt: Temporal.Instant;
}

const columns = `id, CASE WHEN state = 'running' AND updated_at < clock_timestamp() - interval '1 minute' THEN 'failed' ELSE state END
    AS state, is_dry_run AS "isDryRun", fingerprint, rows, added, rejected,
  CASE WHEN state = 'running' AND updated_at < clock_timestamp() - interval '1 minute'
    THEN 'It broke off, and nothing of it was kept.' ELSE problem END AS problem,
  columns, started_at AS "startedAt", updated_at AS "updatedAt"`;

/** @returns false where there is one of that id already */
export async function insertImport(
  tx: Tx,
  begun: Pick<ImportRecord, 'id' | 'isDryRun' | 'fingerprint' | 'startedAt'> & { tenantId: TenantId },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO people.import (id, tenant_id, state, is_dry_run, fingerprint, started_at)
     VALUES ($1, $2, 'running', $3, $4, $5) ON CONFLICT DO NOTHING`,
    [begun.id, begun.tenantId, begun.isDryRun, begun.fingerprint, begun.startedAt.toString()],
  );
  return rowCount === 1;
}

export async function noteImport(
  tx: Tx,
  id: string,
  {
    state,
    rows,
    added,
    rejected,
    problem,
    columns: names,
  }: Omit<ImportRecord, 'id' | 'isDryRun' | 'fingerprint' | 'startedAt' | 'updatedAt'>,
): Promise<void> {
  await tx.query(
    `UPDATE people.import SET state = $2, rows = $3, added = $4, rejected = $5, problem = $6, columns = $7,
       updated_at = clock_timestamp() WHERE id = $1`,
    [id, state, rows, added, rejected, problem, JSON.stringify(names)],
  );
}

export async function readImport(tx: Tx, id: string): Promise<ImportRecord | null> {
  const { rows } = await tx.query<ImportRecord>(`SELECT ${columns} FROM people.import WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** Newest first. */
export async function listImports(tx: Tx, limit: number): Promise<ImportRecord[]> {
  const { rows } = await tx.query<ImportRecord>(
    `SELECT ${columns} FROM people.import ORDER BY started_at DESC, id DESC LIMIT $1`,
    [limit],
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

/** Reports of imports that are older than that. */
export async function forgetImports(tx: Pick<Tx, 'query'>, before: Temporal.Instant): Promise<void> {
  await tx.query(
    'DELETE FROM people.import_rejection WHERE import_id IN (SELECT id FROM people.import WHERE started_at < $1)',
    [before.toString()],
  );
  await tx.query('DELETE FROM people.import WHERE started_at < $1', [before.toString()]);
}
