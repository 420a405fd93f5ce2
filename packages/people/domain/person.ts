import type { PersonId } from '@belfry/kernel/ids';
import type { ContactChannel } from './address.ts';
import type { ContactSettings } from './contact-settings.ts';

export interface ContactPoint {
  channel: ContactChannel;
  /** E.164, a lower-case email address, a URL, or `inbox`. */
  address: string;
  settings: ContactSettings | null;
}

export interface PersonContactPoint extends ContactPoint {
  /** This address said STOP to this tenant: nothing goes there until it says START. */
  isOptedOut: boolean;
}

/** HH:MM of the person's own zone, never equal; an end before the start is on the next day. */
export interface QuietHours {
  start: string;
  end: string;
}

/** What is known of a person beside how they are reached. */
export interface PersonFacts {
  id: PersonId;
  name: string;
  firstName: string | null;
  lastName: string | null;
  timeZone: string;
  locale: string;
  birthDate: string | null;
  anniversaryDate: string | null;
  /** Other dates, by name: when a contract is to be renewed, a name day. */
  dates: Readonly<Record<string, string>>;
  city: string | null;
  country: string | null;
  externalId: string | null;
  quietHours: QuietHours | null;
  /** Counts edits from 1. */
  version: number;
  createdAt: Temporal.Instant;
}

export interface Person extends PersonFacts {
  /** In the person's order of preference. */
  contactPoints: PersonContactPoint[];
}

/** Without a name of their own a person goes by the first and the last. */
export function joinName(firstName: string | null, lastName: string | null): string {
  return [firstName, lastName].filter((part) => part !== null).join(' ');
}
