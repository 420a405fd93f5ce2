import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { entityTag, requireVersion } from '@belfry/platform/http/entity-tag';
import { idOf } from '@belfry/platform/http/fields';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../domain/occurrence.ts';
import { type SettleOptions, settleWideFact } from '../usecases/actions/settle-wide-fact.ts';
import { coverReplan } from '../usecases/planning/replan-schedule.ts';
import { deleteSchedule } from '../usecases/schedules/delete-schedule.ts';
import { editSchedule } from '../usecases/schedules/edit-schedule.ts';
import { closesFor, manageSchedule, type ScheduleAction } from '../usecases/schedules/manage-schedule.ts';
import { viewSchedule } from '../usecases/schedules/view-schedules.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import {
  deletedAnswer,
  scheduleChanges,
  settledScheduleAnswer,
  toScheduleAnswer,
  toScheduleChanges,
} from './schedule-schemas.ts';

const tags = ['Schedules'];
const params = z.strictObject({ id: idOf<ScheduleId>() });

/** What changes a schedule: each commits the fact, settles it, and only then answers. */
export function addScheduleChangeRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, partitions } = options;

  app.route({
    method: 'PATCH',
    url: '/v1/schedules/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Edit a schedule',
      params,
      body: scheduleChanges,
      response: { 200: settledScheduleAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const now = clock.now();
      await coverReplan(partitions, now);
      const answer = await inTenant(pool, tenantId, async (tx) => {
        const edited = await editSchedule({
          ...{ tx, tenantId, id, now, changes: toScheduleChanges(request.body) },
          requireVersion: (version) => requireVersion(request, version),
        });
        return toScheduleAnswer(await viewSchedule(tx, edited, now));
      });
      const couldNotStop = await settle(options, tenantId, id, null);
      return reply.header('etag', entityTag(answer.version)).send({ ...answer, couldNotStop });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/schedules/:id',
    config: { heedsIfMatch: true },
    schema: {
      tags,
      summary: 'Delete a schedule, and close what is open of it',
      params,
      response: { 200: deletedAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      await inTenant(pool, tenantId, (tx) =>
        deleteSchedule(tx, { id, now: clock.now(), requireVersion: (version) => requireVersion(request, version) }),
      );
      const close = { state: 'cancelled', reason: 'The schedule was deleted.', actor: actorOf(request) } as const;
      return { id, couldNotStop: await settle(options, tenantId, id, close) };
    },
  });

  addMark(app, options, 'pause', 'Pause a schedule: nothing fires, nothing is missed, and what is open is closed');
  addMark(app, options, 'resume', 'Resume a schedule from now on; nothing is made up for');
  addMark(app, options, 'finish', 'End a schedule for good, and close what is open of it as done');
}

function addMark(app: HttpServer, options: EngineRoutesOptions, action: ScheduleAction, summary: string): void {
  const { pool, clock, partitions } = options;
  app.route({
    method: 'POST',
    url: `/v1/schedules/:id/${action}`,
    schema: { tags, summary, params, response: { 200: settledScheduleAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const { id } = request.params;
      const now = clock.now();
      await coverReplan(partitions, now);
      const { body } = await runOnce(request, pool, async (tx) => {
        const managed = await manageSchedule(tx, { action, tenantId, id, now });
        return { status: 200, body: toScheduleAnswer(await viewSchedule(tx, managed, now)) };
      });
      const couldNotStop = await settle(options, tenantId, id, closesFor(action, actorOf(request)));
      return reply.header('etag', entityTag(body.version)).send({ ...body, couldNotStop });
    },
  });
}

async function settle(
  options: EngineRoutesOptions,
  tenantId: TenantId,
  scheduleId: ScheduleId,
  close: SettleOptions['close'],
) {
  const { pool, partitions, clock, drainWithinMs, onChange, onDue } = options;
  const settled = await settleWideFact({
    ...{ pool, partitions, clock, tenantId, fact: { scheduleId }, close, withinMs: drainWithinMs },
    onChange: (of, id) => onChange(of, 'occurrences', id),
  });
  onChange(tenantId, 'schedules', scheduleId);
  onDue();
  return settled.couldNotStop;
}

function actorOf({ principal: { actor, via } }: FastifyRequest): Actor {
  return { ...actor, via: via === 'key' ? 'API key' : 'console' };
}
