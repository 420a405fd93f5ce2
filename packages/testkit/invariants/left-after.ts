import { attemptNamed, type Confirmed, readConfirmed } from './confirmed.ts';
import { type AttemptLife, type Departure, readAttemptLives, readDepartures } from './departures.ts';
import type { Evidence, Invariant } from './invariant.ts';
import { occurrenceNamed } from './sent-messages.ts';

/** Clocks of one machine, read to a millisecond here and to a microsecond there. */
const resolutionMs = 1;

/** A confirmation that cannot name what was under way waits at least as long for it to end (`callEndsWithinMs`). */
const leastPatienceMs = 2500;

/**
 * Whatever left, or tried to, after a word had been confirmed that forbids it, in words: by SMS, email, push, webhook and
 * inbox, by the network's record and by the engine's. In real time (witness.ts): so what left in the moments between the
 * confirmation and a later look counts as well, and so does what the network refused. What the confirmation named as not
 * stopped does not. Not for policies that page again, nor for snoozes.
 */
export async function leftAfter(evidence: Evidence, confirmed: readonly Confirmed[]): Promise<string[]> {
  const lives = await readAttemptLives(evidence);
  const departures = await readDepartures(evidence, lives);
  const byOccurrence = Map.groupBy(departures, ({ occurrence }) => occurrence);
  const bySchedule = Map.groupBy(departures, ({ scheduleId }) => scheduleId);
  const byAddress = Map.groupBy(departures, ({ channel, address }) => `${channel} ${address}`);
  const begun = departures.filter(({ isAnswer }) => !isAnswer);
  const livesTo = Map.groupBy(lives, ({ channel, address }) => `${channel} ${address}`);

  function concerned({ about }: Confirmed): readonly Departure[] {
    if ('occurrenceId' in about) return byOccurrence.get(occurrenceNamed(about.occurrenceId)) ?? [];
    if ('scheduleId' in about) return bySchedule.get(about.scheduleId) ?? [];
    if ('address' in about) return byAddress.get(`${about.channel} ${about.address}`) ?? [];
    return begun;
  }

  return confirmed.flatMap((word) => {
    const { atMs, untilMs = Number.POSITIVE_INFINITY } = word;
    return concerned(word)
      .filter((departure) => departure.atMs > atMs + resolutionMs && departure.atMs < untilMs)
      .filter((departure) => {
        const its = livesTo.get(`${departure.channel} ${departure.address}`) ?? [];
        return !wasNotToBeStopped(word, departure, its);
      })
      .map(({ what, atMs: leftAtMs }) => {
        const late = (leftAtMs - atMs).toFixed(1);
        return `${what} left ${late} ms after ${word.kind} was confirmed (${Object.values(word.about).join(' ')})`;
      });
  });
}

/** @param lives what was ever meant for that address */
function wasNotToBeStopped(
  { atMs, couldNotStop }: Confirmed,
  { attempts, isAnswer }: Departure,
  lives: readonly AttemptLife[],
): boolean {
  if (isAnswer) return false;
  const named = couldNotStop && new Set(couldNotStop.map(attemptNamed));
  return lives
    .filter(({ attempt }) => attempts.length === 0 || attempts.includes(attempt))
    .some((life) => (named ? named.has(life.attempt) : wasGivenUpWaitingFor(life, atMs)));
}

/**
 * A confirmation without room for names: it comes when everything has ended, or when waiting for it was given up, or where
 * the provider is still to be asked what became of it. A claim that is younger than the wait must have been waited for.
 */
function wasGivenUpWaitingFor({ claimedAtMs, ends }: AttemptLife, atMs: number): boolean {
  const known = ends.filter((end) => end.atMs <= atMs).at(-1);
  if (!known) return claimedAtMs <= atMs - leastPatienceMs;
  return known.status === 'unknown' && known.code === 'pending-look-up';
}

export const nothingAfterWord: Invariant = {
  number: 3,
  promise: 'After a confirmed answer, STOP, pause, delete, finish or delivery off nothing leaves that it forbids.',
  async check(evidence) {
    const confirmed = await allConfirmed(evidence);
    return { checked: confirmed.length, violations: await leftAfter(evidence, confirmed) };
  },
};

/** What a test was told, and what stands on record. */
export async function allConfirmed(evidence: Evidence): Promise<Confirmed[]> {
  return [...(evidence.confirmed ?? []), ...(await readConfirmed(evidence))];
}
