/**
 * SQL over the turn that fired: when that could first be, which is its base, later than it was due where it was asked for on the day
 * itself, or put off, or its person was restored. A late one counts from when it came, and says that it was late.
 */
export const expectedAt = (t: string) => `CASE WHEN ${t}.reason IS NULL THEN ${t}.base_at ELSE ${t}.due_at END`;

/** What was never to be sent, or ended without, is not late. */
export const neverLate = `'missed', 'failed', 'cancelled', 'skipped'`;

/** What counts as on time. */
export const toleratedSeconds = 60;
export const tolerated = `interval '${toleratedSeconds} seconds'`;

/** Of an outcome: a provider has taken it. */
export const taken = `status IN ('accepted', 'sent', 'delivered')`;

/**
 * SQL over a fired occurrence `x`: it was taken by a provider, or tried last, more than a minute after it could first leave. As the
 * counts of a day have it, which ask it of all of them at once (gone-of-day.ts).
 */
export const wasLate = (x: string) => `${x}.state NOT IN (${neverLate}) AND (
  SELECT coalesce(
    (SELECT min(at) FROM engine.outcome WHERE day = ${x}.day AND occ_id = ${x}.occ_id AND ${taken}),
    (SELECT at FROM engine.turn WHERE day = ${x}.day AND occ_id = ${x}.occ_id ORDER BY seq DESC LIMIT 1)
  ) - ${expectedAt('f')} > ${tolerated}
  FROM engine.turn f WHERE f.day = ${x}.day AND f.occ_id = ${x}.occ_id
  ORDER BY f.kind = 'fired' DESC, f.seq LIMIT 1)`;
