import type { ApiClient } from '@belfry/testkit/api-client';
import type { SeededRandom } from '@belfry/testkit/chaos/seeded-random';
import { addPerson, addPolicy, remind } from '../story.ts';

export interface Member {
  id: string;
  name: string;
  sms: string;
  email: string;
  timeZone: string;
  schedules: { id: string; localTime: string }[];
}

export interface Household {
  members: Member[];
}

/** Clocks that change during the days of the test, on both hemispheres, and one that never does. */
const zones = ['Europe/London', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Phnom_Penh', 'Africa/Casablanca'];
const memberCount = 15;

/**
 * People in several zones, each with daily reminders: one that escalates to a neighbour, and two that only tell and are
 * alike to the letter, so that nobody can tell their texts apart.
 */
export async function settle(belfry: ApiClient, random: SeededRandom): Promise<Household> {
  const members: Member[] = [];
  for (let i = 0; i < memberCount; i++) {
    const sms = `+1202555${1000 + i}`;
    const timeZone = zones[i % zones.length]!;
    const [name, email] = [`Member ${i}`, `member${i}@example.com`];
    const { id } = await addPerson(belfry, { name, timeZone, sms, email });
    members.push({ id, name, sms, email, timeZone, schedules: [] });
  }
  for (const [i, member] of members.entries()) {
    const neighbour = members[(i + 1) % memberCount]!;
    const policy = await addPolicy(belfry, `Policy ${i}`, [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
      { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }] },
      { after: 'PT25M', targets: [{ person: neighbour.id, channels: ['sms'] }] },
    ]);
    const [asking, telling] = [localTimeOf(random), localTimeOf(random)];
    for (const [localTime, wantsAnswer] of [
      [asking, true] as const,
      [telling, false] as const,
      [telling, false] as const,
    ]) {
      const schedule = await remind(belfry, {
        person: member,
        title: `Reminder of ${localTime} for member ${i}`,
        dailyAt: localTime,
        ...(wantsAnswer ? { policy } : {}),
      });
      member.schedules.push({ id: schedule.id, localTime });
    }
  }
  return { members };
}

function localTimeOf(random: SeededRandom): string {
  return `${String(random.between(0, 23)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`;
}

/** The slots from `start` to `end` of each schedule that has any, by arithmetic that shares nothing with the server's. */
export function slotsUntil({ members }: Household, start: string, end: Temporal.Instant): Record<string, string[]> {
  const slots = members.flatMap(({ timeZone, schedules }) =>
    schedules.map(
      ({ id, localTime }) => [id, slotsOf(timeZone, localTime, Temporal.Instant.from(start), end)] as const,
    ),
  );
  return Object.fromEntries(slots.filter(([, ofSchedule]) => ofSchedule.length > 0));
}

function slotsOf(timeZone: string, localTime: string, start: Temporal.Instant, end: Temporal.Instant): string[] {
  const slots: string[] = [];
  const last = end.toZonedDateTimeISO(timeZone).toPlainDate();
  let date = start.toZonedDateTimeISO(timeZone).toPlainDate();
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const at = date.toZonedDateTime({ timeZone, plainTime: localTime }).toInstant();
    const isWithin = Temporal.Instant.compare(at, start) >= 0 && Temporal.Instant.compare(at, end) <= 0;
    if (isWithin) slots.push(`${date.toString()}#1`);
  }
  return slots;
}
