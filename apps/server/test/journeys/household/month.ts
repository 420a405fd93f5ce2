/** A family over four zones that change their clocks and two that do not; each stands by the one before. */
export interface FamilyMember {
  name: string;
  sms: string;
  email: string;
  timeZone: string;
  /** From this local date on somewhere else: whoever travels takes their reminders along. */
  moves?: { at: string; to: string };
}

export const family: readonly FamilyMember[] = [
  { name: 'Maly', sms: '+12025550301', email: 'maly@example.com', timeZone: 'Asia/Phnom_Penh' },
  { name: 'Sophea', sms: '+12025550302', email: 'sophea@example.com', timeZone: 'Europe/London' },
  {
    name: 'Dara',
    sms: '+12025550303',
    email: 'dara@example.com',
    timeZone: 'America/New_York',
    moves: { at: '2027-03-20T15:00:00Z', to: 'Asia/Tokyo' },
  },
  { name: 'Lucas', sms: '+12025550304', email: 'lucas@example.com', timeZone: 'America/Santiago' },
  { name: 'Isla', sms: '+12025550305', email: 'isla@example.com', timeZone: 'Australia/Sydney' },
  { name: 'Yusuf', sms: '+12025550306', email: 'yusuf@example.com', timeZone: 'Africa/Casablanca' },
];

export const localTime = '08:00';

/** Who answers, how, and how many minutes after it was due: by day and member, so that each meets all of it. */
export type Answer = { action: 'complete' | 'acknowledge'; afterMinutes: number } | { action: 'ignore' };

const answers: readonly Answer[] = [
  { action: 'complete', afterMinutes: 4 },
  { action: 'acknowledge', afterMinutes: 12 },
  { action: 'complete', afterMinutes: 21 },
  { action: 'ignore' },
];

export interface Dose {
  member: FamilyMember;
  neighbour: FamilyMember;
  date: string;
  at: Temporal.Instant;
  answer: Answer;
}

/** What should fire in `from` ≤ t < `to`, in order of time, by arithmetic that shares nothing with the server's. */
export function dosesOf(from: Temporal.Instant, to: Temporal.Instant): Dose[] {
  return family
    .flatMap((member, index) => {
      const neighbour = family[(index + 1) % family.length]!;
      return datesOf(member, from, to).map(({ date, at }, day) => {
        return { member, neighbour, date, at, answer: answers[(day + index) % answers.length]! };
      });
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function datesOf(
  member: FamilyMember,
  from: Temporal.Instant,
  to: Temporal.Instant,
): { date: string; at: Temporal.Instant }[] {
  const { moves, timeZone } = member;
  if (!moves) return morningsOf(timeZone, from, to);
  const before = morningsOf(timeZone, from, Temporal.Instant.from(moves.at));
  const eaten = new Set(before.map(({ date }) => date));
  const after = morningsOf(moves.to, Temporal.Instant.from(moves.at), to);
  return [...before, ...after.filter(({ date }) => !eaten.has(date))];
}

function morningsOf(
  timeZone: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): { date: string; at: Temporal.Instant }[] {
  const first = from.toZonedDateTimeISO(timeZone).toPlainDate();
  const count = first.until(to.toZonedDateTimeISO(timeZone).toPlainDate()).total('days') + 1;
  return Array.from({ length: count }, (_, index) => first.add({ days: index }))
    .map((date) => ({
      date: date.toString(),
      at: date.toZonedDateTime({ timeZone, plainTime: localTime }).toInstant(),
    }))
    .filter(({ at }) => Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, to) < 0);
}
