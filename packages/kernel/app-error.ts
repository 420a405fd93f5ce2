/** What went wrong, as far as a caller can act on it; the HTTP kit maps each kind to one status. */
export type ErrorKind =
  | 'validation' // 400: the input's shape, with `issues`
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409: the state of things forbids it
  | 'stale' // 412: it was changed since the caller read it
  | 'rule' // 422: understood, but a rule of the domain refuses it
  | 'too-large' // 413
  | 'rate-limited' // 429
  | 'unavailable' // 503
  | 'internal'; // 500

/** `path` uses dots: `contactPoints.0.address`. */
export interface Issue {
  path: string;
  message: string;
}

interface AppErrorOptions {
  /** Stable, `area.reason`, never reused. */
  code: string;
  kind: ErrorKind;
  /** Shown to the caller; holds no secret and no personal data of others. */
  message: string;
  issues?: readonly Issue[];
  retryable?: boolean;
  /** Internal detail for the log alone. */
  details?: Record<string, unknown>;
  cause?: unknown;
}

export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly issues: readonly Issue[];
  readonly retryable: boolean;
  readonly details: Record<string, unknown>;

  constructor(options: AppErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.kind = options.kind;
    this.issues = options.issues ?? [];
    this.retryable = options.retryable ?? options.kind === 'unavailable';
    this.details = options.details ?? {};
  }
}

export function notFound(what: string, id: string): AppError {
  return new AppError({ code: `${what}.not-found`, kind: 'not-found', message: `There is no ${what} ${id}.` });
}

/** A rule of the domain that one field of the input breaks (422). */
export function ruleBroken(code: string, path: string, message: string): AppError {
  return new AppError({ code, kind: 'rule', message, issues: [{ path, message }] });
}
