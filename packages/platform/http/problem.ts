import { STATUS_CODES } from 'node:http';
import { AppError, type ErrorKind, type Issue } from '@belfry/kernel/app-error';
import { z } from 'zod';
import { databaseError } from './database-error.ts';
import { frameworkRefusal } from './framework-errors.ts';

/** RFC 9457. `code` is what programs decide by; `type` is the same as a URI; `detail` is for people. */
export const problemSchema = z
  .object({
    type: z.string().meta({ format: 'uri', examples: ['urn:belfry:problem:request.invalid'] }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable, `area.reason`.', examples: ['request.invalid'] }),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string().meta({ examples: ['contactPoints.0.address'] }), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with which part of the request.' }),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

/** An error as far as the caller may know it. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
  errors?: readonly Issue[];
}

const statusOfKind: Record<ErrorKind, number> = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  rule: 422,
  'too-large': 413,
  'rate-limited': 429,
  unavailable: 503,
  internal: 500,
};

const internalRefusal: Refusal = {
  status: 500,
  code: 'internal',
  detail: 'Something went wrong here. Quote the request id when you report it.',
};

/**
 * The one mapping from whatever was thrown to what is answered. Only an AppError and the framework's own refusals are
 * told to the caller; everything else is `internal`, whose message and cause stay in the log.
 */
export function refusalOf(error: unknown): Refusal {
  const known = error instanceof AppError ? error : databaseError(error);
  if (known === undefined) return frameworkRefusal(error) ?? internalRefusal;
  if (known.kind === 'internal') return { ...internalRefusal, code: known.code };
  return {
    status: statusOfKind[known.kind],
    code: known.code,
    detail: known.message,
    ...(known.issues.length > 0 ? { errors: known.issues } : {}),
  };
}

export function problemOf(refusal: Refusal, requestId: string): Problem {
  return {
    type: `urn:belfry:problem:${refusal.code}`,
    title: STATUS_CODES[refusal.status] ?? 'Error',
    status: refusal.status,
    detail: refusal.detail,
    code: refusal.code,
    requestId,
    ...(refusal.errors ? { errors: [...refusal.errors] } : {}),
  };
}
