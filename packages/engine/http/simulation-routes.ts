import { notFound } from '@belfry/kernel/app-error';
import type { PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import type { Policy } from '../domain/policy.ts';
import { readPolicy } from '../store/policies/pg-policies.ts';
import { checkPolicy } from '../usecases/policies/check-policy.ts';
import { findPolicyWarnings } from '../usecases/policies/find-policy-warnings.ts';
import { simulatePolicyFor } from '../usecases/policies/simulate-policy.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { toDefinition } from './policy-schemas.ts';
import {
  draftSimulationRequest,
  simulationAnswer,
  simulationRequest,
  toSimulationAnswer,
} from './simulation-schemas.ts';

const tags = ['Policies'];

/** «What happens if I ignore this.» Neither changes anything. */
export function addSimulationRoutes(app: HttpServer, { pool, clock, canSend }: EngineRoutesOptions): void {
  async function simulate(tx: Tx, policy: Policy, wanted: z.output<typeof simulationRequest>) {
    const now = clock.now();
    const { personId, at = now, importance } = wanted;
    const simulated = await simulatePolicyFor({ tx, policy, personId, at, importance, now, canSend });
    const [warnings = []] = await findPolicyWarnings(tx, [policy], canSend);
    return toSimulationAnswer(simulated, warnings);
  }

  app.route({
    method: 'POST',
    url: '/v1/policies/:id/simulate',
    schema: {
      tags,
      summary: 'What a policy does if nobody answers: every contact with its time, and what stands in its way',
      params: z.strictObject({ id: idOf<PolicyId>() }),
      body: simulationRequest,
      response: { 200: simulationAnswer },
    },
    handler: async (request) => {
      const { id } = request.params;
      const { body } = await runOnce(request, pool, async (tx) => {
        const policy = await readPolicy(tx, id);
        if (!policy) throw notFound('policy', id);
        return { status: 200, body: await simulate(tx, policy, request.body) };
      });
      return body;
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/policies/simulate',
    schema: {
      tags,
      summary: 'The same for a policy that has not been saved',
      body: draftSimulationRequest,
      response: { 200: simulationAnswer },
    },
    handler: async (request) => {
      const { policy: draft, ...wanted } = request.body;
      const policy = toDefinition(draft);
      const { body } = await runOnce(request, pool, async (tx) => {
        await checkPolicy(tx, policy, 'policy.');
        return { status: 200, body: await simulate(tx, policy, wanted) };
      });
      return body;
    },
  });
}
