/**
 * SQL: the first wake-ups of one occurrence by its id, from both tables. The id tells the shard and the local day; a
 * day begins somewhere on earth 14 hours before it does in UTC and ends 12 after, and no gap moves a time by more than
 * a day. So this passes two days of one shard's index, in which the occurrence is looked for and nothing else is read
 * (docs/decisions/0036-lists-in-pages.md has what that costs, and why there is no index by occurrence).
 */
export function firstWakeupsOf({
  columns,
  occId,
  day,
  shard,
}: {
  columns: string;
  occId: string;
  day: string;
  shard: string;
}): string {
  const midnight = `(${day}::date::timestamp AT TIME ZONE 'UTC')`;
  return `(
    SELECT ${columns} FROM engine.wakeup WHERE shard = ${shard} AND lane IN (0, 1) AND occ_id = ${occId} AND seq = 0
      AND due_at >= ${midnight} - interval '15 hours' AND due_at < ${midnight} + interval '61 hours'
    UNION ALL SELECT ${columns} FROM engine.wakeup_far WHERE occ_id = ${occId} AND seq = 0)`;
}
