import { AppError } from '@belfry/kernel/app-error';
import { DrizzleQueryError } from 'drizzle-orm/errors';

/** SQLSTATEs after which the same request may well succeed (PostgreSQL, appendix A). */
const gone = new Set(['57P01', '57P02', '57P03', '57P05']);
const overloaded = new Set(['53300', '40001', '40P01', '55P03', '57014', '25P03', '25P04']);

/** Text that PostgreSQL cannot store; storable-text.ts refuses it by its path, this is the net below. */
const unstorable = new Set(['22021', '22P05']);

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT']);

/** node-postgres gives these no code. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Query read timeout)/;

/**
 * What a caller may know of an error that a query threw; undefined where it is none, or one that only a mistake of
 * ours explains.
 */
export function databaseError(thrown: unknown): AppError | undefined {
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (overloaded.has(code)) return unavailable('database.busy', 'The database is too busy. Try again.', thrown);
  if (unstorable.has(code)) {
    const message = 'The request holds characters that cannot be stored.';
    return new AppError({ code: 'request.invalid', kind: 'validation', message, cause: thrown });
  }
  if (code.startsWith('08') || gone.has(code) || lostConnection.test(error.message) || isSocketError(error, code)) {
    return unavailable('database.unavailable', 'The database cannot be reached just now. Try again.', thrown);
  }
  return undefined;
}

/** A host with several addresses gives an AggregateError, which names no system call; a file's error does. */
function isSocketError(error: Error, code: string): boolean {
  if (!socketErrors.has(code)) return false;
  return (
    error instanceof AggregateError || ('syscall' in error && /^(connect|read|write|getaddr)/.test(`${error.syscall}`))
  );
}

function unavailable(code: string, message: string, cause: unknown): AppError {
  return new AppError({ code, kind: 'unavailable', message, cause });
}
