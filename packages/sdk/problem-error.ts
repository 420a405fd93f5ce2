/** One field that the server refused; `path` uses dots: `contactPoints.0.address`. */
export interface FieldError {
  path: string;
  message: string;
}

interface ProblemFields {
  /** The HTTP status; 0 when no answer came at all. */
  status: number;
  /** Stable, `area.reason`; made here: `network.unreachable`, `network.timeout`, `response.unreadable`. */
  code: string;
  title: string;
  detail: string;
  errors: readonly FieldError[];
  /** What to quote when asking for help; null when the request never arrived. */
  requestId: string | null;
}

/** The only error a call of this client rejects with (apart from an AbortError of the caller's own signal). */
export class ProblemError extends Error implements ProblemFields {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(fields: ProblemFields, options?: ErrorOptions) {
    super(fields.detail, options);
    this.name = 'ProblemError';
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title;
    this.detail = fields.detail;
    this.errors = fields.errors;
    this.requestId = fields.requestId;
  }
}

/** Reads problem+json (RFC 9457); whatever else stands in an error's body is answered with the status alone. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const body = await readObject(response);
  const title = text(body['title']) ?? `HTTP ${response.status}`;
  return new ProblemError({
    status: response.status,
    code: text(body['code']) ?? 'response.unreadable',
    title,
    detail: text(body['detail']) ?? title,
    errors: Array.isArray(body['errors']) ? body['errors'].filter(isFieldError) : [],
    requestId: text(body['requestId']) ?? response.headers.get('x-request-id'),
  });
}

/** No answer came at all. */
export function unreachable(cause: unknown): ProblemError {
  return noAnswer('network.unreachable', 'The server could not be reached.', cause);
}

/** None came in time; whether it has done what it was asked is not known. */
export function unanswered(cause: unknown): ProblemError {
  return noAnswer('network.timeout', 'The server has not answered in time.', cause);
}

function noAnswer(code: string, title: string, cause: unknown): ProblemError {
  return new ProblemError({ status: 0, code, title, detail: title, errors: [], requestId: null }, { cause });
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
