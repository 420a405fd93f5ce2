import type { ChangeFeed } from '@belfry/platform/changes';
import { sendEventStream } from '@belfry/platform/http/event-stream';
import type { HttpServer } from '@belfry/platform/http/server';

/** Server-sent events: `hello` once, then `change` with `{topic, id?}`, a hint to read that again; topic `*` is all; and heartbeats. */
export function addStreamRoute(app: HttpServer, changes: ChangeFeed): void {
  app.route({
    method: 'GET',
    url: '/v1/stream',
    schema: { tags: ['Account'], summary: 'Hear of changes as server-sent events' },
    handler: async (request, reply) =>
      sendEventStream(request, reply, (send) => {
        send({ event: 'hello', data: {} });
        return changes.subscribe(request.principal.tenantId, ({ topic, id }) =>
          send({ event: 'change', data: { topic, ...(id ? { id } : {}) } }),
        );
      }),
  });
}
