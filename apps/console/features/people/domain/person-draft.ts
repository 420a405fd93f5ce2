import type { NewPerson } from '@belfry/sdk';
import { withoutSpacing } from './contact-draft.ts';

export interface PersonDraft {
  /** Empty: first and last name joined. */
  name: string;
  phone: string;
  email: string;
  timeZone: string;
  firstName: string;
  lastName: string;
  /** YYYY-MM-DD, or empty. */
  birthDate: string;
  anniversaryDate: string;
  /** Empty: that of the API. */
  locale: string;
}

export type PersonField = keyof PersonDraft;

/** What few are asked for at once. */
export const moreFields = ['firstName', 'lastName', 'birthDate', 'anniversaryDate', 'locale'] as const;
const namedAlike = ['name', 'timeZone', ...moreFields] as const satisfies readonly PersonField[];

export function emptyPerson(timeZone: string): PersonDraft {
  const more = { firstName: '', lastName: '', birthDate: '', anniversaryDate: '', locale: '' };
  return { name: '', phone: '', email: '', timeZone, ...more };
}

/** Something has been typed. */
export function isPersonDirty({ timeZone: _, ...typed }: PersonDraft): boolean {
  return Object.values(typed).some((value) => value.trim() !== '');
}

type ContactField = 'phone' | 'email';

/** Filled-in contacts, in the order in which they are sent: the API names them by their index. */
function contactsOf(draft: PersonDraft): { field: ContactField; channel: 'sms' | 'email'; address: string }[] {
  const all = [
    { field: 'phone', channel: 'sms', address: withoutSpacing(draft.phone) },
    { field: 'email', channel: 'email', address: draft.email.trim() },
  ] as const;
  return all.filter((contact) => contact.address !== '');
}

export function toNewPerson(draft: PersonDraft): NewPerson {
  const given = ['name', ...moreFields].flatMap((field) => {
    const value = draft[field as PersonField].trim();
    return value === '' ? [] : [[field, value]];
  });
  return {
    ...(Object.fromEntries(given) as Partial<NewPerson>),
    timeZone: draft.timeZone,
    contactPoints: contactsOf(draft).map(({ channel, address }) => ({ channel, address })),
  };
}

/** The field of the form that an error's path speaks of. */
export function personFieldOf(draft: PersonDraft, path: string): PersonField | null {
  const alike = namedAlike.find((field) => field === path);
  if (alike) return alike;
  const index = /^contactPoints\.(\d+)(\.|$)/.exec(path)?.[1];
  return index === undefined ? null : (contactsOf(draft)[Number(index)]?.field ?? null);
}
