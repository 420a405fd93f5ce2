import { instantOf, offsetMs, type WallTime, wallTimeAt } from '../../../time/wall-clock.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Both of a year's shifts lie within. */
const LOOK_AHEAD_DAYS = 370;

/** Where the scene can be taken to; it only goes forward. */
export interface Stop {
  kind: 'evening' | 'tomorrow' | 'gap' | 'overlap';
  /** Where the clock is put: shortly before it happens. */
  startMs: number;
  /** When it happens. */
  atMs: number;
}

interface Zones {
  grandmother: string;
  daughter: string;
}

/** The next evening, tomorrow at nine and the two nights of a year in which the daughter's clocks change; in order. */
export function stopsFrom(nowMs: number, { grandmother, daughter }: Zones): Stop[] {
  const evening = nextAt('19:00', nowMs + 5 * MINUTE_MS, grandmother);
  const tomorrow = instantOf({ date: nextDate(wallTimeAt(nowMs, daughter)), time: '09:00' }, daughter).instantMs;
  return [
    { kind: 'evening' as const, atMs: evening, startMs: evening - 2 * MINUTE_MS },
    { kind: 'tomorrow' as const, atMs: tomorrow, startMs: tomorrow - MINUTE_MS },
    ...shiftsFrom(nowMs, daughter).map(({ kind, shiftMs }) => ({
      kind,
      atMs: shiftMs,
      startMs: shiftMs - 2 * HOUR_MS,
    })),
  ].sort((a, b) => a.atMs - b.atMs);
}

interface Shift {
  kind: 'gap' | 'overlap';
  shiftMs: number;
}

/** The next time a zone's clocks go forward, and the next time they go back, to the minute. */
export function shiftsFrom(nowMs: number, zone: string): Shift[] {
  const found = new Map<Shift['kind'], number>();
  // A night that has begun cannot be shown from its evening on.
  const fromMs = nowMs + 6 * HOUR_MS;
  for (let day = 0; day < LOOK_AHEAD_DAYS && found.size < 2; day++) {
    const [before, after] = [fromMs + day * DAY_MS, fromMs + (day + 1) * DAY_MS];
    const aheadMs = offsetMs(after, zone) - offsetMs(before, zone);
    if (aheadMs === 0) continue;
    const kind = aheadMs > 0 ? 'gap' : 'overlap';
    if (!found.has(kind)) found.set(kind, firstMinute(before, after, zone));
  }
  return [...found].map(([kind, shiftMs]) => ({ kind, shiftMs }));
}

/** By halving: the offset differs at `after` from what it was at `before`. */
function firstMinute(beforeMs: number, afterMs: number, zone: string): number {
  const offset = offsetMs(beforeMs, zone);
  let [low, high] = [Math.floor(beforeMs / MINUTE_MS), Math.ceil(afterMs / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle * MINUTE_MS, zone) === offset) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

function nextAt(time: string, afterMs: number, zone: string): number {
  const { date } = wallTimeAt(afterMs, zone);
  const today = instantOf({ date, time }, zone).instantMs;
  if (today > afterMs) return today;
  return instantOf({ date: nextDate({ date, time }), time }, zone).instantMs;
}

function nextDate({ date }: WallTime): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
