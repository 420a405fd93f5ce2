/**
 * The order of two instants. By their milliseconds where those tell them apart: Temporal's own comparison takes eight times
 * as long (Node 26.9), and thousands are sorted at once.
 */
export function compareInstants(a: Temporal.Instant, b: Temporal.Instant): number {
  if (a === b) return 0;
  return a.epochMilliseconds - b.epochMilliseconds || Temporal.Instant.compare(a, b);
}

export function earlierOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return compareInstants(a, b) < 0 ? a : b;
}

export function laterOf(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return compareInstants(a, b) > 0 ? a : b;
}
