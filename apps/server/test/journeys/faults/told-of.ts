import { type AttemptLife, readAttemptLives } from '@belfry/testkit/invariants/departures';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import type { SentMessage } from '@belfry/testkit/invariants/sent-messages';
import type { Reminded } from './people.ts';
import { readSentMoreThanOnce } from './sent-more-than-once.ts';

/**
 * Holds what the network has taken of each reminder at one instant, without second ones, against what there was to send,
 * by arithmetic that shares nothing with the server's.
 * @returns what differs, in words
 */
export async function misled(
  evidence: Evidence,
  reminded: readonly Reminded[],
  dueAt: Temporal.Instant,
): Promise<string[]> {
  const { rows } = await evidence.client.query<{ occurrence: string; scheduleId: string }>(
    `SELECT day || ' ' || occ_id AS occurrence, schedule_id AS "scheduleId" FROM engine.turn WHERE seq = 0 AND due_at = $1`,
    [dueAt.toString()],
  );
  const { first } = await readSentMoreThanOnce(evidence);
  const lives = Map.groupBy(await readAttemptLives(evidence), ({ occurrence }) => occurrence);
  const sent = Map.groupBy(first, ({ occurrence }) => occurrence);
  const occurrences = new Map(rows.map(({ scheduleId, occurrence }) => [scheduleId, occurrence]));
  return reminded.flatMap(({ scheduleId, way, messages }) => {
    const occurrence = occurrences.get(scheduleId) ?? 'none';
    const told = toldOf(sent.get(occurrence) ?? [], lives.get(occurrence) ?? []);
    return isAsItShould(way, told, messages) ? [] : [`who ${way} got ${told.join(', ')} of ${messages.join(', ')}`];
  });
}

type Taken = Pick<SentMessage, 'channel' | 'to' | 'attempt' | 'messageId'>;
type Life = Pick<AttemptLife, 'attempt' | 'messageId' | 'channel' | 'address' | 'claimedAtMs' | 'ends'>;

/**
 * What somebody was told of one occurrence, each by the channel it was meant for: that nobody answered comes by the next
 * one where the record says that the first failed, such as behind an open breaker. It counts as come by the first.
 */
export function toldOf(taken: readonly Taken[], lives: readonly Life[]): string[] {
  const byAttempt = new Map(lives.map((life) => [life.attempt, life]));
  const inOrder = lives.toSorted((a, b) => a.claimedAtMs - b.claimedAtMs);
  return taken.map(({ channel, to, attempt, messageId }) => {
    const step = messageId ?? byAttempt.get(attempt ?? '')?.messageId;
    const [meant] = inOrder.filter((life) => life.messageId === step);
    const isInstead = meant !== undefined && meant.channel !== channel && meant.ends.at(-1)?.status === 'failed';
    return isInstead ? `${meant.channel} ${meant.address}` : `${channel} ${to}`;
  });
}

/** Whoever answers is told some of it, by how soon the answer comes, and never that nobody has answered. */
export function isAsItShould(way: Reminded['way'], told: readonly string[], messages: readonly string[]): boolean {
  if (way === 'told' || way === 'never answers') return told.toSorted().join() === messages.toSorted().join();
  const asked = messages.slice(0, -1);
  return told.every((one) => asked.includes(one)) && new Set(told).size === told.length;
}
