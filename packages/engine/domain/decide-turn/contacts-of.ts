import type { Contact } from '../occurrence.ts';
import type { Target } from '../policy.ts';
import { emptyRoles, resolveTargets } from '../resolve-targets.ts';
import { contactFor, type Place } from './contact-for.ts';
import type { TurnContext } from './turn-context.ts';

export interface DraftContacts {
  contacts: Contact[];
  /** What there is to say about targets for whom there is no contact at all. */
  reason: string | null;
}

/** Of two contacts with the same one turn makes one. All inboxes have one address. */
export function whereTo({ channel, address, personId }: Contact): string {
  return `${channel} ${address === null || channel === 'inbox' ? personId : address}`;
}

/** The person's own, the preferred one first; of a digest those that what it tells of was to go by. */
export function channelsOf({ self, digest }: Pick<TurnContext, 'self' | 'digest'>): string[] {
  return digest?.channels ?? [...new Set(self.contactPoints.map(({ channel }) => channel))];
}

/** The contacts of these targets, each person and address once by each channel. */
export function contactsOf(context: TurnContext, place: Place, targets: readonly Target[]): DraftContacts {
  const seen = new Set<string>();
  const contacts: Contact[] = [];
  for (const target of resolveTargets(context, targets)) {
    const contact = contactFor(context, place, contacts.length, target);
    const key = whereTo(contact);
    if (seen.has(key)) continue;
    seen.add(key);
    contacts.push(contact);
  }
  const missing = emptyRoles(context, targets);
  const reason = missing.length > 0 ? `Nobody in the role ${missing.join(' or ')} has agreed to be contacted.` : null;
  return { contacts, reason };
}
