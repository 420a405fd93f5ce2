interface ContactPoint {
  isOptedOut: boolean;
}

export type Reachability = 'reachable' | 'no-address' | 'all-opted-out';

/** Whether anything sent to a person can arrive as things stand. The inbox that everybody has counts for nothing here: it rings nowhere. */
export function reachabilityOf(contactPoints: readonly ContactPoint[]): Reachability {
  if (contactPoints.length === 0) return 'no-address';
  return contactPoints.every((point) => point.isOptedOut) ? 'all-opted-out' : 'reachable';
}
