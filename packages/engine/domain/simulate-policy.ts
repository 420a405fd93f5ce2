import { decideTurn } from './decide-turn/decide-turn.ts';
import { headBehind, type TurnContext, type TurnDecision } from './decide-turn/turn-context.ts';
import { hasReached } from './has-reached.ts';
import { type ChainOutcome, owedContacts } from './owed-contacts.ts';
import { countSent } from './throttle.ts';
import type { ChainTurn } from './what-comes-next.ts';

/** What does not change while nobody answers. */
export type SimulationFacts = Omit<TurnContext, 'now' | 'wakeup' | 'head'>;

export interface SimulationStart {
  /** What has happened; empty for what has not fired. */
  chain: readonly ChainTurn[];
  /** In the order of the record. */
  outcomes: readonly ChainOutcome[];
  wakeup: TurnContext['wakeup'];
}

export interface SimulatedTurn {
  at: Temporal.Instant;
  /** As it would stand in the chain. */
  turn: ChainTurn;
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
  const chain = [...start.chain];
  const outcomes = [...start.outcomes];
  const tally = new Map(facts.throttle?.tally);
  const throttle = facts.throttle && { ...facts.throttle, tally };
  let next: TurnDecision['next'] = start.wakeup;
  while (next && turns.length < mostTurns) {
    const at: Temporal.Instant = next.dueAt;
    const last = chain.at(-1);
    const head = last
      ? headBehind(last, owedContacts(chain, outcomes), hasReached(chain, outcomes, facts.self.id))
      : null;
    const decision: TurnDecision = decideTurn({ ...facts, throttle, head, wakeup: next, now: at });
    const turn = { ...decision, seq: chain.length, at };
    turns.push({ at, turn, decision });
    chain.push(turn);
    outcomes.push(...problemsOf(turn));
    countSent(tally, decision.throttled, at);
    next = decision.next;
  }
  return { turns, isComplete: next === null };
}

/** What stands in the record of the contacts that a turn does not make. */
export function problemsOf({ seq, at, contacts }: Pick<ChainTurn, 'seq' | 'at' | 'contacts'>): ChainOutcome[] {
  return contacts.flatMap(({ target, problem }): ChainOutcome[] => {
    if (!problem) return [];
    const { status, code, until } = problem;
    const followUp = until === null ? null : ({ kind: 'retry', at: Temporal.Instant.from(until) } as const);
    return [{ seq, target, status, code, at, followUp }];
  });
}
