import { isDeepStrictEqual } from 'node:util';
import { promptLane } from '@belfry/engine/module';
import { notFound } from '@belfry/kernel/app-error';
import type { PersonId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { idOf } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { authorName } from '../domain/greetings-of.ts';
import {
  lockOccasions,
  readGreeted,
  readSettings,
  type StoredOwnSettings,
  type StoredSettings,
  saveOwnSettings,
  saveSettings,
} from '../store/pg-occasions.ts';
import { askForRevision, readRevision } from '../store/pg-revisions.ts';
import { coverGreetings, holdGreetings, keepGreetings } from '../usecases/keep-greetings.ts';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';
import {
  changedOwnSettings,
  changedSettings,
  ownSettingsAnswer,
  ownSettingsBody,
  settingsAnswer,
  settingsBody,
} from './greetings-schemas.ts';
import { settleGreetings } from './settle-greetings.ts';

const tags = ['Greetings'];
const params = z.strictObject({ id: idOf<PersonId>() });

export function addSettingsRoutes(app: HttpServer, options: GreetingsRoutesOptions): void {
  const { pool, clock } = options;

  app.route({
    method: 'GET',
    url: '/v1/greetings/settings',
    schema: { tags, summary: 'Read what holds for all greetings', response: { 200: settingsAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const [settings, reaching] = await inTenant(pool, tenantId, async (tx) => [
        await readSettings(tx, tenantId),
        await readRevision(tx, tenantId),
      ]);
      return reply.header('etag', entityTag(settings.version)).send(toAnswer(settings, reaching));
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/greetings/settings',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary:
        'Set what holds for all greetings; the first time, people with a birthday or an anniversary begin to have them',
      body: settingsBody,
      response: { 200: changedSettings },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { enabled, lateLimit, ...rest } = request.body;
      const wanted = { ...rest, isEnabled: enabled, lateLimit: lateLimit.toString() };
      const [settings, reaching] = await inTenant(pool, tenantId, async (tx) => {
        await lockOccasions(tx, tenantId);
        const { version, ...before } = await readSettings(tx, tenantId);
        requireVersion(request, version);
        if (!isDeepStrictEqual(before, wanted)) await askForRevision(tx, tenantId, clock.now());
        return [await saveSettings(tx, tenantId, wanted), await readRevision(tx, tenantId)];
      });
      const couldNotStop = await settleGreetings(options, tenantId, { author: authorName });
      const answer = { ...toAnswer(settings, reaching), couldNotStop };
      return reply.header('etag', entityTag(settings.version)).send(answer);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/greetings/people/:id',
    schema: { tags, summary: 'Read what one person wants otherwise', params, response: { 200: ownSettingsAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const own = await inTenant(pool, tenantId, (tx) => requireOwnSettings(tx, request.params.id));
      return reply.header('etag', entityTag(own.version)).send(toOwnAnswer(own));
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/greetings/people/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Set what one person wants otherwise; it holds from their next greeting on',
      params,
      body: ownSettingsBody,
      response: { 200: changedOwnSettings },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const { muted, ...own } = request.body;
      const now = clock.now();
      await coverGreetings(options, now);
      const saved = await inTenant(pool, tenantId, async (tx) => {
        await holdGreetings(tx, tenantId, id);
        requireVersion(request, (await requireOwnSettings(tx, id)).version);
        const after = await saveOwnSettings(tx, tenantId, id, { ...own, isMuted: muted });
        await keepGreetings({ tx, tenantId, now, lane: promptLane }, [id]);
        return after;
      });
      const answer = {
        ...toOwnAnswer(saved),
        couldNotStop: await settleGreetings(options, tenantId, { personId: id }),
      };
      return reply.header('etag', entityTag(saved.version)).send(answer);
    },
  });
}

async function requireOwnSettings(tx: Tx, id: PersonId): Promise<StoredOwnSettings> {
  const [person] = await readGreeted(tx, [id]);
  if (!person || person.isDeleted) throw notFound('person', id);
  return person.own;
}

function toOwnAnswer({ isMuted, ...own }: StoredOwnSettings): z.input<typeof ownSettingsAnswer> {
  return { ...own, muted: isMuted };
}

function toAnswer(
  { isEnabled, ...settings }: StoredSettings,
  reaching: { done: number } | null,
): z.input<typeof settingsAnswer> {
  return { ...settings, enabled: isEnabled, reaching };
}
