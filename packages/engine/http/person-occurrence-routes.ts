import { notFound } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import { readPersonFacts } from '@belfry/people';
import { inTenant, type Tx } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listOccurrences, type OccurrenceRecord } from '../store/pg-occurrences.ts';
import { readUpcoming } from '../usecases/read-upcoming.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { occurrenceAnswer, toOccurrenceAnswer } from './occurrence-schemas.ts';

const tags = ['People'];
const params = z.strictObject({ id: idOf<PersonId>() });
const querystring = z.strictObject(pageParameters(z.object({ dueAt: positionInstant, occId: z.uuid() })));
const response = { 200: pageOf(occurrenceAnswer) };

/** A person's occurrences, ahead and behind: the engine's, though the person is not. */
export function addPersonOccurrenceRoutes(app: HttpServer, { pool, clock }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/people/:id/upcoming',
    schema: { tags, summary: 'What is to come for a person, soonest first', params, querystring, response },
    handler: (request) =>
      inTenant(pool, request.principal.tenantId, async (tx) => {
        const { id: personId } = request.params;
        const personZone = await zoneOf(tx, personId);
        const { limit, cursor: after } = request.query;
        const rows = await readUpcoming(tx, { personId, personZone, now: clock.now(), limit, after });
        return toPage(rows, limit, toOccurrenceAnswer, positionOf);
      }),
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id/history',
    schema: { tags, summary: 'What has been due for a person, latest first', params, querystring, response },
    handler: (request) =>
      inTenant(pool, request.principal.tenantId, async (tx) => {
        const { id: personId } = request.params;
        await zoneOf(tx, personId);
        const { limit, cursor: after } = request.query;
        const now = clock.now();
        const rows = await listOccurrences(tx, { personId, to: now.add({ milliseconds: 1 }) }, { limit, after, now });
        return toPage(rows, limit, toOccurrenceAnswer, positionOf);
      }),
  });
}

/** Throws `person.not-found` (404). */
async function zoneOf(tx: Tx, id: PersonId): Promise<TimeZone> {
  const person = await readPersonFacts(tx, id);
  if (!person) throw notFound('person', id);
  return person.timeZone as TimeZone;
}

function positionOf({ dueAt, occId }: OccurrenceRecord): { dueAt: string; occId: string } {
  return { dueAt: dueAt.toString(), occId };
}
