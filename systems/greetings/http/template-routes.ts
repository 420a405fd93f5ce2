import { AppError, notFound } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { uuid } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import type { Template } from '../domain/template.ts';
import { tryTemplate } from '../domain/try-template.ts';
import { holdOccasions, readKinds } from '../store/pg-occasions.ts';
import {
  deleteTemplate,
  insertTemplate,
  listTemplates,
  readTemplate,
  type StoredTemplate,
  updateTemplate,
} from '../store/pg-templates.ts';
import { previewGreeting, unrendered } from '../usecases/preview-greeting.ts';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';
import {
  draftBody,
  newTemplate,
  previewAnswer,
  previewBody,
  templateAnswer,
  templatePatch,
} from './greetings-schemas.ts';

const tags = ['Greetings'];
const params = z.strictObject({ id: uuid });

export function addTemplateRoutes(app: HttpServer, { pool, clock, onChange }: GreetingsRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/greetings/templates',
    schema: {
      tags,
      summary: 'List the templates, by kind and language',
      querystring: z.strictObject(pageParameters(z.object({ kind: z.string(), locale: z.string() }))),
      response: { 200: pageOf(templateAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor: after } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) => listTemplates(tx, { limit, after }));
      return toPage(rows, limit, toAnswer, ({ kind, locale }) => ({ kind, locale }));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/greetings/templates',
    schema: {
      tags,
      summary: 'Add the words of a kind in a language; they hold from the next greeting on',
      body: newTemplate,
      response: { 201: templateAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { status, body } = await runOnce(request, pool, async (tx) => {
        // Its kind stays until the words are there, or they would be left behind.
        await holdOccasions(tx, tenantId);
        await requireKind(tx, tenantId, request.body.kind);
        await requireRendering(tx, tenantId, request.body);
        const saved = await insertTemplate(tx, tenantId, canonical(request.body), clock.now());
        if (!saved) throw localeTaken(request.body);
        return { status: 201, body: toAnswer(saved) };
      });
      onChange(tenantId);
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/greetings/templates/:id',
    schema: { tags, summary: 'Read a template', params, response: { 200: templateAnswer } },
    handler: async (request, reply) => {
      const template = await inTenant(pool, request.principal.tenantId, (tx) => requireTemplate(tx, request.params.id));
      return reply.header('etag', entityTag(template.version)).send(toAnswer(template));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/greetings/templates/:id',
    config: { heedsIfMatch: true },
    schema: { tags, summary: 'Change a template', params, body: templatePatch, response: { 200: templateAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const { subject, text } = request.body;
      const saved = await inTenant(pool, tenantId, async (tx) => {
        const before = await requireTemplate(tx, id);
        requireVersion(request, before.version);
        const after = { id, version: before.version, subject: subject ?? before.subject, text: text ?? before.text };
        await requireRendering(tx, tenantId, { ...after, kind: before.kind });
        return updateTemplate(tx, after, clock.now());
      });
      if (!saved) throw changedMeanwhile();
      onChange(tenantId);
      return reply.header('etag', entityTag(saved.version)).send(toAnswer(saved));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/greetings/templates/:id',
    config: { heedsIfMatch: true },
    schema: { tags, summary: 'Take a template away', params, response: { 204: z.undefined() } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      await inTenant(pool, tenantId, async (tx) => {
        const template = await requireTemplate(tx, id);
        requireVersion(request, template.version);
        if (!(await deleteTemplate(tx, template))) throw changedMeanwhile();
      });
      onChange(tenantId);
      return reply.code(204).send();
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/greetings/templates/:id/preview',
    schema: {
      tags,
      summary: 'Show it as a person would get it',
      params,
      body: previewBody,
      response: { 200: previewAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { body } = await runOnce(request, pool, async (tx) => {
        const template = await requireTemplate(tx, request.params.id);
        return { status: 200, body: await preview(tx, tenantId, template, request.body) };
      });
      return body;
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/greetings/preview',
    schema: {
      tags,
      summary: 'Show words that have not been saved as a person would get them',
      body: draftBody,
      response: { 200: previewAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { personId, date, ...draft } = request.body;
      const { body } = await runOnce(request, pool, async (tx) => {
        return { status: 200, body: await preview(tx, tenantId, draft, { personId, date }) };
      });
      return body;
    },
  });

  function preview(
    tx: Tx,
    tenantId: TenantId,
    template: Pick<Template, 'kind' | 'subject' | 'text'>,
    { personId, date }: { personId: PersonId; date?: Temporal.PlainDate | undefined },
  ) {
    return previewGreeting({ tx, tenantId, template, personId, date: date ?? null, now: clock.now() });
  }
}

async function requireTemplate(tx: Tx, id: string): Promise<StoredTemplate> {
  const template = await readTemplate(tx, id);
  if (!template) throw notFound('greeting-template', id);
  return template;
}

async function requireKind(tx: Tx, tenantId: TenantId, name: string): Promise<void> {
  const kinds = await readKinds(tx, tenantId);
  if (!kinds.some((kind) => kind.name === name && !kind.isRemoved)) throw notFound('greeting-kind', name);
}

async function requireRendering(tx: Tx, tenantId: TenantId, template: Omit<Template, 'locale'>): Promise<void> {
  const kind = (await readKinds(tx, tenantId)).find(({ name }) => name === template.kind);
  const fault = kind ? tryTemplate(template, kind) : null;
  if (fault) throw unrendered(fault);
}

function canonical<Of extends { locale: string }>(template: Of): Of {
  return { ...template, locale: Intl.getCanonicalLocales(template.locale)[0] ?? template.locale };
}

function localeTaken({ kind, locale }: Pick<Template, 'kind' | 'locale'>): AppError {
  const message = `${kind} has words in ${locale} already.`;
  return new AppError({ code: 'greeting-template.locale-taken', kind: 'conflict', message });
}

function changedMeanwhile(): AppError {
  return new AppError({ code: 'request.stale', kind: 'stale', message: 'Somebody else was at it.' });
}

function toAnswer(template: StoredTemplate): z.input<typeof templateAnswer> {
  return { ...template, updatedAt: template.updatedAt.toString() };
}
