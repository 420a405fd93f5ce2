/** A canonically spelled IANA zone name, such as `America/Argentina/Buenos_Aires`. */
declare const zoneBrand: unique symbol;
export type TimeZone = string & { readonly [zoneBrand]: true };

export type GapRule = 'later' | 'skip';
export type OverlapRule = 'first' | 'second';

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

/**
 * The instant of a wall-clock time in a zone, or null where the clock jumps over it and the rule is `skip`.
 * Gap `later`: the same distance past the jump (02:30 in a gap of one hour becomes 03:30), as RFC 5545 has it.
 * Overlap: the clock shows the time twice; `first` is the earlier of the two.
 */
export function localToInstant(
  local: Temporal.PlainDateTime,
  zone: TimeZone,
  rules: { gap?: GapRule; overlap?: OverlapRule } = {},
): Temporal.Instant | null {
  const disambiguation = rules.overlap === 'second' ? 'later' : 'compatible';
  const zoned = local.toZonedDateTime(zone, { disambiguation });
  const isInGap = !zoned.toPlainDateTime().equals(local);
  if (isInGap && rules.gap === 'skip') return null;
  return zoned.toInstant();
}

export function localDateOf(instant: Temporal.Instant, zone: TimeZone): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/** Whole milliseconds, which is what the database and every provider can carry. */
export function toMilliseconds(instant: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(instant.epochMilliseconds);
}
