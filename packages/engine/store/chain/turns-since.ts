/**
 * SQL: the turns about these people since an instant, whatever the day of their occurrences. A first turn stands in one
 * index alone, by when it was due, for the insert pays for each; those that came more than a day late are in the other.
 * @param people SQL of a uuid[]
 */
export function turnsSince({
  columns,
  tenant,
  people,
  since,
}: {
  columns: string;
  tenant: string;
  people: string;
  since: string;
}): string {
  const whose = `tenant_id = ${tenant} AND person_id = ANY(${people})`;
  return `(
    SELECT ${columns} FROM engine.turn
    WHERE ${whose} AND at > ${since} AND (seq > 0 OR at - due_at > interval '1 day')
    UNION ALL
    SELECT ${columns} FROM engine.turn
    WHERE ${whose} AND seq = 0 AND due_at > ${since} - interval '1 day' AND at > ${since}
      AND at - due_at <= interval '1 day')`;
}
