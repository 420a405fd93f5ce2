import type { Tx } from '@belfry/platform/database';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyRequest } from 'fastify';
import { actionMessage } from '../domain/action-message.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import { type ActionRequest, actOnOccurrence } from '../usecases/act-on-occurrence.ts';
import { drain } from '../usecases/drain.ts';
import { prepareAction } from '../usecases/prepare-action.ts';
import { readSnoozeRequest } from '../usecases/read-snooze-request.ts';
import { requireOccurrence } from '../usecases/require-occurrence.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { actionAnswer, occurrenceParams, snoozeBody, toOccurrenceAnswer } from './occurrence-schemas.ts';

const tags = ['Occurrences'];

const summaries = {
  acknowledge: 'Say that it was seen; nothing of it goes out any more, unless the policy pages again',
  complete: 'Say that it is done; nothing of it goes out any more. A reminder for once is finished by it',
  skip: 'Leave this one out; nothing of it goes out any more',
  cancel: 'Call it off; nothing of it goes out any more',
} as const;

type Key = { day: string; occId: OccId };

/** What people do to an occurrence. 200 means drained; what could not be stopped in time is in the answer. */
export function addOccurrenceActionRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  for (const [type, summary] of Object.entries(summaries) as [keyof typeof summaries, string][]) {
    app.route({
      method: 'POST',
      url: `/v1/occurrences/:id/${type}`,
      schema: { tags, summary, params: occurrenceParams, response: { 200: actionAnswer } },
      handler: (request) => act(request, options, request.params.id, async () => ({ type })),
    });
  }

  app.route({
    method: 'POST',
    url: '/v1/occurrences/:id/snooze',
    schema: {
      tags,
      summary: 'Stop what is under way; the policy begins anew at the chosen time',
      params: occurrenceParams,
      body: snoozeBody,
      response: { 200: actionAnswer },
    },
    handler: (request) =>
      act(request, options, request.params.id, async (tx, now) => {
        const { personZone: zone } = await requireOccurrence(tx, request.params.id, now);
        return { type: 'snooze', until: readSnoozeRequest(request.body, { now, zone }) };
      }),
  });
}

async function act(
  request: FastifyRequest,
  { pool, clock, partitions, fault, drainWithinMs, onChange, onDue }: EngineRoutesOptions,
  key: Key,
  readAction: (tx: Tx, now: Temporal.Instant) => Promise<ActionRequest>,
) {
  const { tenantId, actor, via } = request.principal;
  const now = clock.now();
  await prepareAction({ pool, partitions, tenantId, occurrence: key, now });
  const { body } = await runOnce(request, pool, async (tx) => {
    const who = { ...actor, via: via === 'key' ? 'API key' : 'console' };
    const action = await readAction(tx, now);
    const acted = await actOnOccurrence({ tx, occurrence: key, action, actor: who, now });
    const occurrence = await requireOccurrence(tx, key, now);
    fault('action.before-commit');
    const { personZone: zone, state, snoozedUntil } = occurrence;
    const didChange = acted?.didChange ?? false;
    const message = actionMessage({ state, didChange, snoozedUntil, zone });
    return { status: 200, body: { ...toOccurrenceAnswer(occurrence), didChange, message } };
  });
  fault('action.after-commit');
  onChange(tenantId, 'occurrences', body.id);
  onDue();
  return { ...body, couldNotStop: await drain(pool, tenantId, key, drainWithinMs) };
}
