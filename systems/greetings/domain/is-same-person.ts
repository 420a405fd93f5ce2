import { dateOf, type Greeted } from './greetings-of.ts';

export interface Somebody extends Pick<Greeted, 'birthDate' | 'anniversaryDate' | 'dates'> {
  name: string;
  externalId: string | null;
}

/**
 * Whether somebody who has been removed is whoever has their address now, of whom one thing may have been corrected: the year
 * of the date that is celebrated, or the date, or the name. Somebody else at that address has a date and a name of their own.
 */
export function isSamePerson(removed: Somebody, now: Somebody, field: string): boolean {
  const day = (of: Somebody) => dateOf(of, field)?.slice(-'MM-DD'.length);
  const isEqual = (one: string | null | undefined, other: string | null | undefined) => one === other && one != null;
  return (
    isEqual(removed.externalId, now.externalId) ||
    isEqual(day(removed), day(now)) ||
    removed.name.trim().toLowerCase() === now.name.trim().toLowerCase()
  );
}
