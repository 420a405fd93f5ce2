import { type AppError, notFound, ruleBroken } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { dateOf } from '../domain/greetings-of.ts';
import { nextOn } from '../domain/next-on.ts';
import { comesToNothing, type Template, type Unrendered } from '../domain/template.ts';
import { readKinds } from '../store/pg-occasions.ts';
import { type Profile, readProfiles } from '../store/pg-words.ts';
import { wordsFor } from './write-greetings.ts';

interface PreviewOptions {
  tx: Tx;
  tenantId: TenantId;
  template: Pick<Template, 'kind' | 'subject' | 'text'>;
  personId: PersonId;
  /** null: the person's next. */
  date: Temporal.PlainDate | null;
  now: Temporal.Instant;
}

export interface Preview {
  subject: string;
  text: string;
  /** YYYY-MM-DD */
  date: string;
  years: number;
}

/**
 * The words as this person would get them.
 * @throws AppError `person.not-found`, `greeting-kind.not-found` (404); `greeting-template.unrendered` (422) where they would get none
 */
export async function previewGreeting(options: PreviewOptions): Promise<Preview> {
  const { tx, tenantId, template, personId, now } = options;
  const kind = (await readKinds(tx, tenantId)).find(({ name, isRemoved }) => name === template.kind && !isRemoved);
  if (!kind) throw notFound('greeting-kind', template.kind);
  const profile = (await readProfiles(tx, [personId])).get(personId);
  if (!profile) throw notFound('person', personId);
  const born = dateOf(profile, kind.field);
  const day = options.date ?? nextOn(born, today(profile, now));
  const { words, years } = wordsFor({ template, kind, profile, year: day.year, day: day.toString() });
  if ('reason' in words) throw unrendered(words);
  if (words.subject === '') throw unrendered({ field: 'subject', reason: comesToNothing });
  return { ...words, date: day.toString(), years };
}

export function unrendered({ field, reason }: Unrendered): AppError {
  return ruleBroken('greeting-template.unrendered', field, `The ${field} ${reason}.`);
}

function today({ timeZone }: Profile, now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}
