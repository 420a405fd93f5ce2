import { countOf, type Invariant, violationsOf } from './invariant.ts';

/** What will wake the chain whose newest turn is `h`; what was due by now and not taken is told of by itself. */
const nextWakeup = `SELECT FROM engine.wakeup w WHERE w.occ_id = h.occ_id AND w.seq = h.seq + 1 AND w.due_at > $1
  UNION ALL SELECT FROM engine.wakeup_far f WHERE f.occ_id = h.occ_id AND f.seq = h.seq + 1`;

const answered = `('acknowledged', 'completed', 'snoozed', 'skipped', 'cancelled')`;
const isSameStep = (a: string, b: string) =>
  `(${a}.round, ${a}.steps_taken, ${a}.repeats_taken) = (${b}.round, ${b}.steps_taken, ${b}.repeats_taken)`;

/**
 * Contacts that a chain owes by docs/decisions/0028 and that nothing will make: whether or not an answer is waited for. A
 * retry ends with its step, and every follow-up when the contact is made anew, answered, or stopped without a word.
 */
const forgottenContacts = `
  WITH turns AS (
    SELECT *, lag(state) OVER (PARTITION BY day, occ_id ORDER BY seq) AS state_before FROM engine.turn
  )
  SELECT 'contact ' || o.seq || '.' || o.target || ' of ' || o.occ_id || ' is owed since ' || o.at || ' and nothing will make it' AS what
  FROM (SELECT DISTINCT ON (day, occ_id, seq, target) * FROM engine.outcome ORDER BY day, occ_id, seq, target, n DESC) o
  JOIN turns t ON t.day = o.day AND t.occ_id = o.occ_id AND t.seq = o.seq
  JOIN LATERAL (SELECT * FROM turns WHERE day = o.day AND occ_id = o.occ_id ORDER BY seq DESC LIMIT 1) h ON true
  JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact) ON (contact ->> 'target')::int = o.target
  WHERE o.follow_up IS NOT NULL AND h.state NOT IN ${answered}
    AND (${isSameStep('t', 'h')} OR o.code = 'dead-letter.replayed' OR contact #>> '{problem,until}' IS NOT NULL)
    AND NOT EXISTS (SELECT FROM turns l CROSS JOIN jsonb_array_elements(l.contacts) AS m (made)
      WHERE l.day = o.day AND l.occ_id = o.occ_id AND (made ->> 'replayOf' = o.seq || '.' || o.target
        OR (l.seq > o.seq AND ${isSameStep('l', 't')} AND (made ->> 'target')::int = o.target)))
    AND NOT EXISTS (SELECT FROM turns l WHERE l.day = o.day AND l.occ_id = o.occ_id AND l.seq > o.seq AND l.at >= o.at
      AND (l.state IN ${answered} OR (l.kind = 'closed' AND (l.state = 'missed' OR l.state = l.state_before))))
    AND NOT EXISTS (${nextWakeup})`;

export const everythingExplained: Invariant = {
  number: 4,
  promise: 'Everything due ends in a terminal or an explained state; nothing waits for ever.',
  async check({ client, now }) {
    const at = [now.toString()];
    const unclaimed = await violationsOf(
      client,
      `SELECT 'wake-up ' || w.seq || ' of ' || w.occ_id || ', due at ' || w.due_at || ', was never taken' AS what
       FROM engine.wakeup w WHERE w.due_at <= $1
         AND NOT EXISTS (SELECT FROM engine.turn t WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq)
         AND (w.seq > 0 OR (
           NOT EXISTS (SELECT FROM engine.slot_ledger l WHERE l.schedule_id = w.schedule_id AND l.slot = w.slot)
           AND EXISTS (SELECT FROM engine.schedule s WHERE s.id = w.schedule_id AND s.timing_rev = w.timing_rev
             AND s.paused_at IS NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL)))`,
      at,
    );
    const silent = await violationsOf(
      client,
      `SELECT 'contact ' || t.seq || '.' || (c.contact ->> 'target') || ' of ' || t.occ_id || ' has no outcome' AS what
       FROM engine.turn t CROSS JOIN jsonb_array_elements(t.contacts) AS c (contact)
       WHERE NOT EXISTS (SELECT FROM engine.outcome o WHERE o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq
         AND o.target = (c.contact ->> 'target')::int)`,
    );
    const stuck = await violationsOf(
      client,
      `SELECT 'occurrence ' || h.occ_id || ' is ' || h.state || ' and nothing will wake it' AS what
       FROM (SELECT DISTINCT ON (day, occ_id) * FROM engine.turn ORDER BY day, occ_id, seq DESC) h
       WHERE ((h.state = 'open' AND h.awaits_answer) OR h.state = 'snoozed')
         AND NOT EXISTS (${nextWakeup})`,
      at,
    );
    const forgotten = await violationsOf(client, forgottenContacts, at);
    const checked = await countOf(client, `engine.wakeup WHERE due_at <= '${now.toString()}'`);
    return { checked, violations: [...unclaimed, ...silent, ...stuck, ...forgotten] };
  },
};
