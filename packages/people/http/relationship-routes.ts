import { notFound } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag } from '@belfry/platform/http/entity-tag';
import { idOf, uuid } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listConsent } from '../store/pg-consent-ledger.ts';
import { readPersonFacts } from '../store/pg-people.ts';
import { listRelationships, readRelationship } from '../store/pg-relationships.ts';
import { addRelationship } from '../usecases/add-relationship.ts';
import { actorOf, type PeopleRoutesOptions } from './people-routes-options.ts';
import { addRelationshipEditRoutes } from './relationship-edit-routes.ts';
import {
  consentEventAnswer,
  newRelationship,
  relationshipAnswer,
  toConsentEventAnswer,
  toRelationshipAnswer,
} from './relationship-schemas.ts';

const tags = ['Relationships'];
const params = z.strictObject({ id: idOf<PersonId>() });
const position = z.object({ priority: z.int(), id: z.uuid() });
const ledgerPosition = z.object({ at: positionInstant, id: z.uuid() });

export function addRelationshipRoutes(app: HttpServer, options: PeopleRoutesOptions): void {
  const { pool, clock, onChange } = options;

  app.route({
    method: 'POST',
    url: '/v1/people/:id/relationships',
    schema: {
      tags,
      summary: 'Say who stands by a person, and as what',
      params,
      body: newRelationship,
      response: { 201: relationshipAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id: forPersonId } = request.params;
      const given = { ...request.body, priority: request.body.priority ?? null };
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const actor = actorOf(request.principal);
        const added = await addRelationship({ tx, tenantId, actor, now: clock.now(), forPersonId, given });
        return { status: 201, body: toRelationshipAnswer(added) };
      });
      onChange(tenantId, forPersonId);
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id/relationships',
    schema: {
      tags,
      summary: 'List who stands by a person, in the order in which they are asked',
      params,
      querystring: z.strictObject(pageParameters(position)),
      response: { 200: pageOf(relationshipAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const { id } = request.params;
      const rows = await inTenant(pool, request.principal.tenantId, async (tx) => {
        await requirePerson(tx, id);
        return listRelationships(tx, id, { limit, after: cursor });
      });
      return toPage(rows, limit, toRelationshipAnswer, (row) => ({ priority: row.priority, id: row.id }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id/relationships/:relationshipId',
    schema: {
      tags,
      summary: 'Read a relationship',
      params: z.strictObject({ id: idOf<PersonId>(), relationshipId: uuid }),
      response: { 200: relationshipAnswer },
    },
    handler: async (request, reply) => {
      const { id: forPersonId, relationshipId: id } = request.params;
      const found = await inTenant(pool, request.principal.tenantId, (tx) => readRelationship(tx, { forPersonId, id }));
      if (!found) throw notFound('relationship', id);
      return reply.header('etag', entityTag(found.version)).send(toRelationshipAnswer(found));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/people/:id/consent',
    schema: {
      tags,
      summary: 'The ledger of consent: opt-outs of a person’s addresses, and who agreed to be asked; newest first',
      params,
      querystring: z.strictObject(pageParameters(ledgerPosition)),
      response: { 200: pageOf(consentEventAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const { id } = request.params;
      const rows = await inTenant(pool, request.principal.tenantId, async (tx) => {
        await requirePerson(tx, id);
        return listConsent(tx, id, { limit, after: cursor });
      });
      return toPage(rows, limit, toConsentEventAnswer, (row) => ({ at: row.at.toString(), id: row.id }));
    },
  });

  addRelationshipEditRoutes(app, options);
}

async function requirePerson(tx: Tx, id: PersonId): Promise<void> {
  if (!(await readPersonFacts(tx, id))) throw notFound('person', id);
}
