import { countOf, type Invariant, violationsOf } from './invariant.ts';

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
         AND NOT EXISTS (SELECT FROM engine.wakeup w WHERE w.occ_id = h.occ_id AND w.seq = h.seq + 1 AND w.due_at > $1)
         AND NOT EXISTS (SELECT FROM engine.wakeup_far f WHERE f.occ_id = h.occ_id AND f.seq = h.seq + 1)`,
      at,
    );
    const checked = await countOf(client, `engine.wakeup WHERE due_at <= '${now.toString()}'`);
    return { checked, violations: [...unclaimed, ...silent, ...stuck] };
  },
};
