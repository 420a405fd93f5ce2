import { type AttemptLife, readAttemptLives } from '@belfry/testkit/invariants/departures';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { readSentMessages, type SentMessage } from '@belfry/testkit/invariants/sent-messages';

/** What came more often than once, and why it may have. */
interface SentMoreThanOnce<T> {
  /** Each that is the first of its kind. */
  first: T[];
  /** How many messages there are beyond those. */
  more: number;
  /** What nothing on record explains, in words. */
  unexplained: string[];
}

type Taken = Pick<SentMessage, 'id' | 'channel' | 'to' | 'attempt' | 'messageId' | 'takenAtMs'>;
type Life = Pick<AttemptLife, 'attempt' | 'messageId' | 'channel' | 'address' | 'ends'>;

/**
 * A second message to the same person for the same step is a turn of its own, so no promise is broken by it: the policy
 * decided so after an end that nobody knows, or the provider was asked before it had taken the first. Whoever has it in
 * their hands has been told twice all the same. Counted by the network's own record; for texts and emails.
 */
export async function readSentMoreThanOnce(evidence: Evidence): Promise<SentMoreThanOnce<SentMessage>> {
  return sentMoreThanOnce(await readSentMessages(evidence), await readAttemptLives(evidence));
}

export function sentMoreThanOnce<T extends Taken>(messages: readonly T[], lives: readonly Life[]): SentMoreThanOnce<T> {
  const byAttempt = new Map(lives.map((life) => [life.attempt, life]));
  // What belongs to no attempt is promise 2's to find, and no second of anything.
  const stepOf = (one: Taken) => one.messageId ?? byAttempt.get(one.attempt ?? '')?.messageId ?? `message ${one.id}`;
  const tried = Map.groupBy(lives, ({ messageId, channel, address }) => `${messageId} by ${channel} to ${address}`);
  const first: T[] = [];
  const unexplained: string[] = [];
  for (const [what, its] of Map.groupBy(messages, (one) => `${stepOf(one)} by ${one.channel} to ${one.to}`)) {
    first.push(...its.slice(0, 1));
    if (its.length === 1) continue;
    const excused = (tried.get(what) ?? []).filter((life) => wasSentAgain(life) || wasLookedUpTooEarly(life, its));
    if (its.length - 1 > excused.length) {
      unexplained.push(
        `of ${what} there came ${its.length}, and what explains more than one explains ${excused.length}`,
      );
    }
  }
  return { first, more: messages.length - first.length, unexplained };
}

function wasSentAgain({ ends }: Life): boolean {
  return ends.some(({ code }) => code === 'sent-again');
}

/** It came when its end was on record as unknown, and a look-up may have been answered already. */
function wasLookedUpTooEarly({ attempt, ends }: Life, messages: readonly Taken[]): boolean {
  const unknownSinceMs = ends.find(({ status }) => status === 'unknown')?.atMs ?? Number.POSITIVE_INFINITY;
  const isNotFound = ends.some(({ code }) => code === 'look-up.not-found');
  return isNotFound && messages.some((one) => one.attempt === attempt && one.takenAtMs > unknownSinceMs);
}
