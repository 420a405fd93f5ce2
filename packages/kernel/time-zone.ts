/** A canonically spelled IANA zone name, such as `America/Argentina/Buenos_Aires`. */
declare const zoneBrand: unique symbol;
export type TimeZone = string & { readonly [zoneBrand]: true };

export type GapRule = 'later' | 'skip';
export type OverlapRule = 'first' | 'second' | 'both';

/**
 * Accepts any IANA zone that the runtime knows, in any letter case, and answers with its usual spelling;
 * an alias stays the alias it is (`Asia/Kolkata` is not turned into `Asia/Calcutta`).
 * Offsets (`+02:00`) are refused: they know nothing of daylight saving.
 */
export function parseTimeZone(text: string): TimeZone | null {
  if (!/^[A-Za-z]/.test(text)) return null;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId as TimeZone;
  } catch {
    return null;
  }
}

/** Whether two names are of one zone, as an alias and what it stands for are. */
export function isSameZone(one: string, other: string): boolean {
  if (one === other) return true;
  return (
    parseTimeZone(other) !== null && new Temporal.ZonedDateTime(0n, one).equals(new Temporal.ZonedDateTime(0n, other))
  );
}

/**
 * Where a wall-clock time comes to stand: `plain`; `moved` past a gap; `first` or `second` of the two times that an
 * overlap shows it.
 */
export interface PlacedTime {
  at: Temporal.Instant;
  how: 'plain' | 'moved' | 'first' | 'second';
}

export interface Placement {
  times: PlacedTime[];
  /** Why there is none. */
  problem: 'gap' | 'no-such-date' | null;
}

/**
 * The instants of a wall-clock time in a zone, in order. Gap `later`: the same distance past the jump (02:30 in a gap of
 * one hour becomes 03:30), as RFC 5545 has it. None where the clocks jump over it and the rule is `skip`, and
 * none on a date that a zone left out when it changed sides of the date line (Samoa, 30 December 2011): there is no day
 * on which it could come later.
 */
export function placeLocal(
  local: Temporal.PlainDateTime,
  zone: TimeZone,
  rules: { gap: GapRule; overlap: OverlapRule },
): Placement {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochNanoseconds === later.epochNanoseconds) return placed({ at: earlier.toInstant(), how: 'plain' });
  if (!later.toPlainDateTime().equals(local)) {
    if (!hasDate(zone, local.toPlainDate())) return { times: [], problem: 'no-such-date' };
    if (rules.gap === 'skip') return { times: [], problem: 'gap' };
    return placed({ at: later.toInstant(), how: 'moved' });
  }
  const first: PlacedTime = { at: earlier.toInstant(), how: 'first' };
  const second: PlacedTime = { at: later.toInstant(), how: 'second' };
  if (rules.overlap === 'both') return placed(first, second);
  return placed(rules.overlap === 'second' ? second : first);
}

function placed(...times: PlacedTime[]): Placement {
  return { times, problem: null };
}

function hasDate(zone: TimeZone, date: Temporal.PlainDate): boolean {
  return date.toZonedDateTime(zone).toPlainDate().equals(date);
}

export function localDateOf(instant: Temporal.Instant, zone: TimeZone): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/** Whole milliseconds, which is what the database and every provider can carry. */
export function toMilliseconds(instant: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(instant.epochMilliseconds);
}
