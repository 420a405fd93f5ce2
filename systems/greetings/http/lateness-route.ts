import { readDayLateness } from '@belfry/engine/module';
import { inTenant } from '@belfry/platform/database';
import { plainDateText } from '@belfry/platform/http/answer-fields';
import { plainDate } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { authorName } from '../domain/greetings-of.ts';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';

const seconds = z.number().nullable().meta({ description: 'null where nothing has gone.' });

const latenessAnswer = z
  .object({
    date: plainDateText,
    count: z.int().meta({
      description: 'What has gone. Missed, failed and withheld greetings were never late and are not among them.',
    }),
    onTime: z
      .int()
      .meta({ description: 'Of them, those taken within `promiseSeconds` of when they could first leave.' }),
    promiseSeconds: z.int(),
    p50Seconds: seconds,
    p99Seconds: seconds,
    mostSeconds: seconds,
    buckets: z
      .array(
        z.object({
          upToSeconds: z.int().nullable().meta({ description: 'Its bound is part of it. null: whatever is later.' }),
          count: z.int(),
        }),
      )
      .meta({ description: 'Each from above the bound of the one before it; those without any too.' }),
  })
  .meta({ id: 'GreetingLateness' });

export function addLatenessRoute(app: HttpServer, { pool, clock }: GreetingsRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/greetings/lateness',
    schema: {
      tags: ['Greetings'],
      summary: 'Read by how much a day’s greetings were late: a histogram, and p50 and p99 beside the promise',
      querystring: z.strictObject({
        date: plainDate
          .optional()
          .meta({ description: 'As it is called locally, in each zone. Absent: today in UTC.' }),
      }),
      response: { 200: latenessAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const day = request.query.date ?? clock.now().toZonedDateTimeISO('UTC').toPlainDate();
      const lateness = await inTenant(pool, tenantId, (tx) =>
        readDayLateness(tx, { tenantId, author: authorName, day }),
      );
      return { date: day.toString(), ...lateness };
    },
  });
}
