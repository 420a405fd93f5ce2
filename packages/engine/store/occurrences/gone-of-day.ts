import { expectedAt, neverLate, taken } from './lateness.ts';

/**
 * SQL: the first turns of tenant `$1` on the local day `$3` that were due from `$4` to `$5`, how each of them stands, and by how
 * much it was late: null for what was never to be sent, or ended without. Until a provider has taken it, by when it was tried last.
 * Each row is looked up by its keys, whatever the statistics say (docs/decisions/0050).
 * @param isToTheSecond when the only try was taken is looked up too, which is seconds after its claim at most
 */
export const goneOfDay = ({ isToTheSecond }: { isToTheSecond: boolean }) => `
  SELECT t.schedule_id, t.person_id, t.due_at, t.time_zone, head.state,
    CASE WHEN head.state NOT IN (${neverLate})
      THEN coalesce(taken.at, head.at) - coalesce(fired.expected_at, ${expectedAt('t')}) END AS late_by
  FROM engine.turn t
  CROSS JOIN LATERAL (
    SELECT seq, state, at FROM engine.turn WHERE day = t.day AND occ_id = t.occ_id ORDER BY seq DESC LIMIT 1 OFFSET 0) head
  LEFT JOIN LATERAL (
    SELECT min(at) AS at FROM engine.outcome
    WHERE day = t.day AND occ_id = t.occ_id AND ${taken} OFFSET 0) taken ON ${isToTheSecond ? 'true' : 'head.seq > 0'}
  LEFT JOIN LATERAL (
    SELECT ${expectedAt('f')} AS expected_at FROM engine.turn f
    WHERE t.kind <> 'fired' AND f.day = t.day AND f.occ_id = t.occ_id AND f.kind = 'fired' LIMIT 1 OFFSET 0) fired ON true
  WHERE t.tenant_id = $1 AND t.seq = 0 AND t.due_at >= $4 AND t.due_at <= $5 AND t.day = $3`;
