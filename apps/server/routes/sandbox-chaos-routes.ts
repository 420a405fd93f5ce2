import type { HttpServer } from '@belfry/platform/http/server';
import type { Sandbox } from '@belfry/sandbox';
import { z } from 'zod';
import { chaosAnswer, simulated, tags } from './sandbox-fields.ts';

const networkChaosAnswer = z.object({ simulated, seed: z.string(), chaos: chaosAnswer }).meta({ id: 'SandboxChaos' });

/** What goes wrong for all handsets that have no setting of their own. */
export function addSandboxChaosRoutes(app: HttpServer, sandbox: Sandbox): void {
  app.route({
    method: 'GET',
    url: '/sandbox/chaos',
    schema: { tags, summary: 'What goes wrong on the whole network', response: { 200: networkChaosAnswer } },
    handler: () => sandbox.readChaos(),
  });

  app.route({
    method: 'PUT',
    url: '/sandbox/chaos',
    schema: {
      tags,
      summary: 'Set what goes wrong; a seed begins all draws anew, so that the same messages meet the same faults',
      body: z.strictObject({ seed: z.string().min(1).max(100).optional(), chaos: z.unknown() }),
      response: { 200: networkChaosAnswer },
    },
    handler: (request) => {
      const { seed, chaos } = request.body;
      return sandbox.setChaos({ chaos, ...(seed === undefined ? {} : { seed }) });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/sandbox/chaos',
    schema: {
      tags,
      summary: 'Nothing goes wrong any more, on the network or on any handset',
      response: { 200: networkChaosAnswer },
    },
    handler: () => sandbox.resetChaos(),
  });
}
