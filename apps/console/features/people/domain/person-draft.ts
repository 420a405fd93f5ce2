import type { NewPerson } from '@belfry/sdk';
import { withoutSpacing } from './contact-draft.ts';

export interface PersonDraft {
  name: string;
  phone: string;
  email: string;
  timeZone: string;
}

export type PersonField = keyof PersonDraft;

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
  return {
    name: draft.name.trim(),
    timeZone: draft.timeZone,
    contactPoints: contactsOf(draft).map(({ channel, address }) => ({ channel, address })),
  };
}

/** The field of the form that an error's path speaks of. */
export function personFieldOf(draft: PersonDraft, path: string): PersonField | null {
  if (path === 'name' || path === 'timeZone') return path;
  const index = /^contactPoints\.(\d+)(\.|$)/.exec(path)?.[1];
  return index === undefined ? null : (contactsOf(draft)[Number(index)]?.field ?? null);
}
