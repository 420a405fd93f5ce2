import { underWayAnswer } from '@belfry/engine/module';
import type { PersonId } from '@belfry/kernel/ids';
import { durationText, idText, instantText, plainTimeText } from '@belfry/platform/http/answer-fields';
import { duration, idOf, locale, multilineText, plainDate, text } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { leapDays, onUnknowns } from '../domain/settings.ts';
import { checkTemplate, longestTemplate } from '../domain/template.ts';

const minuteOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time as HH:MM, from 00:00 to 23:59')
  .meta({ examples: ['09:00'] });
const leapDay = z.enum(leapDays).meta({
  description: 'Where somebody was born on 29 February: which day of a common year it is.',
});

const onUnknown = z.enum(onUnknowns).meta({
  description:
    'A greeting of which nobody knows whether it went out is sent again, or left to a person among the dead letters.',
});

export const settingsBody = z
  .strictObject({
    enabled: z.boolean().default(true).meta({ description: 'false: nobody is greeted.' }),
    sendTime: minuteOfDay.default('09:00').meta({ description: 'Of each person’s own zone.' }),
    leapDay: leapDay.default('february-28'),
    lateLimit: duration
      .default(() => Temporal.Duration.from('PT24H'))
      .meta({ description: 'What is later than that is missed.' }),
    onUnknown: onUnknown.default('again'),
  })
  .meta({ id: 'GreetingSettingsEdit' });

export const settingsAnswer = z
  .object({
    enabled: z.boolean(),
    sendTime: plainTimeText,
    leapDay,
    lateLimit: durationText,
    onUnknown,
    version: z.int().meta({ description: 'Counts edits, 0 before the first; the ETag.' }),
    reaching: z
      .object({ done: z.int().meta({ description: 'How many people it has reached.' }) })
      .nullable()
      .meta({ description: 'A change that has not reached everybody yet; null where none is under way.' }),
  })
  .meta({ id: 'GreetingSettings' });

const settled = {
  couldNotStop: z.array(underWayAnswer).meta({ description: 'Calls that had left before the change could stop them.' }),
};
export const changedSettings = settingsAnswer.extend(settled).meta({ id: 'GreetingSettingsChange' });

export const kindName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a word of a–z, 0–9, - and _, at most 40 characters long')
  .refine((name) => name !== 'digest', 'must not be digest, which is a name of our own')
  .meta({ examples: ['name-day'] });
const field = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be birthDate, anniversaryDate, or the name of another date of people')
  .meta({ description: 'Which date of a person it follows: birthDate, anniversaryDate, or one of their other dates.' });
const kindFields = {
  title: text(100).meta({ description: 'As people read it; a template can name it.' }),
  field,
  recurrence: z.enum(['annual', 'once']).meta({ description: 'Every year from the date’s own on, or in that alone.' }),
  enabled: z.boolean(),
  sendTime: minuteOfDay.nullable().meta({ description: 'null: that of the settings.' }),
};

export const newKind = z
  .strictObject({
    name: kindName,
    title: kindFields.title,
    field,
    recurrence: kindFields.recurrence.default('annual'),
    enabled: kindFields.enabled.default(true),
    sendTime: kindFields.sendTime.default(null),
  })
  .meta({ id: 'NewGreetingKind' });

export const kindPatch = z
  .strictObject(kindFields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name something to change')
  .meta({ id: 'GreetingKindPatch' });

export const kindAnswer = z
  .object({
    name: z.string(),
    ...kindFields,
    usualWords: z
      .array(z.object({ locale: z.string(), subject: z.string(), text: z.string() }))
      .meta({ description: 'Liquid: what is sent where there are no templates of yours.' }),
    version: z.int().meta({ description: 'Counts edits; the ETag.' }),
  })
  .meta({ id: 'GreetingKind' });
export const changedKind = kindAnswer.extend(settled).meta({ id: 'GreetingKindChange' });
export const removedKind = z.object({ name: z.string(), ...settled }).meta({ id: 'RemovedGreetingKind' });

/** One that cannot be read, or names what there is not, is refused when it is saved and not when it is sent. */
const templateText = (schema: z.ZodType<string, string>) =>
  schema.check((context) => {
    const message = checkTemplate(context.value);
    if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
  });
const templateFields = {
  subject: templateText(text(500)).meta({ description: 'Liquid; for channels that have one.' }),
  text: templateText(multilineText(longestTemplate)).meta({ description: 'Liquid.' }),
};
export const newTemplate = z
  .strictObject({ kind: kindName, locale: locale.default('en'), ...templateFields })
  .meta({ id: 'NewGreetingTemplate' });
export const templatePatch = z
  .strictObject(templateFields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name something to change')
  .meta({ id: 'GreetingTemplatePatch' });
export const templateAnswer = z
  .object({
    id: idText,
    kind: z.string(),
    locale: z.string(),
    subject: z.string(),
    text: z.string(),
    version: z.int().meta({ description: 'Counts edits; the ETag.' }),
    updatedAt: instantText,
  })
  .meta({ id: 'GreetingTemplate' });

const previewFor = {
  personId: idOf<PersonId>(),
  date: plainDate.optional().meta({ description: 'Of the greeting; absent: the person’s next.' }),
};
export const previewBody = z.strictObject(previewFor).meta({ id: 'GreetingPreview' });
export const draftBody = z
  .strictObject({ kind: kindName, ...templateFields, ...previewFor })
  .meta({ id: 'GreetingDraft' });
export const previewAnswer = z
  .object({ subject: z.string(), text: z.string(), date: z.string(), years: z.int() })
  .meta({ id: 'PreviewedGreeting' });

const ownSettings = {
  sendTime: minuteOfDay.nullable().meta({ description: 'null: the kind’s, or that of the settings.' }),
  leapDay: leapDay.nullable(),
  muted: z.boolean().meta({ description: 'Is not greeted at all.' }),
};
export const ownSettingsBody = z
  .strictObject({
    sendTime: ownSettings.sendTime.default(null),
    leapDay: ownSettings.leapDay.default(null),
    muted: ownSettings.muted.default(false),
  })
  .meta({ id: 'PersonGreetingSettingsEdit' });
export const ownSettingsAnswer = z
  .object({ ...ownSettings, version: z.int().meta({ description: 'Counts edits, 0 before the first; the ETag.' }) })
  .meta({ id: 'PersonGreetingSettings' });
export const changedOwnSettings = ownSettingsAnswer.extend(settled).meta({ id: 'PersonGreetingSettingsChange' });
