import type { ReservedChannel } from './decide-follow-up.ts';
import { notCalledCodes, type Tries } from './decide-retry.ts';
import { isHeld } from './decide-turn/contact-again.ts';
import type { Contact } from './occurrence.ts';
import type { ChainOutcome } from './owed-contacts.ts';
import { attemptKey, type ChainPlace, isSameStep, madeAnewBy } from './standing.ts';

/** What the tries of a target before an attempt have come to, on all its channels. */
export interface TriesBefore {
  /** Of the attempt's own channel. */
  own: Omit<Tries, 'attemptId'>;
  hasUntried: boolean;
  /** What they left in reserve, on other channels. */
  reserve: readonly ReservedChannel[];
}

interface Try {
  contact: Contact;
  end: ChainOutcome;
}

/**
 * Counts the tries before an attempt: of the same target in the same step and, where quiet hours held it back past that
 * step, in the one it comes from. A replay begins to count anew.
 * @param ends the newest outcome of each earlier attempt
 */
export function triesBefore(
  chain: readonly ChainPlace[],
  ends: readonly ChainOutcome[],
  turn: ChainPlace,
  contact: Contact,
): TriesBefore {
  const endOf = new Map(ends.map((end) => [attemptKey(end, end.target), end]));
  const made = earlierTries(chain, endOf, turn, contact).filter(({ end }) => end.status !== 'suppressed');
  const own = made.filter((one) => one.contact.channel === contact.channel);
  const notCalled = own.filter(({ end }) => notCalledCodes.has(end.code ?? '')).length;
  const tried = new Set([contact.channel, ...made.map((one) => one.contact.channel)]);
  const reserve = made.at(-1)?.end.followUp?.reserve ?? [];
  return {
    own: { spent: own.length - notCalled, notCalled },
    hasUntried: contact.alternatives.some((channel) => !tried.has(channel)),
    reserve: reserve.filter(({ channel }) => channel !== contact.channel),
  };
}

function earlierTries(
  chain: readonly ChainPlace[],
  endOf: ReadonlyMap<string, ChainOutcome>,
  turn: ChainPlace,
  contact: Contact,
): Try[] {
  const origin = madeAnewBy(chain, contact);
  const before = origin && isHeld(origin.contact) ? earlierTries(chain, endOf, origin.turn, origin.contact) : [];
  const here = chain.filter((other) => other.seq < turn.seq && isSameStep(other, turn));
  const inStep = here.flatMap((other) => other.contacts.map((one) => ({ other, one })));
  return [
    ...before,
    ...inStep.flatMap(({ other, one }): Try[] => {
      const end = one.target === contact.target ? endOf.get(attemptKey(other, one.target)) : undefined;
      return end ? [{ contact: one, end }] : [];
    }),
  ];
}
