import { inTenant } from '@belfry/platform/database';
import { wholeNumber } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listWaiting, waitingStates } from '../usecases/reading/list-waiting.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { occurrenceAnswer, toOccurrenceAnswer } from './occurrence-schemas.ts';

const waitingAnswer = z
  .object({
    state: z.enum(waitingStates),
    count: z.int().meta({ description: 'Of all that was looked through, however few of them are shown.' }),
    isMore: z.boolean().meta({ description: 'So much waits that there may be more of them than were counted.' }),
    occurrences: z.array(occurrenceAnswer).meta({ description: 'The longest due first.' }),
  })
  .meta({ id: 'Waiting' });

export function addWaitingRoutes(app: HttpServer, { pool, clock }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/waiting',
    schema: {
      tags: ['Occurrences'],
      summary: 'What needs a human, whoever has waited longest first',
      description:
        'What waits for an answer or had none, however old it is, and what failed or was missed within seven days. A ' +
        'message without a policy that is under way waits for nobody.',
      querystring: z.strictObject({
        limit: wholeNumber(1, 200).default(50).meta({ description: 'Of each state.' }),
      }),
      response: { 200: z.object({ data: z.array(waitingAnswer) }) },
    },
    handler: async (request) => {
      const asked = { limit: request.query.limit, now: clock.now() };
      const groups = await inTenant(pool, request.principal.tenantId, (tx) => listWaiting(tx, asked));
      return { data: groups.map(({ rows, ...group }) => ({ ...group, occurrences: rows.map(toOccurrenceAnswer) })) };
    },
  });
}
