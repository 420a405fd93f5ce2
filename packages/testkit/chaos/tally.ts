import { readAttemptEnds } from '../invariants/attempt-ends.ts';
import { cameTooLate } from '../invariants/ends-are-true.ts';
import type { Evidence } from '../invariants/invariant.ts';
import { readSentMessages } from '../invariants/sent-messages.ts';

/** What the test has been through, by the records of both sides. */
export interface Tally {
  contacts: number;
  messages: number;
  /** What was taken, by channel. */
  channels: Record<string, number>;
  /** How often the network was struck by each fault after it had taken a message. */
  struck: Record<string, number>;
  /** Calls that came to nothing, by the reason on record. */
  failed: Record<string, number>;
  callbacks: Record<string, number>;
  unknowns: number;
  /** How each of them was resolved. */
  resolved: Record<string, number>;
  /** Looked up before they came: sent once more, as the documentation says. */
  tooLate: number;
}

export async function readTally(evidence: Evidence): Promise<Tally> {
  const { client } = evidence;
  const [messages, ends] = [await readSentMessages(evidence), await readAttemptEnds(evidence)];
  const byAttempt = new Map(ends.map((end) => [end.attempt, end]));
  const late = messages.filter((message) => {
    const end = byAttempt.get(message.attempt ?? '');
    return end !== undefined && cameTooLate(message, end);
  });
  const counts = async (text: string): Promise<Record<string, number>> => {
    const { rows } = await client.query<{ what: string; count: number }>(
      `SELECT what, count(*)::int AS count FROM (${text}) x GROUP BY what ORDER BY what`,
    );
    return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
  };
  const resolved = await counts(unknownsAndWhatFollowed);
  return {
    contacts: ends.length,
    messages: messages.length,
    channels: countOf(messages.map(({ channel }) => channel)),
    struck: await counts(
      `SELECT jsonb_array_elements_text(struck -> 'faults') AS what FROM sandbox.message WHERE direction = 'outbound'`,
    ),
    failed: await counts(
      `SELECT coalesce(code, 'no code') AS what FROM engine.outcome WHERE status = 'failed' AND provider_id IS NULL`,
    ),
    callbacks: await counts(
      `SELECT CASE WHEN is_forged THEN 'forged' ELSE 'genuine' END || ' ' || coalesce(outcome, 'open') AS what
       FROM sandbox.delivery WHERE kind = 'status-callback'`,
    ),
    unknowns: Object.values(resolved).reduce((sum, count) => sum + count, 0),
    resolved,
    tooLate: late.length,
  };
}

function countOf(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, group]) => [word, group.length]));
}

/** What has been added to it between two readings. */
export function tallySince(before: Tally, now: Tally): Tally {
  return {
    contacts: now.contacts - before.contacts,
    messages: now.messages - before.messages,
    channels: countsSince(before.channels, now.channels),
    struck: countsSince(before.struck, now.struck),
    failed: countsSince(before.failed, now.failed),
    callbacks: countsSince(before.callbacks, now.callbacks),
    unknowns: now.unknowns - before.unknowns,
    resolved: countsSince(before.resolved, now.resolved),
    tooLate: now.tooLate - before.tooLate,
  };
}

export function countsSince(before: Record<string, number>, now: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(now).flatMap(([what, count]) => {
      const added = count - (before[what] ?? 0);
      return added > 0 ? [[what, added]] : [];
    }),
  );
}

/** `3 look-up.found, 1 sent-again` */
export function listed(counts: Record<string, number>): string {
  const words = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  return words.length > 0 ? words.join(', ') : 'none';
}

const unknownsAndWhatFollowed = `
  SELECT CASE
    WHEN status = 'unknown' AND code <> 'pending-look-up' THEN code
    WHEN next IS NULL THEN 'nothing'
    ELSE coalesce(next_code, 'news of ' || next) END AS what
  FROM (
    SELECT DISTINCT ON (day, occ_id, seq, target) status, code,
      lead(status) OVER chain AS next, lead(code) OVER chain AS next_code
    FROM (SELECT *, bool_or(status = 'unknown') OVER (PARTITION BY day, occ_id, seq, target) AS was_unknown
      FROM engine.outcome) o
    WHERE was_unknown
    WINDOW chain AS (PARTITION BY day, occ_id, seq, target ORDER BY n)
    ORDER BY day, occ_id, seq, target, (status = 'unknown') DESC, n
  ) unknowns`;
