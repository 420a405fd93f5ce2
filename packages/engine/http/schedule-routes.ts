import { notFound } from '@belfry/kernel/app-error';
import type { PersonId, PolicyId, ScheduleId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { entityTag } from '@belfry/platform/http/entity-tag';
import { idOf, uuid, word } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listSchedules, readSchedule } from '../store/schedules/pg-schedules.ts';
import { createSchedule } from '../usecases/schedules/create-schedule.ts';
import { PlannedCounts } from '../usecases/schedules/planned-counts.ts';
import { viewSchedule, viewSchedules } from '../usecases/schedules/view-schedules.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { newSchedule, scheduleAnswer, toNewSchedule, toScheduleAnswer } from './schedule-schemas.ts';

const tags = ['Schedules'];
const position = z.object({ createdAt: positionInstant, id: z.uuid() });
const params = z.strictObject({ id: idOf<ScheduleId>() });

export function addScheduleRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, partitions, fault, onChange, onDue } = options;
  const counts = new PlannedCounts();

  app.route({
    method: 'POST',
    url: '/v1/schedules',
    schema: { tags, summary: 'Create a schedule', body: newSchedule, response: { 201: scheduleAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const schedule = toNewSchedule(request.body);
      const now = clock.now();
      await partitions.coverNow(now);
      const lane = counts.laneForOneMore(tenantId);
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const created = await createSchedule({ tx, tenantId, now, schedule, lane });
        fault('schedule.before-commit');
        return { status: 201, body: toScheduleAnswer(await viewSchedule(tx, created, now)) };
      });
      fault('schedule.after-commit');
      onChange(tenantId, 'schedules', body.id);
      onDue();
      return reply.code(status).header('etag', entityTag(body.version)).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/schedules',
    schema: {
      tags,
      summary: 'List schedules, newest first',
      querystring: z.strictObject({
        ...pageParameters(position),
        personId: idOf<PersonId>().optional(),
        policyId: idOf<PolicyId>().optional(),
        holidayCalendarId: uuid.optional().meta({ description: 'Those that leave its days out.' }),
        author: word
          .optional()
          .meta({ description: 'Those that a system keeps, such as greetings; absent: those that were made.' }),
      }),
      response: { 200: pageOf(scheduleAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor: after, ...filter } = request.query;
      const now = clock.now();
      return inTenant(pool, request.principal.tenantId, async (tx) => {
        const rows = await listSchedules(tx, { limit, after, ...filter });
        return toPage(await viewSchedules(tx, rows, now), limit, toScheduleAnswer, ({ record }) => ({
          createdAt: record.createdAt.toString(),
          id: record.id,
        }));
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/schedules/:id',
    schema: { tags, summary: 'Read a schedule', params, response: { 200: scheduleAnswer } },
    handler: async (request, reply) => {
      const { id } = request.params;
      const view = await inTenant(pool, request.principal.tenantId, async (tx) => {
        const record = await readSchedule(tx, id);
        if (!record) throw notFound('schedule', id);
        return viewSchedule(tx, record, clock.now());
      });
      return reply.header('etag', entityTag(view.record.version)).send(toScheduleAnswer(view));
    },
  });
}
