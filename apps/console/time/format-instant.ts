import { offsetMs } from './wall-clock.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `09:30`, or with seconds `09:30:05`. */
export function formatTime(instantMs: number, zone: string, locale: string, seconds = false): string {
  return formatOf(locale, { timeZone: zone, ...clock, ...(seconds ? { second: '2-digit' } : {}) }).format(instantMs);
}

/** `Fri, Jan 15`, with the year when it is not that of `nowMs`. */
export function formatDate(instantMs: number, zone: string, locale: string, nowMs: number): string {
  const year = formatOf(locale, { timeZone: zone, year: 'numeric' });
  const isThisYear = year.format(instantMs) === year.format(nowMs);
  const day = { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' } as const;
  return formatOf(locale, isThisYear ? day : { ...day, year: 'numeric' }).format(instantMs);
}

/** The whole of it, for the hover: `Fri, Jan 15, 2027, 09:30:05`. */
export function formatFull(instantMs: number, zone: string, locale: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return formatOf(locale, { timeZone: zone, ...day, ...clock, second: '2-digit' }).format(instantMs);
}

/** `UTC−5`, `UTC+5:45`, `UTC`. */
export function formatOffset(instantMs: number, zone: string): string {
  const minutes = Math.round(offsetMs(instantMs, zone) / 60_000);
  if (minutes === 0) return 'UTC';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** What people call a zone: the city, `New York`; `UTC` stays `UTC`. */
export function zoneCity(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The distance in its largest sensible unit: `in 5 minutes`, `2 hours ago`. Only ever shown beside the time itself. */
export function formatDistance(fromMs: number, toMs: number, locale: string): string {
  const seconds = Math.round((toMs - fromMs) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}
