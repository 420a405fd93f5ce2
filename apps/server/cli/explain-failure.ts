import { AppError } from '@belfry/kernel/app-error';
import pg from 'pg';

/**
 * What a command says when it fails: a line that names the variable, where one mends it; the error itself, for its
 * stack, where only we can. Neither the address of the database nor the driver's messages hold its password.
 */
export function explainFailure(error: unknown, env: NodeJS.ProcessEnv): unknown {
  if (error instanceof AppError) return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [error];
  if (!(first instanceof Error)) return error;
  const syscall = 'syscall' in first ? first.syscall : null;
  if (syscall === 'listen') return `PORT or HOST: nobody can listen there: ${first.message}.`;
  if (env.DATABASE_URL && isOurRole(first)) return `DATABASE_URL: ${otherPassword}`;
  const isNoWayIn = syscall === 'connect' || syscall === 'getaddrinfo' || isRefusal(first);
  if (env.DATABASE_URL && isNoWayIn) return `DATABASE_URL: the database cannot be reached: ${first.message}.`;
  return error;
}

const otherPassword =
  'its password is not the one that Belfry’s roles were given theirs by. Take that of the servers, or let `belfry migrate` give them new ones.';

/** The owner got in, and one of the application's roles, whose passwords follow from the owner's, did not. */
function isOurRole(error: Error): boolean {
  return error instanceof pg.DatabaseError && error.code === '28P01' && /"belfry_\w+"/.test(error.message);
}

/** Invalid authorisation, and no such database (PostgreSQL, appendix A). */
function isRefusal(error: Error): boolean {
  return error instanceof pg.DatabaseError && /^(28...|3D000)$/.test(error.code ?? '');
}
