import type { Evidence } from './invariant.ts';
import { occurrenceNamed, readSentMessages } from './sent-messages.ts';

/** An answer that was confirmed: by a 200, or by the thanks of a text. */
export interface Confirmed {
  occurrenceId: string;
  /** Real time when whoever answered had it. */
  atMs: number;
}

/** Clocks of one machine, read to a millisecond here and to a microsecond there. */
const resolutionMs = 1;

/**
 * The messages, by any channel, that the phone network took of an occurrence after its answer had been confirmed, in
 * words. In real time and by the network's own record (witness.ts): so what left in the moments between the answer and
 * a later look counts as well. Not for policies that page again, nor for snoozes.
 */
export async function leftAfterAnswers(evidence: Evidence, answers: readonly Confirmed[]): Promise<string[]> {
  const sent = Map.groupBy(await readSentMessages(evidence), ({ occurrence }) => occurrence);
  return answers.flatMap(({ occurrenceId, atMs }) => {
    const its = sent.get(occurrenceNamed(occurrenceId)) ?? [];
    return its
      .filter(({ takenAtMs }) => takenAtMs > atMs + resolutionMs)
      .map(
        (m) => `${m.channel} ${m.id} of ${occurrenceId} left ${(m.takenAtMs - atMs).toFixed(1)} ms after its answer`,
      );
  });
}
