import { notFound } from '@belfry/kernel/app-error';
import type { PolicyId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { idOf, wholeNumber } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { hasHadPolicy, listPolicyVersions, readVersionOfPolicy } from '../store/policies/pg-policy-history.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { policyVersionAnswer, toPolicyVersionAnswer } from './policy-schemas.ts';

const tags = ['Policies'];
/** Of PostgreSQL's integer. */
const version = wholeNumber(1, 2_147_483_647);
const position = z.object({ version: z.int().min(1).max(2_147_483_647) });

/** Versions are never changed or removed: a deleted policy's are read like any other's. */
export function addPolicyVersionRoutes(app: HttpServer, { pool }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/policies/:id/versions',
    schema: {
      tags,
      summary: 'List the versions of a policy, newest first; those of a deleted one too',
      params: z.strictObject({ id: idOf<PolicyId>() }),
      querystring: z.strictObject(pageParameters(position)),
      response: { 200: pageOf(policyVersionAnswer) },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { limit, cursor } = request.query;
      return inTenant(pool, request.principal.tenantId, async (tx) => {
        if (!(await hasHadPolicy(tx, id))) throw notFound('policy', id);
        const rows = await listPolicyVersions(tx, id, limit, cursor?.version);
        return toPage(rows, limit, toPolicyVersionAnswer, (row) => ({ version: row.version }));
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policies/:id/versions/:version',
    schema: {
      tags,
      summary: 'Read one version of a policy',
      params: z.strictObject({ id: idOf<PolicyId>(), version }),
      response: { 200: policyVersionAnswer },
    },
    handler: async (request) => {
      const { id, version: wanted } = request.params;
      return inTenant(pool, request.principal.tenantId, async (tx) => {
        if (!(await hasHadPolicy(tx, id))) throw notFound('policy', id);
        const found = await readVersionOfPolicy(tx, id, wanted);
        if (!found) throw notFound('policy-version', `${wanted}`);
        return toPolicyVersionAnswer(found);
      });
    },
  });
}
