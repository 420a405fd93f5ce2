import { type TimeZone, toMilliseconds } from '@belfry/kernel/time-zone';
import { duration, instant, plainDate, plainTime, timeZone, uuid } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { namesItsTimes } from '../domain/timing/nominals.ts';
import { parseRRule } from '../domain/timing/parse-rrule.ts';
import type { Rule, RuleOptions } from '../domain/timing/rule.ts';

const mostExcluded = 1000;

const startDate = plainDate.optional().meta({
  description: 'From here INTERVAL and COUNT are counted; absent: the local date on which the schedule was created.',
});
const placing = {
  gap: z.enum(['later', 'skip']).optional().meta({ description: 'A time that the clocks jump over. Default: later.' }),
  overlap: z
    .enum(['first', 'second', 'both'])
    .optional()
    .meta({ description: 'A time that the clocks show twice. Default: first.' }),
};
const excluding = {
  excludeDates: z.array(plainDate).max(mostExcluded).optional(),
  excludeWeekends: z.boolean().optional(),
  excludeHolidays: z.array(uuid).max(20).optional().meta({ description: 'Ids of holiday calendars.' }),
};
const clamping = {
  clamp: z
    .enum(['clamp', 'skip'])
    .optional()
    .meta({ description: 'A 29th, 30th or 31st that a month lacks: its last day, or none. Default: clamp.' }),
};

const once = z
  .strictObject({
    type: z.literal('once'),
    at: instant.optional(),
    localDate: plainDate.optional().meta({ description: 'Instead of at: with localTime, in the zone that counts.' }),
    ...placing,
  })
  .refine((rule) => (rule.at === undefined) !== (rule.localDate === undefined), {
    path: ['at'],
    message: 'must be given, or else localDate, and not both',
  })
  .refine((rule) => rule.at === undefined || (rule.gap === undefined && rule.overlap === undefined), {
    path: ['at'],
    message: 'is an instant, which no gap or overlap concerns',
  });

export const ruleField = z.discriminatedUnion(
  'type',
  [
    once,
    z.strictObject({
      type: z.literal('annual'),
      field: z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9]{0,39}$/,
          'must be birthDate, anniversaryDate, or the name of another date of the person',
        )
        .meta({
          description: 'birthDate, anniversaryDate, or one of the person’s other dates.',
          examples: ['birthDate'],
        }),
      count: z
        .int()
        .min(1)
        .max(1000)
        .optional()
        .meta({ description: 'In so many years at most, that of the date being the first.' }),
      sameDay: z.boolean().optional().meta({
        description:
          'Asked for, moved or edited after its time on the day itself it still fires, at once; on no later day.',
      }),
      ...placing,
      ...excluding,
      clamp: z.enum(['clamp', 'next', 'skip']).optional().meta({
        description: '29 February where the year has none: the 28th, 1 March, or not at all. Default: clamp.',
      }),
    }),
    z.strictObject({
      type: z.literal('rrule'),
      rrule: z
        .string()
        .max(500)
        .meta({ description: 'RFC 5545, without DTSTART.', examples: ['FREQ=DAILY'] }),
      startDate,
      ...placing,
      ...excluding,
      ...clamping,
    }),
    z.strictObject({
      type: z.literal('every'),
      interval: duration.meta({ description: 'Elapsed time, at least PT1M; a day is 24 hours.', examples: ['PT90M'] }),
      anchor: instant.meta({ description: 'The first of them; all others are whole intervals away from it.' }),
      ...excluding,
    }),
    z.strictObject({
      type: z.literal('cron'),
      cron: z
        .string()
        .max(200)
        .meta({ description: 'Minute, hour, day of the month, month, day of the week.', examples: ['0 9 * * 1-5'] }),
      startDate,
      ...placing,
      ...excluding,
    }),
  ],
  'must be a rule: once with at or localDate, annual, rrule, every or cron',
);

export type RuleInput = z.output<typeof ruleField>;

export const localTimeField = plainTime.meta({ description: 'Required by rules that name no time of their own.' });
export const timeZoneField = z.union(
  [z.literal('person'), timeZone],
  'must be "person" or an IANA time zone, such as Asia/Phnom_Penh',
) as z.ZodType<TimeZone | 'person', string>;

/** What is wrong with the local time beside a rule, as far as that can be said of the shape alone. */
export function localTimeProblem(rule: RuleInput, hasLocalTime: boolean): string | null {
  const namesTimes = (rule.type === 'once' && rule.at !== undefined) || rule.type === 'every' || rule.type === 'cron';
  if (namesTimes) return hasLocalTime ? 'must be absent: the rule names its own times' : null;
  if (hasLocalTime) return null;
  const parsed = rule.type === 'rrule' ? parseRRule(rule.rrule) : null;
  if (parsed && (!parsed.ok || namesItsTimes(parsed.rrule))) return null;
  return 'must be given: the rule names no time';
}

/** As it is stored: JSON, in whole milliseconds, without what was not given. */
export function toRule(given: RuleInput): Rule {
  const options = toOptions(given);
  switch (given.type) {
    case 'once':
      return given.at
        ? { type: 'once', at: toMilliseconds(given.at).toString() }
        : { type: 'once', localDate: given.localDate?.toString() ?? '', ...options };
    case 'annual':
      return {
        type: 'annual',
        field: given.field,
        ...(given.count === undefined ? {} : { count: given.count }),
        ...(given.sameDay ? { sameDay: true } : {}),
        ...options,
      };
    case 'rrule':
      return { type: 'rrule', rrule: given.rrule.trim(), ...options };
    case 'every':
      return {
        type: 'every',
        interval: given.interval.toString(),
        anchor: toMilliseconds(given.anchor).toString(),
        ...options,
      };
    case 'cron':
      return { type: 'cron', cron: given.cron.trim(), ...options };
  }
}

function toOptions(given: RuleInput): RuleOptions {
  const start = 'startDate' in given ? given.startDate : undefined;
  const dates = 'excludeDates' in given ? given.excludeDates : undefined;
  const plain = {
    startDate: start?.toString(),
    excludeDates: dates?.map((date) => date.toString()).sort(),
    excludeWeekends: 'excludeWeekends' in given ? given.excludeWeekends : undefined,
    excludeHolidays: 'excludeHolidays' in given ? given.excludeHolidays : undefined,
    gap: 'gap' in given ? given.gap : undefined,
    overlap: 'overlap' in given ? given.overlap : undefined,
    clamp: 'clamp' in given ? given.clamp : undefined,
  };
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as RuleOptions;
}
