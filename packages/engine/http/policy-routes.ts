import { notFound } from '@belfry/kernel/app-error';
import type { PolicyId } from '@belfry/kernel/ids';
import { inTenant, type Tx } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listPolicies, type PolicyRecord, readPolicy } from '../store/policies/pg-policies.ts';
import { deletePolicy } from '../usecases/policies/delete-policy.ts';
import { findPolicyWarnings } from '../usecases/policies/find-policy-warnings.ts';
import { savePolicy } from '../usecases/policies/save-policy.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { newPolicy, policyAnswer, toDefinition, toPolicyAnswer } from './policy-schemas.ts';
import { addSimulationRoutes } from './simulation-routes.ts';

const tags = ['Policies'];
const position = z.object({ name: z.string() });
const params = z.strictObject({ id: idOf<PolicyId>() });

export function addPolicyRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, onChange, canSend } = options;

  async function answerFor(tx: Tx, policy: PolicyRecord) {
    const [warnings = []] = await findPolicyWarnings(tx, [policy], canSend);
    return toPolicyAnswer(policy, warnings);
  }

  app.route({
    method: 'POST',
    url: '/v1/policies',
    config: { heedsIfMatch: true },
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
        const check = (version: number) => requireVersion(request, version);
        const saved = await savePolicy({ tx, tenantId, now: clock.now(), name, definition, requireVersion: check });
        return { status: 201, body: await answerFor(tx, saved) };
      });
      onChange(tenantId, 'policies', body.id);
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
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
      return inTenant(pool, request.principal.tenantId, async (tx) => {
        const rows = await listPolicies(tx, limit, cursor?.name);
        const warnings = await findPolicyWarnings(tx, rows, canSend);
        const answers = rows.map((row, index) => toPolicyAnswer(row, warnings[index] ?? []));
        return toPage(
          answers,
          limit,
          (answer) => answer,
          ({ name }) => ({ name }),
        );
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policies/:id',
    schema: { tags, summary: 'Read the newest version of a policy', params, response: { 200: policyAnswer } },
    handler: async (request, reply) => {
      const { id } = request.params;
      const answer = await inTenant(pool, request.principal.tenantId, async (tx) => {
        const policy = await readPolicy(tx, id);
        if (!policy) throw notFound('policy', id);
        return answerFor(tx, policy);
      });
      return reply.header('etag', entityTag(answer.version)).send(answer);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/policies/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Delete a policy that no schedule uses; what is under way keeps its version',
      params,
      response: { 204: z.undefined() },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const check = (version: number) => requireVersion(request, version);
      await inTenant(pool, tenantId, (tx) => deletePolicy({ tx, id, now: clock.now(), requireVersion: check }));
      onChange(tenantId, 'policies', id);
      return reply.code(204).send();
    },
  });

  addSimulationRoutes(app, options);
}
