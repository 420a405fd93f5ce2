/** What may be logged of an error that passed through the identity tables. */
interface ErrorDescription {
  type: string;
  /** SQLSTATE, Node's or Better Auth's code. */
  code?: string;
  frames: string[];
  cause?: ErrorDescription;
}

/**
 * Leaves every message out: Drizzle's holds the query's parameters (session tokens, hashes of keys) and PostgreSQL's
 * may quote a value.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] };
  const code = codeOf(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.constructor.name,
    ...(code === undefined ? {} : { code }),
    frames: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const body = 'body' in error ? error.body : undefined;
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') return body.code;
  return undefined;
}
