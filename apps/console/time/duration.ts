const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** ISO 8601 durations of fixed length, as policies have them (`PT15M`, `P1DT2H`); null for anything else. */
export function parseDurationMs(iso: string): number | null {
  const match = DURATION.exec(iso);
  if (!match || iso === 'P' || iso.endsWith('T')) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * dayMs + hours * hourMs + minutes * minuteMs + Math.round(seconds * 1000);
}

export function minutesToDuration(minutes: number): string {
  return `PT${Math.max(0, Math.round(minutes))}M`;
}

/** `15 min`, `1 hr 30 min`, `45 sec`; at most two units, and `0 min` for nothing. */
export function formatDuration(ms: number, locale: string): string {
  const units = [
    ['day', dayMs],
    ['hour', hourMs],
    ['minute', minuteMs],
    ['second', 1000],
  ] as const;
  const parts: string[] = [];
  let rest = Math.abs(ms);
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(formatUnit(count, unit, locale));
  }
  return parts.slice(0, 2).join(' ') || formatUnit(0, 'minute', locale);
}

/** The same of a measured time, which may be a fraction of a second: `0.4 sec`. */
export function formatSeconds(seconds: number, locale: string): string {
  return seconds < 10
    ? formatUnit(Math.round(seconds * 10) / 10, 'second', locale)
    : formatDuration(seconds * 1000, locale);
}

function formatUnit(count: number, unit: 'day' | 'hour' | 'minute' | 'second', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}
