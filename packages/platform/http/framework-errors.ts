import type { Refusal } from './problem.ts';

/** What Fastify refuses by itself, before a route sees the request. */
const refusals: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'request.malformed-json',
    detail: 'The body is not valid JSON.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'request.incomplete',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { status: 400, code: 'request.malformed-url', detail: 'The address is not a valid URL.' },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'request.too-large',
    detail: 'The body is larger than this address accepts.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'request.url-too-long',
    detail: 'A part of the address is longer than any that exists.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'request.unsupported-media-type',
    detail: 'This address does not take a body of this Content-Type; JSON is sent as application/json.',
  },
  FST_ERR_HANDLER_TIMEOUT: {
    status: 503,
    code: 'server.timed-out',
    detail: 'The answer took too long. Try again.',
  },
};

/** Undefined for what is no refusal but a fault. A plugin's own 4xx keeps its status under a general code. */
export function frameworkRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const known = refusals[error.code];
  if (known) return known;
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (!error.code.startsWith('FST_') || status < 400 || status >= 500) return undefined;
  return { status, code: 'request.refused', detail: 'The request cannot be served as it is.' };
}
