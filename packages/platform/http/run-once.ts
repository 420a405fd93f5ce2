import { createHash } from 'node:crypto';
import { AppError } from '@belfry/kernel/app-error';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type pg from 'pg';
import { inTenant, type Tx } from '../database.ts';
import {
  claimIdempotencyKey,
  type IdempotencyRecord,
  recordAnswer,
  releaseIdempotencyKey,
} from './idempotency-keys.ts';
import { invalidRequest } from './validation.ts';

export interface Answer {
  status: number;
  /** JSON, as the route's response schema has it; undefined for a 204. */
  body: unknown;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The answer is one already given to the same Idempotency-Key. */
    isReplayed: boolean;
  }
}

/**
 * Runs `effect` in one transaction of the caller's tenant. With an Idempotency-Key the key and the answer commit with
 * it: whoever repeats the request gets the same answer and no second effect, also while the first is still under way
 * (it waits), and after a crash in between neither exists. What throws rolls the key back too, so that a refused
 * request may be corrected or tried again under the same key.
 *
 * @param unkeyed what a request without a key does instead, for effects that many requests share
 *
 * Throws `request.invalid` for a malformed key, `idempotency.key-reused` for a key that came with another request.
 */
export async function runOnce<const Given extends Answer>(
  request: FastifyRequest,
  appPool: pg.Pool,
  effect: (tx: Tx) => Promise<Given>,
  unkeyed?: () => Promise<Given>,
): Promise<Given> {
  const { tenantId } = request.principal;
  const key = idempotencyKeyOf(request);
  if (key === undefined) return unkeyed ? unkeyed() : inTenant(appPool, tenantId, effect);
  const fingerprint = fingerprintOf(request);
  return inTenant(appPool, tenantId, async (tx) => {
    const earlier = await claimIdempotencyKey(tx, { tenantId, key, fingerprint });
    if (earlier !== null) {
      request.isReplayed = true;
      return replay<Given>(earlier, fingerprint);
    }
    const answer = await effect(tx);
    await recordAnswer(tx, { tenantId, key, ...answer });
    return answer;
  });
}

/**
 * For what takes longer than a transaction, and is known by an id: whoever repeats the request with its Idempotency-Key is told
 * the id of the first, also after a crash in between.
 * @param fingerprint of its body; `id` for one that is not repeated
 * @returns with the id, how to give the key back where the request is refused; null where it has none
 * @throws AppError as `runOnce` does
 */
export async function idOfRequest(
  request: FastifyRequest,
  appPool: pg.Pool,
  { fingerprint: ofBody, id }: { fingerprint: string; id: string },
): Promise<{ id: string; giveBackKey: (() => Promise<void>) | null }> {
  const { tenantId } = request.principal;
  const key = idempotencyKeyOf(request);
  if (key === undefined) return { id, giveBackKey: null };
  const fingerprint = fingerprintOf({ method: request.method, originalUrl: request.originalUrl, body: ofBody });
  const claim = { tenantId, key, fingerprint };
  const first = await inTenant(appPool, tenantId, async (tx) => {
    const earlier = await claimIdempotencyKey(tx, claim);
    if (earlier !== null) return replay<{ status: number; body: { id: string } }>(earlier, fingerprint).body;
    await recordAnswer(tx, { tenantId, key, status: 200, body: { id } });
    return { id };
  });
  return { ...first, giveBackKey: () => inTenant(appPool, tenantId, (tx) => releaseIdempotencyKey(tx, claim)) };
}

/** Marks replays with `Idempotent-Replayed: true`; only answers to a POST can be one. */
export const idempotentReplays = fp(
  async (app: FastifyInstance) => {
    app.decorateRequest('isReplayed', false);
    app.addHook('onSend', (request, reply, payload, done) => {
      if (request.isReplayed) reply.header('idempotent-replayed', 'true');
      done(null, payload);
    });
  },
  { name: 'belfry-idempotent-replays' },
);

/** @throws AppError `request.invalid` for a malformed one */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw invalidRequest([{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }]);
}

/** Of the validated body, so that spacing and the order of known fields make no difference. */
function fingerprintOf({ method, originalUrl, body }: Pick<FastifyRequest, 'method' | 'originalUrl' | 'body'>): string {
  return createHash('sha256')
    .update(`${method} ${originalUrl}\n${JSON.stringify(body) ?? ''}`)
    .digest('base64url');
}

function keyReused(): AppError {
  const message = 'This Idempotency-Key was used for another request within the last 24 hours.';
  return new AppError({ code: 'idempotency.key-reused', kind: 'conflict', message });
}

function replay<Given extends Answer>(earlier: IdempotencyRecord, fingerprint: string): Given {
  if (earlier.fingerprint !== fingerprint) {
    throw keyReused();
  }
  return { status: earlier.status, body: earlier.body ?? undefined } as Given;
}
