import { inTenant } from '@belfry/platform/database';
import { instantText, plainDateText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { plainDate, wholeNumber } from '@belfry/platform/http/fields';
import type { HttpServer } from '@belfry/platform/http/server';
import { z } from 'zod';
import { readPlan, readYear } from '../usecases/read-plan.ts';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';

const tags = ['Greetings'];
const counts = {
  planned: z.int().meta({ description: 'Still to come, or due and not yet taken up.' }),
  gone: z.int().meta({ description: 'Taken up; what was late, missed or failed is among them.' }),
  late: z.int().meta({ description: 'Taken more than a minute after they could first leave.' }),
  missed: z.int(),
  failed: z.int(),
  withheld: z.int().meta({ description: 'On purpose, such as an address that has had the same greeting this year.' }),
};
const planAnswer = z
  .object({
    date: plainDateText,
    foreseen: z.boolean().meta({ description: 'Further ahead than what is planned: counted by people’s dates.' }),
    total: z.object(counts),
    zones: z.array(
      z.object({
        timeZone: timeZoneText,
        ...counts,
        sends: z.array(z.object({ kind: z.string(), at: instantText, localTime: z.string(), ...counts })),
      }),
    ),
  })
  .meta({ id: 'GreetingPlan' });

const yearAnswer = z
  .object({
    year: z.int(),
    days: z
      .array(
        z.object({
          date: plainDateText,
          total: z.int(),
          kinds: z.record(z.string(), z.int()).meta({ description: 'How many, by the names of the kinds.' }),
        }),
      )
      .meta({ description: 'Of the days on which there is somebody, in their order.' }),
  })
  .meta({ id: 'GreetingYear' });

const names = Object.keys(counts) as (keyof typeof counts)[];

export function addPlanRoute(app: HttpServer, { pool, clock }: GreetingsRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/greetings/plan',
    schema: {
      tags,
      summary: 'Read a day’s greetings: of each time zone what is planned, gone and late, earliest first',
      querystring: z.strictObject({
        date: plainDate
          .optional()
          .meta({ description: 'As it is called locally, in each zone. Absent: today in UTC.' }),
      }),
      response: { 200: planAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const now = clock.now();
      const date = request.query.date ?? now.toZonedDateTimeISO('UTC').toPlainDate();
      const plan = await inTenant(pool, tenantId, (tx) => readPlan({ tx, tenantId, date, now }));
      const zones = [...Map.groupBy(plan.counts, ({ zone }) => zone)].map(([timeZone, sends]) => ({
        timeZone,
        ...sumOf(sends),
        sends: sends.map(({ zone, dueAt, ...send }) => ({
          ...send,
          at: dueAt.toString(),
          localTime: dueAt.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' }),
        })),
      }));
      return { date: date.toString(), foreseen: plan.isForeseen, total: sumOf(plan.counts), zones };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/greetings/year',
    schema: {
      tags,
      summary: 'Read how many have something to be greeted for on each day of a year, by their dates as they are now',
      querystring: z.strictObject({
        year: wholeNumber(1900, 2200).optional().meta({ description: 'Absent: this year in UTC.' }),
      }),
      response: { 200: yearAnswer },
    },
    handler: async (request) => {
      const { tenantId } = request.principal;
      const year = request.query.year ?? clock.now().toZonedDateTimeISO('UTC').year;
      const days = await inTenant(pool, tenantId, (tx) => readYear(tx, tenantId, year));
      return {
        year,
        days: days.map(({ date, kinds }) => ({
          date: date.toString(),
          total: Object.values(kinds).reduce((sum, count) => sum + count, 0),
          kinds,
        })),
      };
    },
  });
}

function sumOf(all: readonly Record<keyof typeof counts, number>[]): Record<keyof typeof counts, number> {
  const sums = names.map((name) => [name, all.reduce((sum, one) => sum + one[name], 0)] as const);
  return Object.fromEntries(sums) as Record<keyof typeof counts, number>;
}
