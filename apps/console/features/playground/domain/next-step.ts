const MINUTE_MS = 60_000;
/** Waits longer than this are passed over, once what happened last has been seen for a while. */
const SKIP_OVER_MS = 10 * MINUTE_MS;
const LINGER_MS = 5 * MINUTE_MS;

/**
 * Where the clock goes next while the scene plays: a minute on, or over a long wait to a minute before its end.
 * @param eventsMs what has happened and what is known to come, in any order
 */
export function nextStep(nowMs: number, eventsMs: readonly number[]): number {
  const next = Math.min(...eventsMs.filter((ms) => ms > nowMs));
  const last = Math.max(...eventsMs.filter((ms) => ms <= nowMs));
  const isLong = Number.isFinite(next) && next - nowMs > SKIP_OVER_MS;
  return isLong && nowMs - last >= LINGER_MS ? next - MINUTE_MS : nowMs + MINUTE_MS;
}
