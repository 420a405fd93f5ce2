import { AppError } from '@belfry/kernel/app-error';
import type { FastifyRequest } from 'fastify';
import { invalidRequest } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Heeds If-Match: calls `requireVersion`, and is documented as doing so. */
    heedsIfMatch?: boolean;
  }
}

/** The ETag of something that counts its edits (RFC 9110). Strong: the same version is the same answer. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/**
 * Lets pass what names this version in If-Match, and what has no If-Match at all. Call it in the transaction that
 * edits, after the row was locked: between an earlier check and the edit somebody else could come in.
 *
 * Throws `request.stale` (412), or `request.invalid` for what is no list of entity tags. A route that calls it without
 * saying `heedsIfMatch` is a mistake, and throws: nobody who reads the document would know of it.
 */
export function requireVersion(request: FastifyRequest, version: number): void {
  const { config, url } = request.routeOptions;
  if (!config.heedsIfMatch) throw new Error(`The route ${url} does not say that it heeds If-Match.`);
  const given = request.headers['if-match'];
  if (given === undefined || given.trim() === '*') return;
  const tags = given.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) {
    throw invalidRequest([{ path: 'If-Match', message: 'must be an ETag as it was answered, such as "3", or *' }]);
  }
  if (tags.includes(entityTag(version))) return;
  const message = 'It was changed since you read it. Read it again and apply your change to that.';
  throw new AppError({ code: 'request.stale', kind: 'stale', message });
}
