import { AppError } from '@belfry/kernel/app-error';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { whyPassing } from '../passing-error.ts';

/** Text that PostgreSQL cannot store; storable-text.ts refuses it by its path, this is the net below. */
const unstorable = new Set(['22021', '22P05']);

const passing = {
  busy: { code: 'database.busy', message: 'The database is too busy. Try again.' },
  unavailable: { code: 'database.unavailable', message: 'The database cannot be used just now. Try again.' },
} as const;

/**
 * What a caller may know of an error that a query threw; undefined where it is none, or one that only a mistake of
 * ours explains.
 */
export function databaseError(thrown: unknown): AppError | undefined {
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown;
  const why = whyPassing(error);
  if (why) return new AppError({ ...passing[why], kind: 'unavailable', cause: thrown });
  if (error instanceof Error && 'code' in error && unstorable.has(`${error.code}`)) {
    const message = 'The request holds characters that cannot be stored.';
    return new AppError({ code: 'request.invalid', kind: 'validation', message, cause: thrown });
  }
  return undefined;
}
