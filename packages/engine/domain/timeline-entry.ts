import type { AttemptStatus } from '@belfry/channels';
import type { PersonId } from '@belfry/kernel/ids';
import type { FollowUp } from './decide-follow-up.ts';
import type { Actor } from './occurrence.ts';
import type { Policy } from './policy.ts';
import type { SimulationFacts } from './simulate-policy.ts';
import type { ChainTurn } from './what-comes-next.ts';

export interface TimelineTurn extends ChainTurn {
  reason: string | null;
  actor: Actor | null;
}

/** One piece of news about an attempt. */
export interface OutcomeRecord {
  seq: number;
  target: number;
  n: number;
  status: AttemptStatus;
  at: Temporal.Instant;
  providerId: string | null;
  code: string | null;
  reason: string | null;
  followUp: FollowUp | null;
}

export interface TimelineEntry {
  at: Temporal.Instant;
  type: 'attempt' | 'outcome' | 'decision' | 'action' | 'planned';
  /** Joins an attempt with its outcomes. */
  attemptId: string | null;
  personId: PersonId | null;
  personName: string | null;
  channel: string | null;
  address: string | null;
  status: string;
  reason: string | null;
  payload: Record<string, unknown> | null;
}

export interface TimelineFacts {
  chain: readonly TimelineTurn[];
  /** In the order (seq, target, n). */
  outcomes: readonly OutcomeRecord[];
  /** The version that the occurrence runs by. */
  policy: Policy | null;
  /** What would be decided from now; null where nothing can be planned any more. */
  household: Omit<SimulationFacts, 'policy'> | null;
}

export const nobody = {
  attemptId: null,
  personId: null,
  personName: null,
  channel: null,
  address: null,
  payload: null,
};
