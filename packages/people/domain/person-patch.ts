import { dateNamed } from '@belfry/kernel/date-named';
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

/**
 * What a row of a file changes of somebody who is there already. It says nothing about what it does not hold: other dates
 * stay, and so do other addresses; its first address of a channel takes the place of the person's first.
 * @returns null where all is as it says
 */
export function changesTo(person: Person, row: PersonPatch): PersonPatch | null {
  const { contactPoints: given = [], dates: givenDates = {}, ...fields } = row;
  const contactPoints = pointsAfter(person.contactPoints, given);
  const dates = { ...person.dates, ...givenDates };
  const hasNewDate = Object.entries(givenDates).some(([name, date]) => dateNamed(person.dates, name) !== date);
  const changed = Object.entries(fields).filter(([field, value]) => person[field as keyof typeof fields] !== value);
  if (changed.length === 0 && !hasNewDate && !contactPoints) return null;
  return { ...Object.fromEntries(changed), ...(hasNewDate && { dates }), ...(contactPoints && { contactPoints }) };
}

/** @returns null where the person has them all */
function pointsAfter(stored: Person['contactPoints'], given: readonly ContactPoint[]): ContactPoint[] | null {
  const points: ContactPoint[] = stored.map(({ isOptedOut: _, ...point }) => point);
  const hasIt = (one: ContactPoint) =>
    points.some(({ channel, address }) => channel === one.channel && address === one.address);
  let isChanged = false;
  for (const [index, point] of given.entries()) {
    if (hasIt(point)) continue;
    const nth = given.slice(0, index).filter(({ channel }) => channel === point.channel).length;
    const place = points.map(({ channel }, at) => (channel === point.channel ? at : -1)).filter((at) => at >= 0)[nth];
    points.splice(place ?? points.length, place === undefined ? 0 : 1, point);
    isChanged = true;
  }
  return isChanged ? points : null;
}
