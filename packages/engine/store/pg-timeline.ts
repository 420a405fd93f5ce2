import type { AttemptStatus } from '@belfry/channels';
import type { PersonId } from '@belfry/kernel/ids';
import { readPersonNames } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';
import type { Policy } from '../domain/policy.ts';
import { readChain, type TurnRecord } from './pg-turns.ts';

export interface OutcomeRecord {
  seq: number;
  target: number;
  n: number;
  status: AttemptStatus;
  at: Temporal.Instant;
  providerId: string | null;
  code: string | null;
  reason: string | null;
}

export interface TimelineRecords {
  chain: TurnRecord[];
  outcomes: OutcomeRecord[];
  policy: Policy | null;
  names: Map<PersonId, string>;
}

/** An occurrence's trace: its turns and outcomes in the order (seq, target, n), and the policy version it runs by. */
export async function readTimeline(tx: Tx, key: { day: string; occId: OccId }): Promise<TimelineRecords> {
  const chain = await readChain(tx, key);
  const outcomes = await tx.query<OutcomeRecord>(
    `SELECT seq, target, n, status, at, provider_id AS "providerId", code, reason FROM engine.outcome
     WHERE day = $1 AND occ_id = $2 ORDER BY seq, target, n`,
    [key.day, key.occId],
  );
  const [first] = chain;
  const policies = await tx.query<{ definition: Policy }>(
    'SELECT definition FROM engine.policy_version WHERE policy_id = $1 AND version = $2',
    [first?.policyId ?? null, first?.policyVersion ?? null],
  );
  const policy = policies.rows[0]?.definition ?? null;
  return { chain, outcomes: outcomes.rows, policy, names: await readPersonNames(tx, peopleOf(first, policy)) };
}

function peopleOf(first: TurnRecord | undefined, policy: Policy | null): PersonId[] {
  const named = policy?.steps.flatMap((step) => step.targets.map(({ person }) => person)) ?? [];
  const ids = named.filter((person) => person !== 'self') as PersonId[];
  return first ? [first.personId, ...ids] : ids;
}
