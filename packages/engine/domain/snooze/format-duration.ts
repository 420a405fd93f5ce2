const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const;
export type DurationUnit = (typeof units)[number];

/** «1 hour 30 minutes»; no time at all is «0 minutes». `name` puts a number and its unit into words. */
export function formatDuration(
  duration: Temporal.Duration,
  name: (count: number, unit: DurationUnit) => string = inEnglish,
): string {
  const parts = units.filter((unit) => duration[unit] !== 0).map((unit) => name(duration[unit], unit));
  return parts.length > 0 ? parts.join(' ') : name(0, 'minutes');
}

function inEnglish(count: number, unit: DurationUnit): string {
  return `${count} ${Math.abs(count) === 1 ? unit.slice(0, -1) : unit}`;
}
