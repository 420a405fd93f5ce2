import type { PersonId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { idOf, uuid } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { editRelationship, type RelationshipPatch, removeRelationship } from '../usecases/edit-relationship.ts';
import { actorOf, type PeopleRoutesOptions } from './people-routes-options.ts';
import { relationshipChangeAnswer, relationshipPatch, toRelationshipAnswer } from './relationship-schemas.ts';

type Request = Parameters<typeof requireVersion>[0];

const tags = ['Relationships'];
const params = z.strictObject({ id: idOf<PersonId>(), relationshipId: uuid });

/** A consent that ends is drained like any other "no": when it has answered 200, nobody is asked by it any more. */
export function addRelationshipEditRoutes(app: HttpServer, options: PeopleRoutesOptions): void {
  const { pool, clock, onChange, onConsentWithdrawn } = options;

  const optionsOf = (tx: Tx, request: Request, key: z.output<typeof params>) => ({
    tx,
    tenantId: request.principal.tenantId,
    actor: actorOf(request.principal),
    now: clock.now(),
    forPersonId: key.id,
    id: key.relationshipId,
    requireVersion: (version: number) => requireVersion(request, version),
  });

  const settle = async (request: Request, personId: PersonId, isWithdrawn: boolean) => {
    const { tenantId } = request.principal;
    onChange(tenantId, personId);
    return isWithdrawn ? onConsentWithdrawn(tenantId, personId) : { couldNotStop: [] };
  };

  app.route({
    method: 'PATCH',
    url: '/v1/people/:id/relationships/:relationshipId',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Edit a relationship; each change of consent is kept in the ledger',
      params,
      body: relationshipPatch,
      response: { 200: relationshipChangeAnswer },
    },
    handler: async (request, reply) => {
      const patch = request.body as RelationshipPatch;
      const { relationship, isWithdrawn } = await inTenant(pool, request.principal.tenantId, (tx) =>
        editRelationship({ ...optionsOf(tx, request, request.params), patch }),
      );
      const { couldNotStop } = await settle(request, request.params.id, isWithdrawn);
      return reply
        .header('etag', entityTag(relationship.version))
        .send({ ...toRelationshipAnswer(relationship), couldNotStop });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/people/:id/relationships/:relationshipId',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'End a relationship: this person is not asked any more',
      params,
      response: { 200: relationshipChangeAnswer },
    },
    handler: async (request) => {
      const { relationship, isWithdrawn } = await inTenant(pool, request.principal.tenantId, (tx) =>
        removeRelationship(optionsOf(tx, request, request.params)),
      );
      const { couldNotStop } = await settle(request, request.params.id, isWithdrawn);
      return { ...toRelationshipAnswer(relationship), couldNotStop };
    },
  });
}
