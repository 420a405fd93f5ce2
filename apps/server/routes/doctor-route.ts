import type { Config } from '@belfry/platform/config';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { inspect } from '../cli/inspect.ts';
import { inspectGoLive } from '../cli/inspect-go-live.ts';
import { keep } from '../compose/keep.ts';

const findingsAnswer = z
  .object({
    findings: z.array(
      z.object({
        level: z.enum(['ok', 'advice', 'problem']),
        about: z.string(),
        found: z.string(),
        todo: z.string().optional().meta({ description: 'What to do about it.' }),
      }),
    ),
  })
  .meta({ id: 'Findings' });

/** It connects to everything that there is, and whoever has a key may ask. Real time. */
const keptMs = 10_000;

/** `belfry doctor` for the console: what is in order here, and what is missing for real people. No secret is told. */
export function addDoctorRoute(app: HttpServer, { config, ownerUrl }: { config: Config; ownerUrl: string }): void {
  const examine = keep(keptMs, async () => [...(await inspect(config, ownerUrl)), ...inspectGoLive(config)]);
  app.route({
    method: 'GET',
    url: '/v1/doctor',
    schema: { tags: ['Account'], summary: 'What is in order, and what to do', response: { 200: findingsAnswer } },
    handler: async () => ({ findings: await examine() }),
  });
}
