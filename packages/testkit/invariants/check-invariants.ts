import { contactedOnce } from './contacted-once.ts';
import { endsAreTrue } from './ends-are-true.ts';
import { everythingExplained } from './everything-explained.ts';
import { gaplessChains } from './gapless-chains.ts';
import { idlePollsAreCheap } from './idle-polls-are-cheap.ts';
import type { Evidence, Finding, Invariant } from './invariant.ts';
import { nothingAfterWord } from './left-after.ts';
import { neverEarly } from './never-early.ts';
import { newsIsTrue } from './news-is-true.ts';
import { nothingAfterAnswer } from './nothing-after-answer.ts';
import { oneOccurrencePerSlot } from './one-occurrence-per-slot.ts';
import { recordedAsSent } from './recorded-as-sent.ts';
import { statusesRise } from './statuses-rise.ts';
import { unknownsSettled } from './unknowns-settled.ts';

const invariants: readonly Invariant[] = [
  oneOccurrencePerSlot,
  contactedOnce,
  nothingAfterAnswer,
  nothingAfterWord,
  everythingExplained,
  unknownsSettled,
  endsAreTrue,
  recordedAsSent,
  statusesRise,
  newsIsTrue,
  idlePollsAreCheap,
  neverEarly,
  gaplessChains,
];

export interface Judgement extends Finding {
  number: number;
  promise: string;
}

/**
 * Holds the engine's promises against what stands in the database and in the phone network's own record, whoever wrote
 * it. The witness must have been there before anything was sent. Call it when all that is due has been handled: what is
 * under way has no end yet.
 */
export async function checkInvariants(evidence: Evidence): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const { number, promise, check } of invariants) {
    judgements.push({ number, promise, ...(await check(evidence)) });
  }
  return judgements;
}

/** `3: message 12 … left`: empty when every promise holds. */
export function brokenPromises(judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ number, violations }) => violations.map((violation) => `${number}: ${violation}`));
}
