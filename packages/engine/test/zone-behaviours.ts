interface OffsetChange {
  at: Temporal.Instant;
  /** From then on. */
  offset: string;
}

/** When a zone's clocks change after `from` and up to `to`. */
export function changesOf(zone: string, from: Temporal.Instant, to: Temporal.Instant): OffsetChange[] {
  const changes: OffsetChange[] = [];
  let next = from.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next && Temporal.Instant.compare(next.toInstant(), to) <= 0) {
    changes.push({ at: next.toInstant(), offset: next.offset });
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}

/**
 * Zones in groups that cannot be told apart between two instants: the same offset at first, and the same changes at the
 * same instants. What holds for one of a group holds for all of it.
 */
export function groupByBehaviour(
  zones: readonly string[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): ReadonlyMap<string, string[]> {
  return Map.groupBy(zones, (zone) => {
    const changes = changesOf(zone, from, to).map(({ at, offset }) => `${at.toString()} ${offset}`);
    return [from.toZonedDateTimeISO(zone).offset, ...changes].join(', ');
  });
}
