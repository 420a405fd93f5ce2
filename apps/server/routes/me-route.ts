import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { idText, instantText } from '@belfry/platform/http/answer-fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';

interface MeRouteOptions {
  clock: Clock;
  channels: 'sandbox' | 'live';
  version: string;
  readOrganisation(tenantId: TenantId): Promise<{ id: TenantId; name: string } | null>;
}

const meAnswer = z
  .object({
    actor: z.object({ type: z.enum(['key', 'user']), id: idText, name: z.string() }),
    organisation: z.object({ id: idText, name: z.string() }),
    clock: z.object({ mode: z.enum(['system', 'virtual']), now: instantText }),
    channels: z.enum(['sandbox', 'live']),
    version: z.string(),
  })
  .meta({ id: 'Me' });

/** Who asks, for which organisation, and in which world: all that a client needs to begin with. */
export function addMeRoute(app: HttpServer, { clock, channels, version, readOrganisation }: MeRouteOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    schema: { tags: ['Account'], summary: 'Who this key or session is', response: { 200: meAnswer } },
    handler: async ({ principal }) => {
      const organisation = await readOrganisation(principal.tenantId);
      return {
        actor: principal.actor,
        organisation: { id: principal.tenantId, name: organisation?.name ?? '' },
        clock: { mode: clock.mode, now: clock.now().toString() },
        channels,
        version,
      };
    },
  });
}
