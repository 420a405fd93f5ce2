import { inTenant, type Tx } from '@belfry/platform/database';
import { pageOf, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../domain/occurrence.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { countOpenByCode, type DeadLetterRecord, listDeadLetters } from '../store/chain/pg-dead-letters.ts';
import { discardDeadLetter, replayDeadLetter } from '../usecases/outcomes/replay-dead-letter.ts';
import { readOpenPage, resolveEach } from '../usecases/outcomes/resolve-dead-letters.ts';
import {
  deadLetterAnswer,
  deadLetterParams,
  deadLetterQuery,
  discardBody,
  discardManyBody,
  openDeadLettersAnswer,
  openDeadLettersQuery,
  resolvedAnswer,
  toDeadLetterAnswer,
  toResolvedAnswer,
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
      const { cursor, ...filter } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        listDeadLetters(tx, { ...filter, after: cursor }),
      );
      return toPage(rows, filter.limit, toDeadLetterAnswer, ({ at, id }) => ({ at: at.toString(), id }));
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

  app.route({
    method: 'GET',
    url: '/v1/dead-letters/open',
    schema: {
      tags,
      summary: 'Count those that wait for somebody, by how they ended',
      response: { 200: openDeadLettersAnswer },
    },
    handler: async (request) => ({ codes: await inTenant(pool, request.principal.tenantId, countOpenByCode) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/dead-letters/replay',
    schema: {
      tags,
      summary: 'Make the contacts of those that are open anew, newest first, as many as `limit` says',
      querystring: openDeadLettersQuery,
      response: { 200: resolvedAnswer },
    },
    handler: (request) =>
      resolveMany(request, request.query, (tx, id, change) => replayDeadLetter({ tx, id, ...change })),
  });

  app.route({
    method: 'POST',
    url: '/v1/dead-letters/discard',
    schema: {
      tags,
      summary: 'Say that nothing is to be done about those that are open, newest first, as many as `limit` says',
      querystring: openDeadLettersQuery,
      body: discardManyBody,
      response: { 200: resolvedAnswer },
    },
    handler: (request) => {
      const note = request.body.discardReason;
      return resolveMany(request, request.query, (tx, id, change) => discardDeadLetter({ tx, id, ...change, note }));
    },
  });

  interface Change {
    actor: Actor;
    now: Temporal.Instant;
  }

  async function changeBy({ principal: { actor, via } }: FastifyRequest): Promise<Change> {
    const now = clock.now();
    await partitions.coverNow(now);
    return { actor: { ...actor, via: via === 'key' ? 'API key' : 'console' }, now };
  }

  async function resolveMany(
    request: FastifyRequest,
    { cursor, ...which }: z.output<typeof openDeadLettersQuery>,
    carryOut: (tx: Tx, id: string, change: Change) => Promise<DeadLetterRecord>,
  ) {
    const { tenantId } = request.principal;
    const change = await changeBy(request);
    // A key keeps which they are: whoever asks again asks for the same ones, and what has been resolved is resolved once.
    const { body: page } = await runOnce(request, pool, async (tx) => ({
      status: 200,
      body: await readOpenPage(tx, { ...which, after: cursor }),
    }));
    try {
      const each = { pool, tenantId, carryOut: (tx: Tx, id: string) => carryOut(tx, id, change) };
      const done = await resolveEach(each, page.ids);
      for (const { day, occId } of done.resolved) onChange(tenantId, 'occurrences', formatOccurrenceId(day, occId));
      return toResolvedAnswer(done, page.next);
    } finally {
      onDue();
    }
  }

  async function resolve(request: FastifyRequest, carryOut: (tx: Tx, change: Change) => Promise<DeadLetterRecord>) {
    const { tenantId } = request.principal;
    const change = await changeBy(request);
    const { body } = await runOnce(request, pool, async (tx) => ({
      status: 200,
      body: toDeadLetterAnswer(await carryOut(tx, change)),
    }));
    onDue();
    onChange(tenantId, 'occurrences', body.occurrenceId);
    return body;
  }
}
