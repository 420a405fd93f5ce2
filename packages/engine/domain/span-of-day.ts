/** Of all zones together a day is this long; its date may have been another one when it was planned. */
const before = { hours: 26 };
const after = { hours: 50 };

/** The instants between which all that is filed under a local date is due, wherever its people are. */
export function spanOfDay(day: Temporal.PlainDate): { from: Temporal.Instant; to: Temporal.Instant } {
  const midnight = day.toZonedDateTime('UTC').toInstant();
  return { from: midnight.subtract(before), to: midnight.add(after) };
}
