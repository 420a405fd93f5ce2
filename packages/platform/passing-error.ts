/** SQLSTATEs after which the same statement may well succeed (PostgreSQL, appendix A). */
const gone = new Set(['57P01', '57P02', '57P03', '57P05']);
const overloaded = new Set(['53300', '40001', '40P01', '55P03', '57014', '25P03', '25P04']);

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);

/** node-postgres gives these no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Query read timeout)/;

/**
 * Why the same query may well succeed a little later: the database has too much to do, or cannot be reached. Null where
 * neither explains what it threw. Whether it was carried out nobody knows.
 */
export function whyPassing(error: unknown): 'busy' | 'unreachable' | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (overloaded.has(code)) return 'busy';
  const isUnreachable =
    code.startsWith('08') || gone.has(code) || lostConnection.test(error.message) || isSocketError(error, code);
  return isUnreachable ? 'unreachable' : null;
}

/** A host with several addresses gives an AggregateError, which names no system call; a file's error does. */
function isSocketError(error: Error, code: string): boolean {
  if (!socketErrors.has(code)) return false;
  return (
    error instanceof AggregateError || ('syscall' in error && /^(connect|read|write|getaddr)/.test(`${error.syscall}`))
  );
}
