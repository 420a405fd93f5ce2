import type { AttemptStatus } from '@belfry/channels';
import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { FollowUp } from '../domain/decide-follow-up.ts';
import type { OccId } from '../domain/occurrence-id.ts';

/** One attempt: a target of a turn. */
export interface AttemptKey {
  day: string;
  occId: OccId;
  seq: number;
  target: number;
}

export interface NewOutcome extends AttemptKey {
  tenantId: TenantId;
  status: AttemptStatus;
  at: Temporal.Instant;
  providerId: string | null;
  /** Stable word for programs; see docs of the code that sets it. */
  code: string | null;
  reason: string | null;
  /** What follows, by a turn of the chain; absent for nothing. */
  followUp?: FollowUp | null;
}

export interface LastOutcome {
  n: number;
  status: AttemptStatus;
  providerId: string | null;
  code: string | null;
  followUp: FollowUp | null;
}

/** The newest outcome of an attempt, or null while its call is under way or its end is not known. */
export async function lastOutcome(tx: Tx, key: AttemptKey): Promise<LastOutcome | null> {
  const { rows } = await tx.query<{
    n: number;
    status: AttemptStatus;
    provider_id: string | null;
    code: string | null;
    follow_up: FollowUp['kind'] | null;
    follow_up_at: Temporal.Instant | null;
  }>(
    `SELECT n, status, code, follow_up, follow_up_at,
       (SELECT provider_id FROM engine.outcome WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4
          AND provider_id IS NOT NULL ORDER BY n DESC LIMIT 1) AS provider_id
     FROM engine.outcome WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4 ORDER BY n DESC LIMIT 1`,
    [key.day, key.occId, key.seq, key.target],
  );
  const row = rows[0];
  if (!row) return null;
  const followUp = row.follow_up && row.follow_up_at && { kind: row.follow_up, at: row.follow_up_at };
  return { n: row.n, status: row.status, providerId: row.provider_id, code: row.code, followUp };
}

/** Appends the outcome as number `n`; false when somebody else wrote that number first. */
export async function insertOutcome(tx: Tx, outcome: NewOutcome, n: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at, provider_id, code, reason,
       follow_up, follow_up_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
    [
      outcome.day,
      outcome.occId,
      outcome.seq,
      outcome.target,
      n,
      outcome.tenantId,
      outcome.status,
      outcome.at.toString(),
      outcome.providerId,
      outcome.code,
      outcome.reason,
      outcome.followUp?.kind ?? null,
      outcome.followUp?.at.toString() ?? null,
    ],
  );
  return rowCount === 1;
}

/** How the tries of one target before `seq` ended, by their place in the chain: status and code of each newest outcome. */
export async function endsOfEarlierTries(
  tx: Tx,
  key: AttemptKey,
): Promise<Map<number, { status: AttemptStatus; code: string | null }>> {
  const { rows } = await tx.query<{ seq: number; status: AttemptStatus; code: string | null }>(
    `SELECT DISTINCT ON (seq) seq, status, code FROM engine.outcome
     WHERE day = $1 AND occ_id = $2 AND seq < $3 AND target = $4 ORDER BY seq, n DESC`,
    [key.day, key.occId, key.seq, key.target],
  );
  return new Map(rows.map(({ seq, status, code }) => [seq, { status, code }]));
}
