import { dateOf, type Greeted } from './greetings-of.ts';

export interface Somebody extends Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates'> {
  name: string;
  externalId: string | null;
}

/**
 * Whether somebody who has been removed is whoever has their address now, of whom one thing may have been corrected: the date
 * that is celebrated, or the name. Somebody else at that address has a date and a name of their own.
 */
export function isSamePerson(removed: Somebody, now: Somebody, field: string): boolean {
  const isEqual = (one: string | null | undefined, other: string | null | undefined) => one === other && one != null;
  return (
    isEqual(removed.externalId, now.externalId) ||
    isEqual(dateOf(removed, field), dateOf(now, field)) ||
    removed.name.trim().toLowerCase() === now.name.trim().toLowerCase()
  );
}
