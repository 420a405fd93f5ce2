import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { idText, instantText } from './answer-fields.ts';
import { instant, text } from './fields.ts';
import { pageOf } from './pagination.ts';
import { type Served, serve } from './test/serve.ts';

const point = z.strictObject({ channel: z.enum(['sms']), address: z.string() }).meta({ id: 'OpenapiTestPoint' });
const create = z.strictObject({ name: text(200), at: instant.optional(), points: z.array(point) });
const newThing = create.meta({ id: 'OpenapiTestNewThing' });
const thing = z
  .object({ id: idText, at: instantText.nullable(), points: z.array(point) })
  .meta({ id: 'OpenapiTestThing' });
z.object({ unused: z.string() }).meta({ id: 'OpenapiTestUnused' });

let served: Served;
// biome-ignore lint/suspicious/noExplicitAny: a document of any shape
let document: any;

beforeAll(async () => {
  served = await serve((app) => {
    const tags = ['things'];
    app.post('/v1/things', { schema: { tags, body: newThing, response: { 201: thing } } }, async (_request, reply) =>
      reply.code(201).send({ id: '1', at: null, points: [] }),
    );
    const querystring = z.strictObject({ from: instant.optional() });
    app.get('/v1/things', { schema: { tags, querystring, response: { 200: pageOf(thing) } } }, async () => ({
      data: [],
      nextCursor: null,
    }));
    app.delete(
      '/v1/things/:id',
      {
        config: { heedsIfMatch: true },
        schema: { tags, params: z.object({ id: z.uuid() }), response: { 204: z.undefined() } },
      },
      async (_request, reply) => reply.code(204).send(),
    );
    app.get('/internal', async () => ({}));
  });
  document = (await served.get('/openapi.json')).body;
});
afterAll(() => served.app.close());

it('the document is OpenAPI 3.1 and needs no key', async () => {
  expect((await fetch(`${served.address}/openapi.json`)).status).toBe(200);
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Belfry', version: expect.stringMatching(/^\d/) },
  });
  expect(document.components.securitySchemes.bearer).toEqual({ type: 'http', scheme: 'bearer' });
});

it('schemas have their own names, those only ever sent too, and unused ones are absent', () => {
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(expect.arrayContaining(['Problem', 'Readiness', 'OpenapiTestNewThing', 'OpenapiTestThing']));
  // Sent and answered, which are two things where a field has a default or is decoded.
  expect(names).toEqual(expect.arrayContaining(['OpenapiTestPoint', 'OpenapiTestPointInput']));
  expect(names).not.toContain('OpenapiTestUnused');
  expect(names).not.toContain('OpenapiTestThingInput');
  expect(names).not.toContain('ProblemInput');
  const sent = document.paths['/v1/things'].post.requestBody.content['application/json'].schema;
  expect(sent).toEqual({ $ref: '#/components/schemas/OpenapiTestNewThing' });
});

it('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(5);
  for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
});

it('every route can answer with a problem, takes a key where it needs one, and a POST an Idempotency-Key', () => {
  const { get, post } = document.paths['/v1/things'];
  for (const operation of [get, post]) {
    for (const range of ['4XX', '5XX']) {
      const { schema } = operation.responses[range].content['application/problem+json'];
      expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
    }
    expect(operation.security).toEqual([{ bearer: [] }]);
  }
  expect(post.parameters).toMatchObject([{ in: 'header', name: 'Idempotency-Key', required: false }]);
  expect(get.parameters).toMatchObject([
    { in: 'query', name: 'from', schema: { type: 'string', format: 'date-time' } },
  ]);
  expect(document.paths['/health'].get.security).toEqual([]);
  expect(document.paths['/v1/things/{id}'].delete.responses[204]).not.toHaveProperty('content');
});

it('If-Match stands where it is heeded, and nowhere else', () => {
  const { get, post } = document.paths['/v1/things'];
  expect(document.paths['/v1/things/{id}'].delete.parameters).toMatchObject([
    { in: 'path', name: 'id', required: true },
    { in: 'header', name: 'If-Match', required: false, schema: { type: 'string' } },
  ]);
  expect(JSON.stringify([get, post])).not.toContain('If-Match');
});

it('only routes with a schema are documented', () => {
  expect(Object.keys(document.paths).sort()).toEqual([
    '/health',
    '/health/ready',
    '/ready',
    '/v1/things',
    '/v1/things/{id}',
  ]);
});

it('the page to read it loads scripts and styles from here alone, none inline', async () => {
  const page = await served.get('/docs/');
  expect(page.status).toBe(200);
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, link]) => new URL(link, `${served.address}/docs/`),
  );
  expect(links.length).toBeGreaterThan(4);
  for (const link of links) {
    expect(link.origin).toBe(served.address);
    expect((await fetch(link)).status).toBe(200);
  }
  expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=/);
});
