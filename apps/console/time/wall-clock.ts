/*
 * Wall clocks without Temporal, which browsers do not all have yet: the tests hold this file against
 * the native Temporal of Node. Instants are milliseconds since 1970 in UTC.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** What a clock on the wall shows: `2027-01-15` and `09:30`. */
export interface WallTime {
  date: string;
  time: string;
}

/** How far the zone is ahead of UTC at an instant, in milliseconds; west of Greenwich it is negative. */
export function offsetMs(instantMs: number, zone: string): number {
  const of: Record<string, number> = {};
  for (const part of partsFormat(zone).formatToParts(instantMs)) of[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = of;
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return wallMs - Math.floor(instantMs / 1000) * 1000;
}

export function wallTimeAt(instantMs: number, zone: string): WallTime {
  const iso = new Date(instantMs + offsetMs(instantMs, zone)).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 16) };
}

export interface PlacedInstant {
  instantMs: number;
  /** `gap`: the clock jumps over this time, so it happens as much later; `overlap`: it comes twice, the first is meant. */
  kind: 'exact' | 'gap' | 'overlap';
}

/** The instant of a wall-clock time in a zone, by the engine's default rules: gap `later`, overlap `first`. */
export function instantOf({ date, time }: WallTime, zone: string): PlacedInstant {
  const wallMs = Date.parse(`${date}T${time}:00Z`);
  const dayMs = 86_400_000;
  const before = offsetMs(wallMs - dayMs, zone);
  const after = offsetMs(wallMs + dayMs, zone);
  const candidates = [...new Set([wallMs - before, wallMs - after])].filter((ms) => ms + offsetMs(ms, zone) === wallMs);
  const first = Math.min(...candidates);
  if (candidates.length === 2) return { instantMs: first, kind: 'overlap' };
  if (candidates.length === 1) return { instantMs: first, kind: 'exact' };
  return { instantMs: wallMs - before, kind: 'gap' };
}

/** The browser's own zone. */
export function readersZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
