import { type AppError, notFound, ruleBroken } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { scheduleFor } from '../domain/greetings-of.ts';
import { comesToNothing, type Template, type Unrendered } from '../domain/template.ts';
import { readGreeted, readOccasions } from '../store/pg-occasions.ts';
import { readProfiles } from '../store/pg-words.ts';
import { nextOn } from './next-on.ts';
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
  const { kinds, settings } = await readOccasions(tx, tenantId);
  const kind = kinds.find(({ name, isRemoved }) => name === template.kind && !isRemoved);
  if (!kind) throw notFound('greeting-kind', template.kind);
  const [profile, [greeted]] = [(await readProfiles(tx, [personId])).get(personId), await readGreeted(tx, [personId])];
  if (!profile || !greeted || greeted.isDeleted) throw notFound('person', personId);
  const schedule = scheduleFor(settings, kind, greeted.own);
  const zone = profile.timeZone as TimeZone;
  const day = options.date ?? nextOn({ schedule, field: kind.field, person: greeted, zone, now });
  const { words, years } = wordsFor({ template, kind, profile, year: day.year, day: day.toString() });
  if ('reason' in words) throw unrendered(words);
  if (words.subject === '') throw unrendered({ field: 'subject', reason: comesToNothing });
  return { ...words, date: day.toString(), years };
}

export function unrendered({ field, reason }: Unrendered): AppError {
  return ruleBroken('greeting-template.unrendered', field, `The ${field} ${reason}.`);
}
