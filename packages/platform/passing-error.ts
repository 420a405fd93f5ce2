/**
 * SQLSTATEs after which the same statement may well succeed (PostgreSQL, appendix A): classes of them by their beginnings.
 * Out of memory or of connections; refused, full (53100), read-only (25006) or at odds with its disk (58) it is out of order.
 */
const overloaded = /^(53200|53300|53400|40001|40P01|55P03|57014|25P03|25P04)$/;
const outOfOrder = /^(08|28|57P0|58|53100$|25006$|3D000$)/;

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);

/** node-postgres gives these no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Query read timeout)/;

/**
 * Why the same query may well succeed a little later: the database has too much to do, or is out of order, or cannot be
 * reached. Null where none explains what it threw. Whether it was carried out nobody knows.
 */
export function whyPassing(error: unknown): 'busy' | 'unavailable' | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (overloaded.test(code)) return 'busy';
  const isUnavailable = outOfOrder.test(code) || lostConnection.test(error.message) || isSocketError(error, code);
  return isUnavailable ? 'unavailable' : null;
}

/** A host with several addresses gives an AggregateError, which names no system call; a file's error does. */
function isSocketError(error: Error, code: string): boolean {
  if (!socketErrors.has(code)) return false;
  return (
    error instanceof AggregateError || ('syscall' in error && /^(connect|read|write|getaddr)/.test(`${error.syscall}`))
  );
}
