import type { Config } from '@belfry/platform/config';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { inspect } from '../cli/inspect.ts';
import { inspectGoLive } from '../cli/inspect-go-live.ts';

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

/** `belfry doctor` for the console: what is in order here, and what is missing for real people. No secret is told. */
export function addDoctorRoute(app: HttpServer, { config, ownerUrl }: { config: Config; ownerUrl: string }): void {
  app.route({
    method: 'GET',
    url: '/v1/doctor',
    schema: { tags: ['Account'], summary: 'What is in order, and what to do', response: { 200: findingsAnswer } },
    handler: async () => ({ findings: [...(await inspect(config, ownerUrl)), ...inspectGoLive(config)] }),
  });
}
