import { notFound } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { readPersonFacts } from '@belfry/people';
import { inTenant, type Tx } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listOccurrences } from '../usecases/reading/list-occurrences.ts';
import { readUpcoming } from '../usecases/reading/read-upcoming.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { occurrenceAnswer, toOccurrenceAnswer, toOccurrencePage, upcomingAnswer } from './occurrence-schemas.ts';

const tags = ['People'];
const params = z.strictObject({ id: idOf<PersonId>() });
const querystring = z.strictObject(pageParameters(z.object({ dueAt: positionInstant, occId: z.uuid() })));

/** A person's occurrences, ahead and behind: the engine's, though the person is not. */
export function addPersonOccurrenceRoutes(app: HttpServer, { pool, clock }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/people/:id/upcoming',
    schema: {
      tags,
      summary: 'What is to come for a person, soonest first',
      params,
      querystring,
      response: { 200: pageOf(upcomingAnswer) },
    },
    handler: (request) =>
      inTenant(pool, request.principal.tenantId, async (tx) => {
        const { tenantId } = request.principal;
        const { id: personId } = request.params;
        const personZone = await zoneOf(tx, personId);
        const { limit, cursor: after } = request.query;
        const rows = await readUpcoming(tx, { tenantId, personId, personZone, now: clock.now(), limit, after });
        return toPage(
          rows,
          limit,
          ({ at, occurrence }) => ({ ...toOccurrenceAnswer(occurrence), at: at.toString() }),
          ({ at, occurrence }) => ({ dueAt: at.toString(), occId: occurrence.occId }),
        );
      }),
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id/history',
    schema: {
      tags,
      summary: 'What has been due for a person, latest first',
      params,
      querystring,
      response: { 200: pageOf(occurrenceAnswer) },
    },
    handler: (request) =>
      inTenant(pool, request.principal.tenantId, async (tx) => {
        const { id: personId } = request.params;
        await zoneOf(tx, personId);
        const { limit, cursor: after } = request.query;
        const now = clock.now();
        const filter = { personId, to: now.add({ milliseconds: 1 }) };
        return toOccurrencePage(await listOccurrences(tx, filter, { limit, after, now }));
      }),
  });
}

/** Throws `person.not-found` (404). */
async function zoneOf(tx: Tx, id: PersonId): Promise<TimeZone> {
  const person = await readPersonFacts(tx, id);
  if (!person) throw notFound('person', id);
  return person.timeZone as TimeZone;
}
