import { type MadeUpPerson, makePeople } from './make-people.ts';

const count = 60;
/** Whose birthday is not today has it on one of so many days, which begin so long ago. */
const nearDays = 10;
const daysAgo = 2;
const ages = { least: 20, range: 40 };

/**
 * A small organisation to look at: half of it has its birthday today, by the calendar of where each is, and the others about
 * now. Always the same ids and addresses, so that it is in a database once.
 */
export function samplePeople(now: Temporal.Instant): MadeUpPerson[] {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate();
  return [...makePeople({ count, seed: 1, today, prefix: 'sample-' })].map((person, n) => {
    const days = n % 2 === 0 ? 0 : (((n - 1) / 2) % nearDays) - daysAgo;
    const birthday = now.toZonedDateTimeISO(person.timeZone).toPlainDate().add({ days });
    return { ...person, birthDate: birthday.subtract({ years: ages.least + (n % ages.range) }) };
  });
}
