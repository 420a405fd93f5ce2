import type { Issue } from '@belfry/kernel/app-error';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { invalidRequest } from './validation.ts';

/** JSON escapes of NUL and of surrogates; unescaped, JSON allows the first nowhere and UTF-8 has no second. */
const SUSPECT_JSON = /\\u(?:0000|d[89a-f])/i;

/**
 * PostgreSQL stores neither NUL nor half a surrogate pair in text or jsonb, so both are refused here for every route,
 * in body, query and path, by the name of where they stand. JSON is searched as text first: a request without such an
 * escape costs one scan.
 *
 * It also reads `application/json` itself: an empty body is no body (many clients announce JSON on every POST), and
 * Fastify's text/plain is not taken.
 */
export const storableText = fp(
  async (app: FastifyInstance) => {
    const parseJson = app.getDefaultJsonParser('error', 'error');
    app.removeContentTypeParser(['application/json', 'text/plain']);
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
      if (text.length === 0) return done(null, undefined);
      return parseJson(request, `${text}`, (error, body) => {
        if (error) return done(error);
        const issues = SUSPECT_JSON.test(`${text}`) ? unstorableIn(body) : [];
        return issues.length > 0 ? done(invalidRequest(issues)) : done(null, body);
      });
    });

    app.addHook('preValidation', (request, _reply, done) => {
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
      if (!isForm && !request.originalUrl.includes('%')) return done();
      const issues = [request.params, request.query, ...(isForm ? [request.body] : [])].flatMap(unstorableIn);
      return issues.length > 0 ? done(invalidRequest(issues)) : done();
    });
  },
  { name: 'belfry-storable-text' },
);

/** Iterative, because a body may nest deeper than the stack allows. */
export function unstorableIn(root: unknown): Issue[] {
  const issues: Issue[] = [];
  const pending: { path: string; value: unknown }[] = [{ path: '', value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, value } = next;
    if (typeof value === 'string' && !isStorable(value)) issues.push({ path, message: UNSTORABLE });
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    for (const [key, child] of Object.entries(value).reverse()) {
      const childPath = path === '' ? key : `${path}.${key}`;
      if (isStorable(key)) pending.push({ path: childPath, value: child });
      else issues.push({ path, message: `${UNSTORABLE} in the name of a field` });
    }
  }
  return issues;
}

const UNSTORABLE = 'holds a character that cannot be stored (NUL or half of a surrogate pair)';

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
