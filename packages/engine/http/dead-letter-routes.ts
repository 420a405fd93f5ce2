import { inTenant, type Tx } from '@belfry/platform/database';
import { pageOf, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/occurrence.ts';
import { type DeadLetterRecord, listDeadLetters } from '../store/pg-dead-letters.ts';
import { discardDeadLetter, replayDeadLetter } from '../usecases/replay-dead-letter.ts';
import {
  deadLetterAnswer,
  deadLetterParams,
  deadLetterQuery,
  discardBody,
  toDeadLetterAnswer,
} from './dead-letter-schemas.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';

const tags = ['Dead letters'];

/** What ended badly and nothing will try again by itself. */
export function addDeadLetterRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, partitions, onChange, onDue } = options;

  app.route({
    method: 'GET',
    url: '/v1/dead-letters',
    schema: {
      tags,
      summary: 'List attempts that ended badly and that nothing tries again, newest first',
      querystring: deadLetterQuery,
      response: { 200: pageOf(deadLetterAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, state } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        listDeadLetters(tx, { state, limit, after: cursor }),
      );
      return toPage(rows, limit, toDeadLetterAnswer, ({ at, id }) => ({ at: at.toString(), id }));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/dead-letters/:id/replay',
    schema: {
      tags,
      summary: 'Make the contact anew, at once and with the data of now',
      params: deadLetterParams,
      response: { 200: deadLetterAnswer },
    },
    handler: (request) => resolve(request, (tx, change) => replayDeadLetter({ tx, id: request.params.id, ...change })),
  });

  app.route({
    method: 'POST',
    url: '/v1/dead-letters/:id/discard',
    schema: {
      tags,
      summary: 'Say that nothing is to be done about it',
      params: deadLetterParams,
      body: discardBody,
      response: { 200: deadLetterAnswer },
    },
    handler: (request) =>
      resolve(request, (tx, change) =>
        discardDeadLetter({ tx, id: request.params.id, ...change, note: request.body.discardReason ?? null }),
      ),
  });

  async function resolve(
    request: FastifyRequest,
    carryOut: (tx: Tx, change: { actor: Actor; now: Temporal.Instant }) => Promise<DeadLetterRecord>,
  ) {
    const { tenantId, actor, via } = request.principal;
    const now = clock.now();
    await partitions.coverNow(now);
    const who = { ...actor, via: via === 'key' ? 'API key' : 'console' };
    const { body } = await runOnce(request, pool, async (tx) => ({
      status: 200,
      body: toDeadLetterAnswer(await carryOut(tx, { actor: who, now })),
    }));
    onDue();
    onChange(tenantId, 'occurrences', body.occurrenceId);
    return body;
  }
}
