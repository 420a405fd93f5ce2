import type { PersonId } from '@belfry/kernel/ids';
import type { ContactChannel } from './domain/address.ts';

export { type ContactChannel, contactChannels } from './domain/address.ts';
export { readPerson, readPersonNames } from './store/pg-people.ts';

export interface ContactPoint {
  channel: ContactChannel;
  /** E.164 or a lower-case email address. */
  address: string;
}

export interface Person {
  id: PersonId;
  name: string;
  firstName: string | null;
  lastName: string | null;
  timeZone: string;
  locale: string;
  birthDate: string | null;
  anniversaryDate: string | null;
  externalId: string | null;
  /** In the person's order of preference. */
  contactPoints: ContactPoint[];
  createdAt: Temporal.Instant;
}
