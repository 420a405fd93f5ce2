import type pg from 'pg';
import type { Tx } from '../database.ts';

/** An answer that was given, as it is in the table. */
export interface IdempotencyRecord {
  fingerprint: string;
  status: number;
  /** Null where the answer had none. */
  body: unknown;
}

interface Claim {
  tenantId: string;
  key: string;
  fingerprint: string;
}

/**
 * Takes the key for this transaction, or answers with the record of whoever had it before.
 *
 * Locks the key's row until the transaction ends: another claim of the same key waits in here, on the unique index,
 * and goes on with what the first left behind (its record, or nothing if it rolled back). A record older than 24 hours
 * of the database's real time counts as absent and is taken over.
 */
export async function claimIdempotencyKey(
  tx: Tx,
  { tenantId, key, fingerprint }: Claim,
): Promise<IdempotencyRecord | null> {
  const claimed = await tx.query(
    `INSERT INTO platform.idempotency_key AS known (tenant_id, key, fingerprint, created_at)
     VALUES ($1, $2, $3, now())
     ON CONFLICT (tenant_id, key) DO UPDATE
       SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, created_at = excluded.created_at
       WHERE known.created_at < now() - interval '24 hours'`,
    [tenantId, key, fingerprint],
  );
  if (claimed.rowCount === 1) return null;
  const { rows } = await tx.query<IdempotencyRecord>(
    'SELECT fingerprint, status, body FROM platform.idempotency_key WHERE tenant_id = $1 AND key = $2',
    [tenantId, key],
  );
  const [record] = rows;
  // The statement above has locked the row, so nothing can have removed it since.
  if (!record) throw new Error('The idempotency key is neither free nor taken.');
  return record;
}

/** Completes the claim of the same transaction. */
export async function recordAnswer(
  tx: Tx,
  { tenantId, key, status, body }: { tenantId: string; key: string; status: number; body: unknown },
): Promise<void> {
  await tx.query('UPDATE platform.idempotency_key SET status = $3, body = $4 WHERE tenant_id = $1 AND key = $2', [
    tenantId,
    key,
    status,
    body === undefined ? null : JSON.stringify(body),
  ]);
}

/** Gives up the key of a request that came to nothing; one that another request has taken since stays. */
export async function releaseIdempotencyKey(tx: Tx, { tenantId, key, fingerprint }: Claim): Promise<void> {
  await tx.query('DELETE FROM platform.idempotency_key WHERE tenant_id = $1 AND key = $2 AND fingerprint = $3', [
    tenantId,
    key,
    fingerprint,
  ]);
}

/**
 * Deletes what counts as absent already, for all tenants, so it takes a pool of the engine's role. To be called every
 * few minutes, by any number of processes. Each batch commits by itself. Waits for a claim that is just taking such a record
 * over, and then leaves it; and for another purge, which then has less to do or nothing, for the other one goes on.
 * @returns how many were deleted
 */
export async function purgeIdempotencyKeys(enginePool: pg.Pool, batchSize = 10_000): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await enginePool.query(
      `DELETE FROM platform.idempotency_key
       WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM platform.idempotency_key WHERE created_at < now() - interval '24 hours' LIMIT $1))
         AND created_at < now() - interval '24 hours'`,
      [batchSize],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batchSize) return deleted;
  }
}
