import { notFound, ruleBroken } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import { compareInstants } from '@belfry/kernel/instants';
import { inTenant } from '@belfry/platform/database';
import { instant, wholeNumber } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type pg from 'pg';
import { z } from 'zod';
import { appendEvents } from '../store/pg-append-events.ts';
import { findEvents, readTrace } from '../store/pg-read-events.ts';
import {
  appendedAnswer,
  correlationId,
  eventAnswer,
  eventType,
  newEvent,
  newEvents,
  toEventAnswer,
  toNewEvent,
  traceId,
} from './event-schemas.ts';

export interface EventRoutesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
}

const tags = ['Events'];
const batchBytes = 32 * 1024 * 1024;
const highestSequence = 2_147_483_647;
const inTrace = z.object({
  sequence: z
    .int()
    .min(0)
    .max(highestSequence - 1),
});
const inTime = z.object({
  at: positionInstant,
  traceId: z.string(),
  sequence: z
    .int()
    .min(0)
    .max(highestSequence - 1),
});

export function addEventRoutes(app: HttpServer, { pool, clock }: EventRoutesOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/events',
    schema: { tags, summary: 'Write down an event', body: newEvent, response: { 201: appendedAnswer } },
    handler: async (request, reply) => {
      const event = toNewEvent(request.body, clock.now());
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const [appended] = await appendEvents(tx, [event], () => 'id');
        if (!appended) throw new Error('An event was appended and not answered.');
        return { status: 201, body: appended };
      });
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/events/batch',
    bodyLimit: batchBytes,
    schema: {
      tags,
      summary: 'Write down many events of any traces, all or none, in the order given',
      body: newEvents,
      response: { 201: z.object({ data: z.array(appendedAnswer) }) },
    },
    handler: async (request, reply) => {
      const now = clock.now();
      const events = request.body.events.map((event) => toNewEvent(event, now));
      const { status, body } = await runOnce(request, pool, async (tx) => ({
        status: 201,
        body: { data: await appendEvents(tx, events, (index) => `events.${index}.id`) },
      }));
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/events',
    schema: {
      tags,
      summary: 'Find events, in order of time',
      querystring: z.strictObject({
        ...pageParameters(inTime),
        type: eventType.optional(),
        traceId: traceId.optional(),
        correlationId: correlationId.optional(),
        from: instant.optional(),
        to: instant.optional().meta({ description: 'Not included.' }),
      }),
      response: { 200: pageOf(eventAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      if (filter.from && filter.to && compareInstants(filter.from, filter.to) > 0) {
        throw ruleBroken('event.range-backwards', 'to', 'must not be before from');
      }
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        findEvents(tx, filter, { limit, after: cursor }),
      );
      return toPage(rows, limit, toEventAnswer, (row) => ({
        at: row.at.toString(),
        traceId: row.traceId,
        sequence: row.sequence,
      }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/traces/:traceId/events',
    schema: {
      tags,
      summary: 'A trace in its order',
      params: z.strictObject({ traceId }),
      querystring: z.strictObject({
        ...pageParameters(inTrace),
        fromSequence: wholeNumber(1, highestSequence).default(1),
      }),
      response: { 200: pageOf(eventAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, fromSequence } = request.query;
      const from = cursor ? cursor.sequence + 1 : fromSequence;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        readTrace(tx, { traceId: request.params.traceId, fromSequence: from, limit }),
      );
      if (!rows) throw notFound('trace', request.params.traceId);
      return toPage(rows, limit, toEventAnswer, ({ sequence }) => ({ sequence }));
    },
  });
}
