import { isDeepStrictEqual } from 'node:util';
import { AppError, notFound } from '@belfry/kernel/app-error';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { authorName } from '../domain/greetings-of.ts';
import { usualKinds } from '../domain/kind.ts';
import { usualWordsOf } from '../domain/usual-templates.ts';
import { lockOccasions, readKinds, removeKind, type StoredKind, saveKind } from '../store/pg-occasions.ts';
import { askForRevision } from '../store/pg-revisions.ts';
import { deleteTemplatesOf } from '../store/pg-templates.ts';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';
import { changedKind, kindAnswer, kindName, kindPatch, newKind, removedKind } from './greetings-schemas.ts';
import { settleGreetings } from './settle-greetings.ts';

const tags = ['Greetings'];
const params = z.strictObject({ name: kindName });

export function addKindRoutes(app: HttpServer, options: GreetingsRoutesOptions): void {
  const { pool, clock } = options;
  const settle = (tenantId: TenantId) => settleGreetings(options, tenantId, { author: authorName });

  app.route({
    method: 'GET',
    url: '/v1/greetings/kinds',
    schema: {
      tags,
      summary: 'List the occasions, first those that everybody has',
      querystring: z.strictObject(pageParameters(z.object({ name: kindName }))),
      response: { 200: pageOf(kindAnswer) },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { limit, cursor } = request.query;
      const kinds = await inTenant(pool, tenantId, (tx) => readKinds(tx, tenantId));
      // Removed ones keep their place, so that a page can begin behind one.
      const rest = kinds.slice(kinds.findIndex(({ name }) => name === cursor?.name) + 1);
      const rows = rest.filter(({ isRemoved }) => !isRemoved);
      return toPage(rows, limit, toAnswer, ({ name }) => ({ name }));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/greetings/kinds',
    schema: {
      tags,
      summary: 'Add an occasion: which date it follows, and how often it comes',
      body: newKind,
      response: { 201: kindAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { enabled, ...kind } = request.body;
      const { status, body } = await runOnce(request, pool, async (tx) => {
        await lockOccasions(tx, tenantId);
        const kinds = await readKinds(tx, tenantId);
        if (kinds.some((one) => one.name === kind.name && !one.isRemoved)) throw nameTaken(kind.name);
        await askForRevision(tx, tenantId, clock.now());
        // Of one of that name that was removed by a version that left its words behind.
        await deleteTemplatesOf(tx, tenantId, kind.name);
        const saved = await saveKind(tx, tenantId, { ...kind, isEnabled: enabled }, clock.now());
        return { status: 201, body: toAnswer(saved) };
      });
      await settle(tenantId);
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/greetings/kinds/:name',
    schema: { tags, summary: 'Read an occasion', params, response: { 200: kindAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const kind = await inTenant(pool, tenantId, (tx) => requireKind(tx, tenantId, request.params.name));
      return reply.header('etag', entityTag(kind.version)).send(toAnswer(kind));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/greetings/kinds/:name',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Change an occasion; it holds from everybody’s next greeting on',
      params,
      body: kindPatch,
      response: { 200: changedKind },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { enabled, ...patch } = request.body;
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const kind = await inTenant(pool, tenantId, async (tx) => {
        await lockOccasions(tx, tenantId);
        const { isRemoved: _, version, ...before } = await requireKind(tx, tenantId, request.params.name);
        requireVersion(request, version);
        const wanted = { ...before, ...given, isEnabled: enabled ?? before.isEnabled };
        if (!isDeepStrictEqual(before, wanted)) await askForRevision(tx, tenantId, clock.now());
        return saveKind(tx, tenantId, wanted, clock.now());
      });
      const couldNotStop = await settle(tenantId);
      return reply.header('etag', entityTag(kind.version)).send({ ...toAnswer(kind), couldNotStop });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/greetings/kinds/:name',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Take an occasion away, and its greetings and words with it; a usual one can only be disabled',
      params,
      response: { 200: removedKind },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { name } = request.params;
      await inTenant(pool, tenantId, async (tx) => {
        await lockOccasions(tx, tenantId);
        const { version } = await requireKind(tx, tenantId, name);
        requireVersion(request, version);
        if (usualKinds.some((kind) => kind.name === name)) throw isUsual(name);
        await askForRevision(tx, tenantId, clock.now());
        await removeKind(tx, tenantId, name, clock.now());
        await deleteTemplatesOf(tx, tenantId, name);
      });
      return { name, couldNotStop: await settle(tenantId) };
    },
  });
}

async function requireKind(tx: Tx, tenantId: TenantId, name: string): Promise<StoredKind> {
  const kind = (await readKinds(tx, tenantId)).find((one) => one.name === name && !one.isRemoved);
  if (!kind) throw notFound('greeting-kind', name);
  return kind;
}

function nameTaken(name: string): AppError {
  return new AppError({
    code: 'greeting-kind.name-taken',
    kind: 'conflict',
    message: `There is a kind ${name} already.`,
  });
}

function isUsual(name: string): AppError {
  const message = `${name} is one that everybody has; disable it instead.`;
  return new AppError({ code: 'greeting-kind.usual', kind: 'conflict', message });
}

function toAnswer({ isRemoved: _, isEnabled, ...kind }: StoredKind): z.input<typeof kindAnswer> {
  const usualWords = usualWordsOf(kind.name).map(({ kind: _kind, ...words }) => words);
  return { ...kind, enabled: isEnabled, usualWords };
}
