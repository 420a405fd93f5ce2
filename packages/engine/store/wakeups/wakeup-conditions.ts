/**
 * SQL over a schedule `s` and a wake-up `w`: the schedule still wants this first turn. A slot older than the ledger is
 * wanted no more: nobody could tell whether it has fired.
 */
export const scheduleWants = `s.timing_rev = w.timing_rev AND s.paused_at IS NULL AND s.finished_at IS NULL
  AND s.deleted_at IS NULL AND left(w.slot, 4)::smallint >= (SELECT engine.oldest_ledger_year())`;

/** SQL over a wake-up `w`: nobody has taken its place in the chain. */
export const isUntaken = `NOT EXISTS (
  SELECT FROM engine.turn t WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq OFFSET 0)`;

/**
 * SQL over a first wake-up `w`: its slot has not been had. Its turn need not stand under the same day: a date may have been
 * corrected since.
 */
export const isUnfired = `NOT EXISTS (
  SELECT FROM engine.slot_ledger l
  WHERE l.year = left(w.slot, 4)::smallint AND l.schedule_id = w.schedule_id AND l.slot = w.slot OFFSET 0)`;

/**
 * SQL over a first wake-up `w`: an occurrence is to come of it, until its slot stands in the ledger or its schedule wants it
 * no more. What is shown as planned, claims, the late-row read and the audit must agree on this, or the audit would look
 * for ever for what no claim would make.
 * OFFSET 0, here and above, keeps a look-up by key from being planned as a scan of the whole table.
 */
export const isToCome = `(${isUnfired}
  AND EXISTS (SELECT FROM engine.schedule s WHERE s.id = w.schedule_id AND ${scheduleWants} OFFSET 0))`;

/** SQL over a wake-up `w` that is untaken: it still wants a turn. */
export const wantsTurn = `(w.seq > 0 OR ${isToCome})`;
