import type { Tx } from '@belfry/platform/database';
import { type Answer, runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyRequest } from 'fastify';
import { actionMessage } from '../domain/action-message.ts';
import type { OccId } from '../domain/occurrence-id.ts';
import { type OpenAttempt, readUnderWay } from '../store/stopping/pg-under-way.ts';
import { ActInGroups } from '../usecases/actions/act-in-groups.ts';
import { type ActionRequest, actOnOccurrence } from '../usecases/actions/act-on-occurrence.ts';
import type { Acted } from '../usecases/actions/act-together.ts';
import { drain, drainAttempts } from '../usecases/actions/drain.ts';
import { prepareAction } from '../usecases/actions/prepare-action.ts';
import { readSnoozeRequest } from '../usecases/actions/read-snooze-request.ts';
import { requireOccurrence } from '../usecases/actions/require-occurrence.ts';
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

type ActedBody = ReturnType<typeof toOccurrenceAnswer> & { didChange: boolean; message: string };

interface Answered extends Answer {
  body: ActedBody;
  /** Absent where an earlier answer is repeated. */
  underWay?: OpenAttempt[];
}

/** What people do to an occurrence. 200 means drained; what could not be stopped in time is in the answer. */
export function addOccurrenceActionRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const groups = new ActInGroups(options);
  for (const [type, summary] of Object.entries(summaries) as [keyof typeof summaries, string][]) {
    app.route({
      method: 'POST',
      url: `/v1/occurrences/:id/${type}`,
      schema: { tags, summary, params: occurrenceParams, response: { 200: actionAnswer } },
      async handler(request) {
        const { id } = request.params;
        await prepare(request, options, id);
        // A key commits with its answer, in a transaction of its own.
        const acted =
          request.headers['idempotency-key'] === undefined
            ? await groups.add(request.principal.tenantId, {
                ...{ occurrence: id, action: { type }, actor: actorOf(request) },
              })
            : null;
        return acted
          ? drained(request, options, id, answerOf(acted), acted.underWay)
          : act(request, options, id, async () => ({ type }));
      },
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
    async handler(request) {
      await prepare(request, options, request.params.id);
      return act(request, options, request.params.id, async (tx, now) => {
        const { personZone: zone } = await requireOccurrence(tx, request.params.id, now);
        return { type: 'snooze', until: readSnoozeRequest(request.body, { now, zone }) };
      });
    },
  });
}

const actorOf = ({ principal: { actor, via } }: FastifyRequest) => ({
  ...actor,
  via: via === 'key' ? 'API key' : 'console',
});

function prepare({ principal: { tenantId } }: FastifyRequest, options: EngineRoutesOptions, key: Key): Promise<void> {
  const { pool, partitions, clock } = options;
  return prepareAction({ pool, partitions, tenantId, occurrence: key, now: clock.now() });
}

async function act(
  request: FastifyRequest,
  options: EngineRoutesOptions,
  key: Key,
  readAction: (tx: Tx, now: Temporal.Instant) => Promise<ActionRequest>,
) {
  const { pool, clock, fault } = options;
  const now = clock.now();
  const { body, underWay } = await runOnce(request, pool, async (tx): Promise<Answered> => {
    const action = await readAction(tx, now);
    const acted = await actOnOccurrence({ tx, occurrence: key, action, actor: actorOf(request), now });
    const occurrence = await requireOccurrence(tx, key, now);
    // The place in the chain is ours: whatever was claimed before is to be seen, and nothing is claimed behind it.
    const underWay = await readUnderWay(tx, [key]);
    fault('action.before-commit');
    return { status: 200, body: answerOf({ occurrence, didChange: acted?.didChange ?? false }), underWay };
  });
  return drained(request, options, key, body, underWay);
}

function answerOf({ occurrence, didChange }: Pick<Acted, 'occurrence' | 'didChange'>): ActedBody {
  const { personZone: zone, state, snoozedUntil } = occurrence;
  const message = actionMessage({ state, didChange, snoozedUntil, zone });
  return { ...toOccurrenceAnswer(occurrence), didChange, message };
}

/** @param underWay absent where an earlier answer is repeated */
async function drained(
  { principal: { tenantId } }: FastifyRequest,
  { pool, fault, drainWithinMs, onChange, onDue }: EngineRoutesOptions,
  key: Key,
  body: ActedBody,
  underWay: readonly OpenAttempt[] | undefined,
) {
  fault('action.after-commit');
  onChange(tenantId, 'occurrences', body.id);
  onDue();
  const couldNotStop = underWay
    ? await drainAttempts(pool, tenantId, underWay, drainWithinMs)
    : await drain(pool, tenantId, key, drainWithinMs);
  return { ...body, couldNotStop };
}
