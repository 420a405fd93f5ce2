import type { ContactPoint, Person } from './person.ts';

/** What is absent stays, null clears. Contact points and dates are replaced as a whole. */
export interface PersonPatch
  extends Partial<
    Pick<
      Person,
      | 'firstName'
      | 'lastName'
      | 'timeZone'
      | 'locale'
      | 'birthDate'
      | 'anniversaryDate'
      | 'dates'
      | 'city'
      | 'country'
      | 'externalId'
      | 'quietHours'
    >
  > {
  /** null: by first and last name from now on. */
  name?: string | null;
  contactPoints?: ContactPoint[];
}
