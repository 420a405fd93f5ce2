import type { ApiClient } from '@belfry/testkit/api-client';
import { addPerson, addPolicy, type Person, type Schedule } from '../story.ts';

export interface Reminded {
  timeZone: string;
  scheduleId: string;
}

/** The clocks of none of them change during the day of the test. */
export const zones = ['Europe/London', 'America/New_York', 'Asia/Phnom_Penh', 'Australia/Lord_Howe', 'Asia/Kolkata'];
/** Each so many-th person's reminder escalates. */
const oneEscalatesOf = 3;

/** People all over the world who are reminded at the same instants, each by local time, and some until a neighbour is told. */
export async function settlePeople(
  belfry: ApiClient,
  count: number,
  dueAt: readonly Temporal.Instant[],
): Promise<Reminded[]> {
  const reminded: Reminded[] = [];
  let neighbour: Person | null = null;
  for (let i = 0; i < count; i++) {
    const timeZone = zones[i % zones.length]!;
    const escalates = neighbour !== null && i % oneEscalatesOf === 0;
    const email = escalates ? { email: `member${i}@example.com` } : {};
    const person = await addPerson(belfry, { name: `Member ${i}`, timeZone, sms: `+1202555${1000 + i}`, ...email });
    const { id } = await belfry.must<Schedule>('POST', '/v1/schedules', {
      personId: person.id,
      kind: 'reminder',
      rule: { type: 'cron', cron: cronOf(timeZone, dueAt) },
      title: `Reminder of member ${i}`,
      ...(escalates ? { policyId: await addEscalation(belfry, `Policy ${i}`, neighbour!) } : {}),
    });
    reminded.push({ timeZone, scheduleId: id });
    neighbour = person;
  }
  return reminded;
}

async function addEscalation(belfry: ApiClient, name: string, neighbour: Person): Promise<string> {
  const { id } = await addPolicy(belfry, name, [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }] },
    { after: 'PT25M', targets: [{ person: neighbour.id, channels: ['sms'] }] },
  ]);
  return id;
}

/** All of one day, at the same minute of their hours. */
function cronOf(timeZone: string, instants: readonly Temporal.Instant[]): string {
  const local = instants.map((instant) => instant.toZonedDateTimeISO(timeZone));
  const hours = local.map(({ hour }) => hour).toSorted((a, b) => a - b);
  return `${local[0]?.minute} ${hours.join(',')} * * *`;
}
