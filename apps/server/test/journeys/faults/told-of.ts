import type { Evidence } from '@belfry/testkit/invariants/invariant';
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
  const sent = Map.groupBy(first, ({ occurrence }) => occurrence);
  const occurrences = new Map(rows.map(({ scheduleId, occurrence }) => [scheduleId, occurrence]));
  return reminded.flatMap(({ scheduleId, way, messages }) => {
    const its = sent.get(occurrences.get(scheduleId) ?? 'none') ?? [];
    const told = its.map(({ channel, to }) => `${channel} ${to}`);
    return isAsItShould(way, told, messages) ? [] : [`who ${way} got ${told.join(', ')} of ${messages.join(', ')}`];
  });
}

/** Whoever answers is told some of it, by how soon the answer comes, and never that nobody has answered. */
export function isAsItShould(way: Reminded['way'], told: readonly string[], messages: readonly string[]): boolean {
  if (way === 'told' || way === 'never answers') return told.toSorted().join() === messages.toSorted().join();
  const asked = messages.slice(0, -1);
  return told.every((one) => asked.includes(one)) && new Set(told).size === told.length;
}
