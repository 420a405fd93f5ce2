import type { Standing } from './decide-follow-up.ts';
import { NOT_SENT_AGAIN, SENT_AGAIN } from './outcome-codes.ts';
import { type ChainPlace, standingOf } from './standing.ts';

interface Outcome {
  seq: number;
  target: number;
  code: string | null;
  reason: string | null;
}

/** Why an unknown that the policy wanted sent once more was not. */
export function whyNotSentAgain(standing: Standing): string {
  const why = standing === 'answered' ? 'somebody answered' : 'the policy has gone on';
  return `This provider cannot be asked. It was not sent again: ${why}.`;
}

/**
 * An outcome as it turned out. What was to be sent once more is written down before it is; an answer that comes between
 * the two keeps it from going out, and the chain shows that.
 */
export function asItTurnedOut<Given extends Outcome>(chain: readonly ChainPlace[], outcome: Given): Given {
  const turn = chain.find(({ seq }) => seq === outcome.seq);
  if (outcome.code !== SENT_AGAIN || !turn) return outcome;
  const standing = standingOf(chain, turn, outcome.target);
  if (standing === 'here' || standing === 'retried') return outcome;
  return { ...outcome, code: NOT_SENT_AGAIN, reason: whyNotSentAgain(standing), followUp: null };
}
