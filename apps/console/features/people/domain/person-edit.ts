import type { Person, PersonPatch } from '@belfry/sdk';
import { type ContactDraft, toContactDraft, toContactPoint } from './contact-draft.ts';

/** Either may be empty while it is being typed. */
export interface NamedDate {
  name: string;
  /** YYYY-MM-DD. */
  date: string;
}

export interface PersonEdit {
  /** Empty: first and last name joined. */
  name: string;
  firstName: string;
  lastName: string;
  timeZone: string;
  locale: string;
  /** YYYY-MM-DD, or empty. */
  birthDate: string;
  anniversaryDate: string;
  dates: NamedDate[];
  city: string;
  country: string;
  externalId: string;
  hasQuietHours: boolean;
  /** HH:MM. */
  quietStart: string;
  quietEnd: string;
  contacts: ContactDraft[];
}

/** The fields that can carry an error: a contact is named by its place. */
export type PersonEditField =
  | Exclude<keyof PersonEdit, 'contacts' | 'hasQuietHours' | 'quietStart' | 'quietEnd'>
  | 'quietHours'
  | `date ${string}`
  | 'contacts'
  | `contact ${number}`;

export function toPersonEdit(person: Person): PersonEdit {
  return {
    name: person.name,
    firstName: person.firstName ?? '',
    lastName: person.lastName ?? '',
    timeZone: person.timeZone,
    locale: person.locale,
    birthDate: person.birthDate ?? '',
    anniversaryDate: person.anniversaryDate ?? '',
    dates: Object.entries(person.dates).map(([name, date]) => ({ name, date })),
    city: person.city ?? '',
    country: person.country ?? '',
    externalId: person.externalId ?? '',
    hasQuietHours: person.quietHours !== null,
    quietStart: person.quietHours?.start ?? '22:00',
    quietEnd: person.quietHours?.end ?? '07:00',
    contacts: person.contactPoints.map(toContactDraft),
  };
}

/**
 * Only what was changed: an edit of contact points waits for calls under way, one of a name does not have to.
 * @returns null when nothing was
 */
export function toPersonPatch(before: Person, edit: PersonEdit): PersonPatch | null {
  const [was, is] = [whole(toPersonEdit(before)), whole(edit)];
  const changed = Object.entries(is).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(was[field as keyof typeof was]),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as PersonPatch);
}

function whole(edit: PersonEdit) {
  return {
    name: edit.name.trim() || null,
    firstName: edit.firstName.trim() || null,
    lastName: edit.lastName.trim() || null,
    timeZone: edit.timeZone,
    locale: edit.locale,
    birthDate: edit.birthDate || null,
    anniversaryDate: edit.anniversaryDate || null,
    dates: Object.fromEntries(
      edit.dates.filter(({ name, date }) => name.trim() || date).map(({ name, date }) => [name.trim(), date]),
    ),
    city: edit.city.trim() || null,
    country: edit.country.trim() || null,
    externalId: edit.externalId.trim() || null,
    quietHours: edit.hasQuietHours ? { start: edit.quietStart, end: edit.quietEnd } : null,
    contactPoints: edit.contacts.map(toContactPoint),
  } satisfies PersonPatch;
}

const plain = [
  ...['name', 'firstName', 'lastName', 'timeZone', 'locale', 'birthDate', 'anniversaryDate', 'dates'],
  ...['city', 'country', 'externalId'],
] as const satisfies readonly PersonEditField[];

/** A name that stands there twice could keep one date only. */
export function isNamedTwice(dates: readonly NamedDate[], index: number): boolean {
  const name = dates[index]?.name.trim() ?? '';
  return name !== '' && dates.slice(0, index).some((earlier) => earlier.name.trim() === name);
}

/** The field of the form that an error's path speaks of. */
export function personEditFieldOf(path: string): PersonEditField | null {
  const [first, index] = path.split('.');
  if (first === 'quietHours') return 'quietHours';
  if (first === 'dates' && index) return `date ${index}`;
  if (first === 'contactPoints') return index === undefined ? 'contacts' : `contact ${Number(index)}`;
  return plain.find((field) => field === first) ?? null;
}

/** What an error of a field was said of: once that has changed, the error is out of date. */
export function partOfEdit(edit: PersonEdit, field: string): unknown {
  if (field === 'quietHours') return [edit.hasQuietHours, edit.quietStart, edit.quietEnd].join(' ');
  if (field === 'contacts') return edit.contacts;
  if (field.startsWith('date '))
    return edit.dates.find(({ name }) => name.trim() === field.slice('date '.length))?.date;
  if (field.startsWith('contact ')) return edit.contacts[Number(field.slice('contact '.length))];
  return edit[field as keyof PersonEdit];
}
