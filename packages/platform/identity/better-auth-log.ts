import { describeError } from './describe-error.ts';

/** The part of a pino logger that identity needs. */
export interface IdentityLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Better Auth's log, carried over to ours without what it was given to log: arguments may hold rows, addresses and
 * tokens, messages may quote a URL. What it calls an error is one only where something failed: a refused key goes to
 * `debug`, a refused origin to `warn`.
 */
export function betterAuthLog(logger: IdentityLogger) {
  return (level: Level, message: unknown, ...details: unknown[]): void => {
    const errors = [message, ...details].filter((detail) => detail instanceof Error);
    const text = typeof message === 'string' ? message.replace(/\?\S*/g, '') : 'Better Auth reported an error';
    logger[level === 'error' ? severity(errors) : level](
      { source: 'better-auth', errors: errors.map(describeError) },
      text,
    );
  };
}

function severity(errors: Error[]): Level {
  if (errors.length === 0) return 'warn';
  return errors.every(isRefusal) ? 'debug' : 'error';
}

function isRefusal(error: Error): boolean {
  return 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
}
