/**
 * SQL, to stand in a condition: of the schedule that an author keeps for a person and a kind this slot will not come, whatever its
 * rule says: it has been had, or the schedule is paused or finished. Not so of one that does not exist yet. By key.
 * @param sql of the values to go by
 */
export function isNotComing({ tenant, person, author, kind, slot }: Record<NotComing, string>): string {
  return `EXISTS (
    SELECT FROM engine.schedule s
    WHERE s.tenant_id = ${tenant} AND s.person_id = ${person} AND s.author = ${author} AND s.kind = ${kind}
      AND ((s.deleted_at IS NULL AND (s.paused_at IS NOT NULL OR s.finished_at IS NOT NULL)) OR EXISTS (
        SELECT FROM engine.slot_ledger l
        WHERE l.year = left(${slot}, 4)::smallint AND l.schedule_id = s.id AND l.slot = ${slot} OFFSET 0))
    OFFSET 0)`;
}

type NotComing = 'tenant' | 'person' | 'author' | 'kind' | 'slot';
