import { parseTimeZone } from '@belfry/kernel/time-zone';
import { idText, instantText, plainDateText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { locale, plainDate, text, timeZone } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { CallUnderWay } from '../contract.ts';
import { dateNamePattern, fieldDates } from '../domain/date-name.ts';
import type { Person } from '../domain/person.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import type { NewPerson } from '../usecases/create-people.ts';
import { contactPointAnswer, contactPoints, toContactPointAnswer } from './contact-point-schemas.ts';

const minuteOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time as HH:MM, from 00:00 to 23:59')
  .meta({ examples: ['22:00'] });

const quietHours = z
  .strictObject({ start: minuteOfDay, end: minuteOfDay })
  .refine(({ start, end }) => start !== end, {
    path: ['end'],
    message: 'must differ from start: equal times could mean no hours or all of them',
  })
  .meta({ description: 'Of the person’s own zone; an end before the start is on the next day.' });

const dateName = z
  .string()
  .regex(dateNamePattern, 'must be a name such as nameDay: a letter, then letters and digits')
  .refine((name) => !fieldDates.includes(name), 'must be given as a field of its own');
const mostDates = 20;
/** As they are stored. */
const dates = z
  .record(dateName, plainDate)
  .refine((all) => Object.keys(all).length <= mostDates, `must not be more than ${mostDates} dates`)
  .transform((all) => Object.fromEntries(Object.entries(all).map(([name, date]) => [name, date.toString()])))
  .meta({ description: 'Other dates, by names of yours, which annual rules and greetings may follow.' });

const fields = {
  name: text(200).meta({ description: 'Shown everywhere; without it, first and last name are joined.' }),
  firstName: text(100),
  lastName: text(100),
  locale,
  city: text(100),
  country: text(100),
  externalId: text(200),
};

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);

export const newPerson = z
  .strictObject({
    name: optional(fields.name),
    firstName: optional(fields.firstName),
    lastName: optional(fields.lastName),
    timeZone,
    locale: locale.default('en'),
    birthDate: optional(plainDate),
    anniversaryDate: optional(plainDate),
    dates: dates.default({}),
    city: optional(fields.city),
    country: optional(fields.country),
    externalId: optional(fields.externalId),
    quietHours: optional(quietHours),
    contactPoints: contactPoints.default([]),
  })
  .refine((person) => person.name ?? person.firstName ?? person.lastName, {
    path: ['name'],
    message: 'must be given, or else firstName or lastName',
  })
  .meta({ id: 'NewPerson' });

export function toNewPerson({ birthDate, anniversaryDate, ...rest }: z.output<typeof newPerson>): NewPerson {
  return { ...rest, birthDate: birthDate?.toString() ?? null, anniversaryDate: anniversaryDate?.toString() ?? null };
}

/** What is absent stays, null clears. */
export const personPatch = z
  .strictObject({
    name: fields.name.nullable(),
    firstName: fields.firstName.nullable(),
    lastName: fields.lastName.nullable(),
    timeZone,
    locale,
    birthDate: plainDate.nullable(),
    anniversaryDate: plainDate.nullable(),
    dates: dates.meta({ description: 'Replaces them all.' }),
    city: fields.city.nullable(),
    country: fields.country.nullable(),
    externalId: fields.externalId.nullable(),
    quietHours: quietHours.nullable(),
    contactPoints,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name a field to change')
  .meta({ id: 'PersonPatch' });

export function toPatch({ birthDate, anniversaryDate, ...rest }: z.output<typeof personPatch>): PersonPatch {
  return {
    ...rest,
    ...(birthDate === undefined ? {} : { birthDate: birthDate?.toString() ?? null }),
    ...(anniversaryDate === undefined ? {} : { anniversaryDate: anniversaryDate?.toString() ?? null }),
  } as PersonPatch;
}

export const personAnswer = z
  .object({
    id: idText,
    name: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    timeZone: timeZoneText,
    locale: z.string(),
    birthDate: plainDateText.nullable(),
    anniversaryDate: plainDateText.nullable(),
    dates: z.record(z.string(), plainDateText),
    city: z.string().nullable(),
    country: z.string().nullable(),
    externalId: z.string().nullable(),
    quietHours: z.object({ start: z.string(), end: z.string() }).nullable(),
    contactPoints: z.array(contactPointAnswer),
    version: z.int().meta({ description: 'Counts edits; the ETag is made of it.' }),
    createdAt: instantText,
  })
  .meta({ id: 'Person' });

/** Calls that had left before the change could stop them. */
export const couldNotStop = z.array(
  z.object({
    occurrenceId: idText,
    attemptId: z.string(),
    personId: idText,
    channel: z.string(),
    address: z.string(),
  }),
);

export const personChangeAnswer = personAnswer.extend({ couldNotStop }).meta({ id: 'PersonChange' });

export function toPersonAnswer(person: Person): z.input<typeof personAnswer> {
  return {
    ...person,
    // A zone that a newer database knew and this runtime does not is shown as it was stored.
    timeZone: parseTimeZone(person.timeZone) ?? person.timeZone,
    contactPoints: person.contactPoints.map(toContactPointAnswer),
    createdAt: person.createdAt.toString(),
  };
}

export function toChangeAnswer(person: Person, calls: CallUnderWay[]): z.input<typeof personChangeAnswer> {
  return { ...toPersonAnswer(person), couldNotStop: calls };
}
