import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import packageJson from '../package.json' with { type: 'json' };
import { needsPrincipal } from './authentication.ts';
import { markOptionalBodies } from './openapi-bodies.ts';
import { tidyComponents } from './openapi-components.ts';
import { problemSchema } from './problem.ts';

const problemResponse = {
  description: 'A problem (RFC 9457); decide by its `code`.',
  content: { 'application/problem+json': { schema: problemSchema } },
};

const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: 'A repetition within 24 hours gets the first answer and has no second effect.',
};

const ifMatch = {
  type: 'string',
  description: 'The ETag that was read. Where it has been changed since, nothing happens, and the answer is 412.',
  examples: ['"3"'],
};

/**
 * The document of every route that has a schema, at /openapi.json, and a page to read and try it at /docs. What the
 * kit does for each route (keys, problems, idempotency, versions) is added here, so that routes describe only their own.
 */
export const openapi = fp(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Belfry',
          version: packageJson.version,
          description:
            'Reaches the right person, at the right local time, on the right channel, until somebody answers.',
        },
        servers: [{ url: '/' }],
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      },
      transform: (route) => {
        if (!route.schema || route.schema.hide) return { schema: { hide: true }, url: route.url };
        const needsKey = needsPrincipal({ url: route.url, config: route.route.config });
        const response = { '4XX': problemResponse, '5XX': problemResponse, ...asRecord(route.schema.response) };
        const { schema, url } = jsonSchemaTransform({ ...route, schema: { ...route.schema, response } });
        const isRepeatable = route.url.startsWith('/v1/') && route.route.method === 'POST';
        const properties = {
          ...(needsKey && isRepeatable ? { 'Idempotency-Key': idempotencyKey } : {}),
          ...(route.route.config?.heedsIfMatch ? { 'If-Match': ifMatch } : {}),
        };
        const headers = { type: 'object', properties };
        return { schema: { ...schema, headers, security: needsKey ? [{ bearer: [] }] : [] }, url };
      },
      transformObject: (document) => markOptionalBodies(tidyComponents(jsonSchemaTransformObject(document))),
    });
    await app.register(swaggerUi, { routePrefix: '/docs', theme: { title: 'Belfry API' } });

    let text: string | undefined;
    app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type('application/json').send(text);
    });
  },
  { name: 'belfry-openapi' },
);

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
