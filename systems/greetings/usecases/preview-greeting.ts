import { notFound } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { dateOf } from '../domain/greetings-of.ts';
import { nextOn } from '../domain/next-on.ts';
import { renderTemplate, type Template } from '../domain/template.ts';
import { readKinds } from '../store/pg-occasions.ts';
import { type Profile, readProfiles } from '../store/pg-words.ts';
import { personOf } from './write-greetings.ts';

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

/** The words as this person would get them. @throws AppError `person.not-found`, `greeting-kind.not-found` (404) */
export async function previewGreeting(options: PreviewOptions): Promise<Preview> {
  const { tx, tenantId, template, personId, now } = options;
  const kind = (await readKinds(tx, tenantId)).find(({ name, isRemoved }) => name === template.kind && !isRemoved);
  if (!kind) throw notFound('greeting-kind', template.kind);
  const profile = (await readProfiles(tx, [personId])).get(personId);
  if (!profile) throw notFound('person', personId);
  const born = dateOf(profile, kind.field);
  const day = options.date ?? nextOn(born, today(profile, now));
  const years = born === null ? 0 : Math.max(0, day.year - Number.parseInt(born, 10));
  const facts = { person: personOf(profile), kind, years, year: day.year, date: day.toString() };
  return { ...renderTemplate(template, facts), date: facts.date, years };
}

function today({ timeZone }: Profile, now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}
