import type { PersonId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { idOf } from '@belfry/platform/http/fields';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import type { PersonChange } from '../contract.ts';
import { editPerson } from '../usecases/edit-person.ts';
import { removePerson, restorePerson } from '../usecases/remove-person.ts';
import { actorOf, type PeopleRoutesOptions } from './people-routes-options.ts';
import {
  personAnswer,
  personChangeAnswer,
  personPatch,
  toChangeAnswer,
  toPatch,
  toPersonAnswer,
} from './person-schemas.ts';

const tags = ['People'];
const params = z.strictObject({ id: idOf<PersonId>() });

export function addEditRoutes(app: HttpServer, options: PeopleRoutesOptions): void {
  const { pool, clock, sealer, allowLocalHttp, onChange, onPersonChanged: port } = options;

  app.route({
    method: 'PATCH',
    url: '/v1/people/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Edit a person: what is absent stays, null clears; nothing leaves for a removed contact point any more',
      params,
      body: personPatch,
      response: { 200: personChangeAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const change = await inTenant(pool, tenantId, (tx) =>
        editPerson({
          tx,
          sealer,
          tenantId,
          actor: actorOf(request.principal),
          now: clock.now(),
          id,
          patch: toPatch(request.body),
          requireVersion: (version) => requireVersion(request, version),
          allowLocalHttp,
          port,
        }),
      );
      onChange(tenantId, id);
      const { couldNotStop } = await port.afterCommit(change);
      return reply.header('etag', entityTag(change.after.version)).send(toChangeAnswer(change.after, couldNotStop));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/people/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Remove a person: nothing leaves for them any more; the record stays, and they can be restored',
      params,
      response: { 200: personChangeAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const change = await inTenant(pool, tenantId, (tx) =>
        removePerson({
          tx,
          sealer,
          tenantId,
          actor: actorOf(request.principal),
          id,
          now: clock.now(),
          requireVersion: (version) => requireVersion(request, version),
          port,
        }),
      );
      onChange(tenantId, id);
      const { couldNotStop } = await port.afterCommit(change);
      return toChangeAnswer(change.before, couldNotStop);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/people/:id/restore',
    config: { heedsIfMatch: true },
    schema: { tags, summary: 'Bring a removed person back', params, response: { 200: personAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      let change: PersonChange | null = null;
      const { body } = await runOnce(request, pool, async (tx) => {
        const actor = actorOf(request.principal);
        const check = (version: number) => requireVersion(request, version);
        const restored = await restorePerson({ tx, sealer, tenantId, actor, id, requireVersion: check, port });
        change = restored;
        return { status: 200, body: toPersonAnswer(restored.after) };
      });
      onChange(tenantId, id);
      if (change) await port.afterCommit(change);
      return reply.header('etag', entityTag(body.version)).send(body);
    },
  });
}
