import { notFound } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { entityTag } from '@belfry/platform/http/entity-tag';
import { idOf, locale, monthDay, text, timeZone } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listPeople, readPerson } from '../store/pg-people.ts';
import { AddInGroups } from '../usecases/add-in-groups.ts';
import { addEditRoutes } from './edit-routes.ts';
import { addImportRoutes } from './import-routes.ts';
import type { PeopleRoutesOptions } from './people-routes-options.ts';
import { newPerson, personAnswer, toNewPerson, toPersonAnswer } from './person-schemas.ts';
import { addRelationshipRoutes } from './relationship-routes.ts';

const tags = ['People'];
const position = z.object({ createdAt: positionInstant, id: z.uuid() });
const params = z.strictObject({ id: idOf<PersonId>() });

export function addPeopleRoutes(app: HttpServer, options: PeopleRoutesOptions): void {
  const { pool, sealer, onChange } = options;
  const adding = new AddInGroups(options);

  app.route({
    method: 'POST',
    url: '/v1/people',
    schema: { tags, summary: 'Add a person', body: newPerson, response: { 201: personAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const person = toNewPerson(request.body);
      const { status, body } = await runOnce(
        request,
        pool,
        async (tx) => ({ status: 201, body: toPersonAnswer(await adding.addOne(tx, tenantId, person)) }),
        async () => ({ status: 201, body: toPersonAnswer(await adding.add(tenantId, person)) }),
      );
      onChange(tenantId, body.id as PersonId);
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people',
    schema: {
      tags,
      summary: 'List people, newest first',
      querystring: z.strictObject({
        ...pageParameters(position),
        q: text(200).optional().meta({
          description:
            'A whole externalId or address; or, where nobody has it, the beginnings of words of a name, in any order and whatever the accents; or else, among the newest 200,000, part of a name or of one of these.',
        }),
        externalId: text(200).optional(),
        timeZone: timeZone.optional(),
        locale: locale.optional(),
        birthday: monthDay.optional().meta({ description: 'Whatever the year.' }),
        anniversary: monthDay.optional().meta({ description: 'Whatever the year.' }),
      }),
      response: { 200: pageOf(personAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        listPeople(tx, sealer, filter, { limit, after: cursor }),
      );
      return toPage(rows, limit, toPersonAnswer, (row) => ({ createdAt: row.createdAt.toString(), id: row.id }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id',
    schema: { tags, summary: 'Read a person', params, response: { 200: personAnswer } },
    handler: async (request, reply) => {
      const person = await inTenant(pool, request.principal.tenantId, (tx) =>
        readPerson(tx, sealer, request.params.id),
      );
      if (!person) throw notFound('person', request.params.id);
      return reply.header('etag', entityTag(person.version)).send(toPersonAnswer(person));
    },
  });

  addImportRoutes(app, options);
  addEditRoutes(app, options);
  addRelationshipRoutes(app, options);
}
