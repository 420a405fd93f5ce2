import pg from 'pg';

/**
 * Whether an error is about what was to be written, and not about the connection: SQLSTATE classes 22 (data exception) and
 * 23 (integrity, a missing partition among it); and our own arithmetic. Nothing has been committed then.
 */
export function isAboutTheData(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^2[23]/.test(error.code ?? '');
  return error instanceof RangeError || error instanceof TypeError;
}

/** Whether it is that somebody else held a lock for longer than was to be waited for. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03';
}
