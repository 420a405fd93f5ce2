/** The lowest of some transaction ids (xid8); at least one. */
export function lowestXid(xids: readonly bigint[]): bigint {
  return xids.reduce((lowest, xid) => {
    // Math.min knows no bigint.
    if (xid < lowest) return xid;
    return lowest;
  });
}
