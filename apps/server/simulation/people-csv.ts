import type { MadeUpPerson } from './make-people.ts';

/** Of a file of people, in the order of `cellsOf`. */
export const columns = [
  ...['externalId', 'firstName', 'lastName', 'email', 'timeZone'],
  ...['birthDate', 'anniversaryDate'],
];

export function cellsOf(person: MadeUpPerson): string[] {
  const { externalId, firstName, lastName, email, timeZone, birthDate, anniversaryDate } = person;
  return [externalId, firstName, lastName, email, timeZone, `${birthDate ?? ''}`, `${anniversaryDate ?? ''}`];
}

/** None of its cells holds a comma or a quote: they are of names that we made up. */
export function csvOf(people: readonly MadeUpPerson[]): Blob {
  const lines = [columns, ...people.map(cellsOf)].map((cells) => `${cells.join(',')}\n`);
  return new Blob(lines, { type: 'text/csv' });
}
