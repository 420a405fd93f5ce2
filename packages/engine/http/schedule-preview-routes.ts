import { notFound } from '@belfry/kernel/app-error';
import type { ScheduleId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import { instantText, plainDateText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { idOf, wholeNumber } from '@belfry/platform/http/fields';
import { runOnce } from '@belfry/platform/http/run-once';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { type Ahead, nextSlots } from '../domain/timing/next-slots.ts';
import { withPreviewNotes } from '../domain/timing/preview-notes.ts';
import { firesFrom } from '../domain/timing/rule.ts';
import { calendarsNamed, timingOf } from '../domain/timing/timing-of.ts';
import { readCalendars } from '../store/schedules/pg-holidays.ts';
import { readSchedule } from '../store/schedules/pg-schedules.ts';
import { composeSchedule } from '../usecases/schedules/create-schedule.ts';
import { readAhead } from '../usecases/schedules/view-schedules.ts';
import type { EngineRoutesOptions } from './engine-routes-options.ts';
import { newSchedule, toNewSchedule } from './schedule-schemas.ts';

const tags = ['Schedules'];
const querystring = z.strictObject({ count: wholeNumber(1, 100).default(5) });

const previewAnswer = z
  .object({
    data: z.array(
      z.object({
        at: instantText,
        local: z.string().meta({ examples: ['2027-03-14T03:30:00-04:00'] }),
        timeZone: timeZoneText,
        notes: z.array(z.string()).meta({ description: 'Why it is not simply at its time.' }),
      }),
    ),
    skipped: z
      .array(z.object({ date: plainDateText, local: z.string(), reason: z.string() }))
      .meta({ description: 'What does not take place before the last of them, and why; the first hundred.' }),
    searchedUntil: instantText.nullable().meta({
      description: 'Where fewer are shown than were asked for: how far was looked. What has ended by then has no more.',
    }),
  })
  .meta({ id: 'SchedulePreview' });

export function addSchedulePreviewRoutes(app: HttpServer, { pool, clock }: EngineRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/schedules/:id/preview',
    schema: {
      tags,
      summary: 'The next instants, in both clocks',
      params: z.strictObject({ id: idOf<ScheduleId>() }),
      querystring,
      response: { 200: previewAnswer },
    },
    handler: (request) =>
      inTenant(pool, request.principal.tenantId, async (tx) => {
        const { id } = request.params;
        const record = await readSchedule(tx, id);
        if (!record) throw notFound('schedule', id);
        const isOver = record.finishedAt !== null;
        const now = clock.now();
        const { count } = request.query;
        const ahead = await readAhead(tx, isOver ? [] : [record], now, count, (timing) => firesFrom(timing, now));
        const found = ahead.get(id);
        if (!found) return toPreview({ slots: [], skipped: [], searchedUntil: null }, record.zone);
        const timing = timingOf(record, await readCalendars(tx, calendarsNamed([record])));
        const slots = found.slots.length > 0 ? withPreviewNotes(timing, found.slots, record.createdAt) : [];
        return toPreview({ ...found, slots }, record.zone);
      }),
  });

  app.route({
    method: 'POST',
    url: '/v1/schedules/preview',
    schema: {
      tags,
      summary: 'The same for a schedule that has not been created; nothing is kept',
      body: newSchedule,
      querystring,
      response: { 200: previewAnswer },
    },
    handler: async (request) => {
      const now = clock.now();
      const { body } = await runOnce(request, pool, async (tx) => {
        const { timing } = await composeSchedule({ tx, now, schedule: toNewSchedule(request.body) });
        const found = nextSlots(timing, firesFrom(timing, now), request.query.count);
        const slots = withPreviewNotes(timing, found.slots, now);
        return { status: 200, body: toPreview({ ...found, slots }, timing.zone) };
      });
      return body;
    },
  });
}

function toPreview(
  { slots, skipped, searchedUntil }: Omit<Ahead, 'isOver'>,
  zone: string,
): z.input<typeof previewAnswer> {
  return {
    data: slots.map(({ dueAt, notes }) => ({
      at: dueAt.toString(),
      local: dueAt.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' }),
      timeZone: zone,
      notes: [...notes],
    })),
    skipped: skipped.map(({ day, local, reason }) => ({ date: day, local, reason })),
    searchedUntil: searchedUntil?.toString() ?? null,
  };
}
