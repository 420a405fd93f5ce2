import { notFound } from '@belfry/kernel/app-error';
import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { idOf } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, positionInstant, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { listSchedules, readSchedule, type ScheduleRecord } from '../store/pg-schedules.ts';
import { createSchedule } from '../usecases/create-schedule.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import {
  newSchedule,
  previewAnswer,
  scheduleAnswer,
  toNewSchedule,
  toPreview,
  toScheduleAnswer,
} from './schedule-schemas.ts';

const tags = ['Schedules'];
const position = z.object({ createdAt: positionInstant, id: z.uuid() });
const params = z.strictObject({ id: idOf<ScheduleId>() });

export function addScheduleRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  const { pool, clock, partitions, fault, onChange, onDue } = options;

  async function requireSchedule(tenantId: TenantId, id: ScheduleId): Promise<ScheduleRecord> {
    const schedule = await inTenant(pool, tenantId, (tx) => readSchedule(tx, id));
    if (!schedule) throw notFound('schedule', id);
    return schedule;
  }

  app.route({
    method: 'POST',
    url: '/v1/schedules',
    schema: { tags, summary: 'Create a schedule', body: newSchedule, response: { 201: scheduleAnswer } },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const schedule = toNewSchedule(request.body);
      const now = clock.now();
      await partitions.coverNow(now);
      const { status, body } = await runOnce(request, pool, async (tx) => {
        const created = await createSchedule({ tx, tenantId, now, schedule });
        fault('schedule.before-commit');
        return { status: 201, body: toScheduleAnswer(created, now) };
      });
      fault('schedule.after-commit');
      onChange(tenantId, 'schedules', body.id);
      onDue();
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/schedules',
    schema: {
      tags,
      summary: 'List schedules, newest first',
      querystring: z.strictObject({ ...pageParameters(position), personId: idOf<PersonId>().optional() }),
      response: { 200: pageOf(scheduleAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor, personId } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) =>
        listSchedules(tx, { limit, after: cursor, personId }),
      );
      const now = clock.now();
      return toPage(
        rows,
        limit,
        (row) => toScheduleAnswer(row, now),
        (row) => ({ createdAt: row.createdAt.toString(), id: row.id }),
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/schedules/:id',
    schema: { tags, summary: 'Read a schedule', params, response: { 200: scheduleAnswer } },
    handler: async (request) =>
      toScheduleAnswer(await requireSchedule(request.principal.tenantId, request.params.id), clock.now()),
  });

  app.route({
    method: 'GET',
    url: '/v1/schedules/:id/preview',
    schema: {
      tags,
      summary: 'The next instants, in both clocks',
      params,
      querystring: z.strictObject({ count: z.coerce.number().int().min(1).max(100).default(5) }),
      response: { 200: previewAnswer },
    },
    handler: async (request) => {
      const schedule = await requireSchedule(request.principal.tenantId, request.params.id);
      return toPreview(schedule, clock.now(), request.query.count);
    },
  });
}
