import { RRuleTemporal } from 'rrule-temporal';

/**
 * The calendar times of any rule from `first` to `last`, in order, by the library. It reckons in UTC, where no clock ever
 * jumps, which is floating time: gaps and overlaps are for whoever places them. UNTIL is not asked for here, since in UTC
 * it would mean something else, nor is COUNT, which the library would count from the start for each window.
 * @param text the rule as it was written
 */
export function libraryTimes(
  text: string,
  {
    start,
    first,
    last,
  }: { start: Temporal.PlainDateTime; first: Temporal.PlainDateTime; last: Temporal.PlainDateTime },
): Temporal.PlainDateTime[] {
  const dtstart = start.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  const rule = new RRuleTemporal({
    rruleString: `DTSTART:${dtstart}Z\nRRULE:${withoutEnd(text)}`,
    temporal: Temporal,
    maxIterations: mostIterations,
    cache: false,
  });
  return rule
    .between(first.toZonedDateTime('UTC'), last.toZonedDateTime('UTC'), true)
    .map((at) => at.toPlainDateTime());
}

/** Twice the minutes of a year: no window of what goes by the minute is longer. */
const mostIterations = 1_000_000;

function withoutEnd(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .filter((part) => !/^(UNTIL|COUNT)=/.test(part))
    .join(';');
}
