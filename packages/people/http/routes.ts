import { notFound } from '@belfry/kernel/app-error';
import type { Clock } from '@belfry/kernel/clock';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type pg from 'pg';
import { z } from 'zod';
import { listPeople, readPerson } from '../store/pg-people.ts';
import { createPerson } from '../usecases/create-person.ts';
import { newPerson, personAnswer, toPersonAnswer } from './person-schemas.ts';

export interface PeopleRoutesOptions {
  pool: pg.Pool;
  clock: Clock;
  onChange(tenantId: TenantId, personId: PersonId): void;
}

const tags = ['People'];
const position = z.object({ createdAt: positionInstant, id: z.uuid() });

export function addPeopleRoutes(app: HttpServer, { pool, clock, onChange }: PeopleRoutesOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/people',
    schema: { tags, summary: 'Add a person', body: newPerson, response: { 201: personAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { birthDate, anniversaryDate, ...rest } = request.body;
      const person = {
        ...rest,
        birthDate: birthDate?.toString() ?? null,
        anniversaryDate: anniversaryDate?.toString() ?? null,
      };
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const created = await createPerson({ tx, tenantId, now: clock.now(), person });
        return { status: 201, body: toPersonAnswer(created) };
      });
      onChange(tenantId, body.id as PersonId);
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people',
    schema: {
      tags,
      summary: 'List people, newest first',
      querystring: z.strictObject(pageParameters(position)),
      response: { 200: pageOf(personAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) => listPeople(tx, limit, cursor));
      return toPage(rows, limit, toPersonAnswer, (row) => ({ createdAt: row.createdAt.toString(), id: row.id }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id',
    schema: {
      tags,
      summary: 'Read a person',
      params: z.strictObject({ id: idOf<PersonId>() }),
      response: { 200: personAnswer },
    },
    handler: async (request) => {
      const person = await inTenant(pool, request.principal.tenantId, (tx) => readPerson(tx, request.params.id));
      if (!person) throw notFound('person', request.params.id);
      return toPersonAnswer(person);
    },
  });
}
