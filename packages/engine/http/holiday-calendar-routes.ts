import { notFound, ruleBroken } from '@belfry/kernel/app-error';
import { inTenant } from '@belfry/platform/database';
import { idText, instantText, plainDateText } from '@belfry/platform/http/answer-fields';
import { plainDate, text, uuid } from '@belfry/platform/http/fields';
import { pageOf, pageParameters, toPage } from '@belfry/platform/http/pagination';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { inOrder, readHolidays } from '../domain/timing/read-holidays.ts';
import type { Holiday } from '../domain/timing/timing-of.ts';
import { type HolidayCalendar, listCalendars, readCalendar } from '../store/schedules/pg-holidays.ts';
import { WayGiver } from '../usecases/planning/give-way.ts';
import { deleteHolidayCalendar } from '../usecases/schedules/delete-holiday-calendar.ts';
import { saveHolidayCalendar } from '../usecases/schedules/save-holiday-calendar.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';

const tags = ['Holiday calendars'];
const params = z.strictObject({ id: uuid });

const newCalendar = z
  .strictObject({
    name: text(200),
    days: z
      .array(z.strictObject({ date: plainDate, name: text(200) }))
      .min(1)
      .max(5000)
      .optional(),
    ics: z.string().max(500_000).optional().meta({ description: 'An iCalendar, instead of days.' }),
  })
  .refine((calendar) => (calendar.days === undefined) !== (calendar.ics === undefined), {
    path: ['days'],
    message: 'must be given, or else ics, and not both',
  })
  .meta({ id: 'NewHolidayCalendar' });

const calendarAnswer = z
  .object({
    id: idText,
    name: z.string(),
    version: z.int().meta({ description: 'Counts changes of the days.' }),
    days: z.array(z.object({ date: plainDateText, name: z.string() })),
    knownUntil: plainDateText.meta({
      description:
        'The last of its days. What an iCalendar repeats is laid out ten years ahead; save it again by then.',
    }),
    createdAt: instantText,
  })
  .meta({ id: 'HolidayCalendar' });

export function addHolidayCalendarRoutes(app: HttpServer, { pool, clock, onDue }: EngineRoutesOptions): void {
  app.route({
    method: 'POST',
    url: '/v1/holiday-calendars',
    schema: {
      tags,
      summary: 'Save a holiday calendar; a name that exists keeps its id and gets the new days',
      body: newCalendar,
      response: { 201: calendarAnswer },
    },
    handler: async (request, reply) => {
      const { tenantId } = request.principal;
      const now = clock.now();
      const { name } = request.body;
      const days = await daysOf(request.body, now);
      const { status, body } = await runOnce(request, pool, async (tx) => {
        return { status: 201, body: toAnswer(await saveHolidayCalendar(tx, { tenantId, now, name, days })) };
      });
      onDue();
      return reply.code(status).send(body);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/holiday-calendars',
    schema: {
      tags,
      summary: 'List holiday calendars by name',
      querystring: z.strictObject(pageParameters(z.object({ name: z.string() }))),
      response: { 200: pageOf(calendarAnswer) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await inTenant(pool, request.principal.tenantId, (tx) => listCalendars(tx, limit, cursor));
      return toPage(rows, limit, toAnswer, ({ name }) => ({ name }));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/holiday-calendars/:id',
    schema: { tags, summary: 'Read a holiday calendar', params, response: { 200: calendarAnswer } },
    handler: async (request) => {
      const { id } = request.params;
      const calendar = await inTenant(pool, request.principal.tenantId, (tx) => readCalendar(tx, id));
      if (!calendar) throw notFound('holiday-calendar', id);
      return toAnswer(calendar);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/holiday-calendars/:id',
    schema: {
      tags,
      summary: 'Delete a holiday calendar that no schedule names',
      params,
      response: { 204: z.undefined() },
    },
    handler: async (request, reply) => {
      await inTenant(pool, request.principal.tenantId, (tx) => deleteHolidayCalendar(tx, request.params.id));
      return reply.code(204).send();
    },
  });
}

/** @throws AppError `holiday-calendar.unreadable` (422) */
async function daysOf({ days, ics }: z.output<typeof newCalendar>, now: Temporal.Instant): Promise<Holiday[]> {
  if (days) return inOrder(days.map(({ date, name }) => ({ date: date.toString(), name })));
  const read = await new WayGiver().run(readHolidays(ics ?? '', now));
  if (!read.ok) throw ruleBroken('holiday-calendar.unreadable', 'ics', read.message);
  return read.days;
}

function toAnswer(calendar: HolidayCalendar): z.input<typeof calendarAnswer> {
  const days = [...calendar.days];
  return { ...calendar, days, knownUntil: days.at(-1)?.date ?? '', createdAt: calendar.createdAt.toString() };
}
