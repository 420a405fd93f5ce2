import { notFound } from '@belfry/kernel/app-error';
import type { PolicyId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listPolicies, readPolicy } from '../store/pg-policies.ts';
import { savePolicy } from '../usecases/save-policy.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { newPolicy, policyAnswer, toDefinition, toPolicyAnswer } from './policy-schemas.ts';

const tags = ['Policies'];
const position = z.object({ name: z.string() });

export function addPolicyRoutes(app: HttpServer, { pool, clock, onChange }: EngineRoutesOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/policies',
    schema: {
      tags,
      summary: 'Save a policy, or a new version of the one with this name',
      body: newPolicy,
      response: { 201: policyAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { name } = request.body;
      const definition = toDefinition(request.body);
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const saved = await savePolicy({ tx, tenantId, now: clock.now(), name, definition });
        return { status: 201, body: toPolicyAnswer(saved) };
      });
      onChange(tenantId, 'policies', body.id);
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policies',
    schema: {
      tags,
      summary: 'List policies by name',
      querystring: z.strictObject(pageParameters(position)),
      response: { 200: pageOf(policyAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) => listPolicies(tx, limit, cursor?.name));
      return toPage(rows, limit, toPolicyAnswer, ({ name }) => ({ name }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policies/:id',
    schema: {
      tags,
      summary: 'Read the newest version of a policy',
      params: z.strictObject({ id: idOf<PolicyId>() }),
      response: { 200: policyAnswer },
    },
    handler: async (request) => {
      const policy = await inTenant(pool, request.principal.tenantId, (tx) => readPolicy(tx, request.params.id));
      if (!policy) throw notFound('policy', request.params.id);
      return toPolicyAnswer(policy);
    },
  });
}
