import { parseTimeZone } from '@belfry/kernel/time-zone';
import { idText, instantText, plainDateText, timeZoneText } from '@belfry/platform/http/answer-fields';
import { plainDate, text, timeZone } from '@belfry/platform/http/fields';
import { z } from 'zod';
import type { ContactPoint, Person } from '../contract.ts';
import { contactChannels, normaliseAddress } from '../domain/address.ts';

const mostContactPoints = 20;

const contactPoint = z
  .strictObject({
    channel: z.enum(contactChannels),
    address: z.string().max(320).meta({ description: 'E.164 for sms, an email address for email.' }),
  })
  .transform((point, context): ContactPoint => {
    const result = normaliseAddress(point.channel, point.address);
    if (result.ok) return { channel: point.channel, address: result.address };
    context.issues.push({ code: 'custom', message: result.message, path: ['address'], input: point.address });
    return z.NEVER;
  });

const locale = text(35).refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, 'must be a BCP 47 language tag, such as en or km-KH');

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);

export const newPerson = z
  .strictObject({
    name: optional(text(200)).meta({ description: 'Shown everywhere; without it, first and last name are joined.' }),
    firstName: optional(text(100)),
    lastName: optional(text(100)),
    timeZone,
    locale: locale.default('en'),
    birthDate: optional(plainDate),
    anniversaryDate: optional(plainDate),
    externalId: optional(text(200)),
    contactPoints: z.array(contactPoint).max(mostContactPoints).default([]),
  })
  .refine((person) => person.name ?? person.firstName ?? person.lastName, {
    path: ['name'],
    message: 'must be given, or else firstName or lastName',
  })
  .meta({ id: 'NewPerson' });

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
    externalId: z.string().nullable(),
    contactPoints: z.array(z.object({ channel: z.enum(contactChannels), address: z.string() })),
    createdAt: instantText,
  })
  .meta({ id: 'Person' });

export function toPersonAnswer(person: Person): z.input<typeof personAnswer> {
  return {
    ...person,
    // A zone that a newer database knew and this runtime does not is shown as it was stored.
    timeZone: parseTimeZone(person.timeZone) ?? person.timeZone,
    createdAt: person.createdAt.toString(),
  };
}
