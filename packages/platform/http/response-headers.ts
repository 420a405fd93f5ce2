import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

export interface ResponseHeadersOptions {
  publicUrl: string;
  /** `'sha256-…'` of inline scripts that our own pages hold. */
  inlineScriptHashes?: readonly string[];
}

/**
 * Headers of every response: the request's id and what a browser must not be allowed to do.
 * Inline styles are allowed because Mantine sets its variables and responsive sizes by them; inline scripts are not.
 * `same-origin` keeps tokens in our addresses out of others' logs, while forms of our own still name their origin.
 */
export const responseHeaders = fp(
  async (app: FastifyInstance, { publicUrl, inlineScriptHashes = [] }: ResponseHeadersOptions) => {
    const fixed: Record<string, string> = {
      'content-security-policy': contentSecurityPolicy(inlineScriptHashes),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    };
    if (publicUrl.startsWith('https:')) fixed['strict-transport-security'] = 'max-age=31536000';

    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(fixed);
      reply.header('x-request-id', request.id);
      done();
    });
  },
  { name: 'belfry-response-headers' },
);

function contentSecurityPolicy(inlineScriptHashes: readonly string[]): string {
  return [
    "default-src 'self'",
    ['script-src', "'self'", ...inlineScriptHashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
