import { compareInstants } from '@belfry/kernel/instants';
import type { MadeUpPerson } from './make-people.ts';

/** What has to arrive, worked out from the calendar alone and by nothing that the engine uses. */
export interface ExpectedGreeting {
  to: string;
  kind: 'birthday' | 'anniversary';
  timeZone: string;
  /** Nine in the morning there; of a day that had begun when they were added, no earlier than that. */
  at: Temporal.Instant;
  text: string;
}

const nine = Temporal.PlainTime.from('09:00');

/** Of everybody, who was added at `since`, up to `until`, in the usual words; in the order of their instants. */
export function expectGreetings(
  people: Iterable<MadeUpPerson>,
  since: Temporal.Instant,
  until: Temporal.Instant,
): ExpectedGreeting[] {
  const expected: ExpectedGreeting[] = [];
  for (const person of people) {
    for (const kind of ['birthday', 'anniversary'] as const) {
      const date = kind === 'birthday' ? person.birthDate : person.anniversaryDate;
      if (date) expected.push(...ofDate(person, kind, date, since, until));
    }
  }
  return expected.sort((a, b) => compareInstants(a.at, b.at));
}

function* ofDate(
  { email, timeZone, firstName, lastName }: MadeUpPerson,
  kind: ExpectedGreeting['kind'],
  date: Temporal.PlainDate,
  since: Temporal.Instant,
  until: Temporal.Instant,
): Generator<ExpectedGreeting> {
  const [first, last] = [since, until].map((instant) => instant.toZonedDateTimeISO(timeZone).year);
  for (let year = Math.max(first ?? 0, date.year); year <= (last ?? 0); year++) {
    // 29 February is the 28th in common years: what Temporal makes of it.
    const day = date.with({ year });
    const nineThere = day.toZonedDateTime({ timeZone, plainTime: nine }).toInstant();
    const isOver = compareInstants(nineThere, since) < 0;
    if (isOver && !since.toZonedDateTimeISO(timeZone).toPlainDate().equals(day)) continue;
    const at = isOver ? since : nineThere;
    if (compareInstants(at, until) > 0) continue;
    yield { to: email, kind, timeZone, at, text: textOf(kind, `${firstName} ${lastName}`, year - date.year) };
  }
}

function textOf(kind: ExpectedGreeting['kind'], name: string, years: number): string {
  if (kind === 'birthday') return `Hey, ${name} it's your birthday`;
  const withUs = years === 0 ? '' : ` ${years} year${years === 1 ? '' : 's'} with us!`;
  return `Hey, ${name} it's your work anniversary!${withUs}`;
}
