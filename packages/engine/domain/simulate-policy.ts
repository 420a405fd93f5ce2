import { decideTurn } from './decide-turn/decide-turn.ts';
import {
  type ContactAgain,
  type Head,
  headBehind,
  type TurnContext,
  type TurnDecision,
} from './decide-turn/turn-context.ts';
import type { Recipient } from './resolve-targets.ts';
import { isSameStep } from './standing.ts';
import { countSent } from './throttle.ts';

/** What does not change while nobody answers. */
export type SimulationFacts = Omit<TurnContext, 'now' | 'wakeup' | 'head'>;

export interface SimulationStart {
  /** null for what has not fired. */
  head: Head | null;
  wakeup: TurnContext['wakeup'];
}

export interface SimulatedTurn {
  at: Temporal.Instant;
  decision: TurnDecision;
}

export interface Simulation {
  turns: SimulatedTurn[];
  /** Whether it came to an end, or was cut off. */
  isComplete: boolean;
}

/** More turns than anybody reads. */
const mostTurns = 500;

/**
 * What happens if nobody answers and every contact goes out: the engine's own decisions, taken one after another as
 * time would bring them. It cannot tell anything else than what the engine will do with the same facts.
 */
export function simulatePolicy(facts: SimulationFacts, start: SimulationStart): Simulation {
  const turns: SimulatedTurn[] = [];
  const tally = new Map(facts.throttle?.tally);
  const throttle = facts.throttle && { ...facts.throttle, tally };
  let { head } = start;
  let next: TurnDecision['next'] = start.wakeup;
  while (next && turns.length < mostTurns) {
    const at: Temporal.Instant = next.dueAt;
    const decision: TurnDecision = decideTurn({ ...facts, throttle, head, wakeup: next, now: at });
    turns.push({ at, decision });
    countSent(tally, decision.throttled, at);
    head = headBehind(decision, followUpsBehind(head, decision, at), hasReached(facts.self, head, decision));
    next = decision.next;
  }
  return { turns, isComplete: next === null };
}

/** In the round of this turn, by it or by one before: what leaves is taken to arrive. */
function hasReached(self: Recipient, before: Head | null, { round, contacts }: TurnDecision): boolean {
  const reachesSelf = contacts.some(({ personId, address }) => personId === self.id && address !== null);
  return reachesSelf || (before?.round === round && before.hasReachedSelf);
}

/** What this turn held back, and what of its step was to be made again later still. */
function followUpsBehind(before: Head | null, decision: TurnDecision, at: Temporal.Instant): ContactAgain[] {
  const held = decision.contacts.flatMap((contact): ContactAgain[] =>
    contact.problem?.until ? [{ contact, kind: 'retry', at: Temporal.Instant.from(contact.problem.until) }] : [],
  );
  if (decision.kind !== 'retry' || !before || !isSameStep(before, decision)) return held;
  return [...before.followUps.filter((followUp) => Temporal.Instant.compare(followUp.at, at) > 0), ...held];
}
