import type { AttemptStatus } from '@belfry/channels';
import type { TenantId } from '@belfry/kernel/ids';
import { dayArray, plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type pg from 'pg';
import { attemptId } from '../../domain/attempt-payload.ts';
import type { FollowUp } from '../../domain/decide-follow-up.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import type { ChainOutcome } from '../../domain/owed-contacts.ts';
import { type FollowUpRow, followUpColumn, readFollowUp, reserveText } from './pg-follow-up.ts';

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
    follow_up: FollowUpRow;
  }>(
    `SELECT n, status, code, ${followUpColumn} AS follow_up,
       (SELECT provider_id FROM engine.outcome WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4
          AND provider_id IS NOT NULL ORDER BY n DESC LIMIT 1) AS provider_id
     FROM engine.outcome o WHERE day = $1 AND occ_id = $2 AND seq = $3 AND target = $4 ORDER BY n DESC LIMIT 1`,
    [key.day, key.occId, key.seq, key.target],
  );
  const row = rows[0];
  if (!row) return null;
  const { n, status, code, provider_id: providerId, follow_up } = row;
  return { n, status, providerId, code, followUp: readFollowUp(follow_up) };
}

/** Appends the outcome as number `n`; false when somebody else wrote that number first. */
export async function insertOutcome(tx: Tx, outcome: NewOutcome, n: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at, provider_id, code, reason,
       follow_up, follow_up_at, follow_up_reserve)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
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
      outcome.followUp ? reserveText(outcome.followUp) : null,
    ],
  );
  return rowCount === 1;
}

/**
 * The first outcomes of many attempts, in one statement and commit. In key order; locks nothing that others wait for.
 * @returns how many of them are the first ones indeed: of the others something is known already
 */
export async function insertFirstOutcomes(
  pool: Pick<pg.Pool, 'query'>,
  outcomes: readonly Omit<NewOutcome, 'at' | 'followUp'>[],
  at: Temporal.Instant,
): Promise<number> {
  const { rowCount } = await pool.query(
    `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at, provider_id, code, reason)
     SELECT day, occ_id, seq, target, 0, tenant_id, status, $10, provider_id, code, reason
     FROM unnest($1::date[], $2::uuid[], $3::int[], $4::smallint[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])
       AS g (day, occ_id, seq, target, tenant_id, status, provider_id, code, reason)
     ORDER BY day, occ_id, seq, target ON CONFLICT DO NOTHING`,
    [
      dayArray(outcomes.map((o) => o.day)),
      uuidArray(outcomes.map((o) => o.occId)),
      plainArray(outcomes.map((o) => o.seq)),
      plainArray(outcomes.map((o) => o.target)),
      uuidArray(outcomes.map((o) => o.tenantId)),
      plainArray(outcomes.map((o) => o.status)),
      textArray(outcomes.map((o) => o.providerId)),
      textArray(outcomes.map((o) => o.code)),
      textArray(outcomes.map((o) => o.reason)),
      at.toString(),
    ],
  );
  return rowCount ?? 0;
}

/**
 * The same for outcomes from which something follows, in the transaction that writes that too.
 * @returns the keys (`attemptId`) of those that are the first ones indeed
 */
export async function insertFirstFailures(tx: Tx, failures: readonly NewOutcome[]): Promise<Set<string>> {
  if (failures.length === 0) return new Set();
  const { rows } = await tx.query<AttemptKey>(
    `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at, provider_id, code, reason,
       follow_up, follow_up_at, follow_up_reserve)
     SELECT day, occ_id, seq, target, 0, tenant_id, status, at, provider_id, code, reason,
       follow_up, follow_up_at, follow_up_reserve
     FROM jsonb_to_recordset($1::jsonb) AS o (day date, occ_id uuid, seq int, target smallint, tenant_id uuid,
       status text, at timestamptz, provider_id text, code text, reason text,
       follow_up text, follow_up_at timestamptz, follow_up_reserve jsonb)
     ORDER BY day, occ_id, seq, target
     ON CONFLICT DO NOTHING RETURNING day, occ_id AS "occId", seq, target`,
    [JSON.stringify(failures.map(failureRow))],
  );
  return new Set(rows.map(attemptId));
}

function failureRow({ occId, tenantId, providerId, at, followUp, ...rest }: NewOutcome): Record<string, unknown> {
  const follows = followUp && {
    follow_up: followUp.kind,
    follow_up_at: followUp.at.toString(),
    follow_up_reserve: followUp.reserve?.length ? followUp.reserve : null,
  };
  return { ...rest, occ_id: occId, tenant_id: tenantId, provider_id: providerId, at: at.toString(), ...follows };
}

/** How the attempts of chains ended before a place of each: the newest outcome of each, in the order of the record. By `turnKey`. */
export async function endsBeforeEach(
  tx: Tx,
  keys: readonly Omit<AttemptKey, 'target'>[],
): Promise<Map<string, ChainOutcome[]>> {
  const later = keys.filter(({ seq }) => seq > 0);
  if (later.length === 0) return new Map();
  const { rows } = await tx.query<ChainOutcomeRow & { key: string }>(
    `SELECT k.occ_id || ' ' || k.seq AS key, e.seq, e.target, e.status, e.code, e.at, e."followUp"
     FROM unnest($1::date[], $2::uuid[], $3::int[]) AS k (day, occ_id, seq) CROSS JOIN LATERAL (
       SELECT DISTINCT ON (seq, target) seq, target, status, code, at, ${followUpColumn} AS "followUp"
       FROM engine.outcome o WHERE day = k.day AND occ_id = k.occ_id AND seq < k.seq ORDER BY seq, target, n DESC OFFSET 0
     ) e ORDER BY e.seq, e.target`,
    [
      dayArray(later.map(({ day }) => day)),
      uuidArray(later.map(({ occId }) => occId)),
      plainArray(later.map(({ seq }) => seq)),
    ],
  );
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return new Map([...byKey].map(([key, ends]) => [key, ends.map(({ key: _, ...end }) => readChainOutcome(end))]));
}

type ChainOutcomeRow = Omit<ChainOutcome, 'followUp'> & { followUp: FollowUpRow };

function readChainOutcome({ followUp, ...outcome }: ChainOutcomeRow): ChainOutcome {
  return { ...outcome, followUp: readFollowUp(followUp) };
}
