import { AppError, type Issue } from '@belfry/kernel/app-error';
import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';

type ZodIssue = z.core.$ZodIssue;

/** Enough to mend a request by; a body of a million mistakes must not become an answer of as many. */
const MAX_ISSUES = 50;

/** Zod's own wording elsewhere. */
const wording: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined),
};

/**
 * Validates with Zod and refuses with an AppError that names each path. Fastify passes null for a body that was not
 * sent; it is undefined here, so that a schema may be `.optional()`.
 */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) => {
    const input = httpPart === 'body' ? (data ?? undefined) : data;
    const result = z.safeParse(schema, input, wording);
    return result.success ? { value: result.data } : { error: invalidRequest(issuesOf(result.error)) };
  };

export function invalidRequest(issues: readonly Issue[]): AppError {
  const message = 'The request is not valid; see errors.';
  return new AppError({ code: 'request.invalid', kind: 'validation', message, issues });
}

export function issuesOf(error: z.core.$ZodError): Issue[] {
  return error.issues.flatMap((issue) => toIssues(issue, [])).slice(0, MAX_ISSUES);
}

function toIssues(issue: ZodIssue, base: readonly PropertyKey[]): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: 'is not a known field' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return unionIssues(issue.errors, path);
  return [{ path: dotted(path), message: issue.message }];
}

/**
 * A value fits none of several shapes: tells what is wrong with the one it comes closest to, which is the one that
 * looked deepest into it; where none looked inside, all of them.
 */
function unionIssues(branches: readonly ZodIssue[][], path: readonly PropertyKey[]): Issue[] {
  const depths = branches.map((branch) => Math.max(...branch.map((issue) => issue.path.length)));
  const deepest = Math.max(...depths);
  if (deepest === 0) {
    const messages = branches.flatMap((branch) => branch.flatMap((issue) => toIssues(issue, path)));
    return [{ path: dotted(path), message: [...new Set(messages.map((issue) => issue.message))].join('; or ') }];
  }
  const closest = branches[depths.indexOf(deepest)] ?? [];
  return closest.flatMap((issue) => toIssues(issue, path));
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
