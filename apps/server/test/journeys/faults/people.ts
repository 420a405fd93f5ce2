import type { ApiClient } from '@belfry/testkit/api-client';
import { addPerson, addPolicy, type Person, type Schedule } from '../story.ts';

/** What becomes of a reminder: it only tells, or it asks until somebody answers. */
type Way = 'told' | 'never answers' | 'answers by text' | 'answers by link' | 'answers by API';

export interface Reminded {
  timeZone: string;
  scheduleId: string;
  way: Way;
  /** `sms +1202…`: all that there is to send, the last of it because nobody answered. */
  messages: string[];
}

/** The clocks of none of them change during the day of the test. */
export const zones = ['Europe/London', 'America/New_York', 'Asia/Phnom_Penh', 'Australia/Lord_Howe', 'Asia/Kolkata'];

/** In turn. Before each who is asked stands a neighbour who is only told, and whose phone answers nothing. */
const ways: readonly Way[] = [
  ...(['told', 'never answers', 'told', 'answers by text'] as const),
  ...(['told', 'answers by link', 'told', 'answers by API'] as const),
];
/** By turns at the very instant, while whatever strikes is at it, and later. */
const answersAfter = ['PT0S', 'PT2M'];

/**
 * People all over the world who are reminded at the same instants, each by local time. Half of them are asked, until a
 * neighbour is told or somebody answers.
 */
export async function settlePeople(
  belfry: ApiClient,
  count: number,
  dueAt: readonly Temporal.Instant[],
): Promise<Reminded[]> {
  const reminded: Reminded[] = [];
  let neighbour: { person: Person; sms: string } | null = null;
  for (let i = 0; i < count; i++) {
    const timeZone = zones[i % zones.length]!;
    const way = ways[i % ways.length]!;
    const [sms, email] = [`+1202555${1000 + i}`, `member${i}@example.com`];
    const person = await addPerson(belfry, {
      name: `Member ${i}`,
      timeZone,
      sms,
      ...(way === 'told' ? {} : { email }),
    });
    const asked = way === 'told' ? null : neighbour;
    const { id } = await belfry.must<Schedule>('POST', '/v1/schedules', {
      personId: person.id,
      kind: 'reminder',
      rule: { type: 'cron', cron: cronOf(timeZone, dueAt) },
      title: `Reminder of member ${i}`,
      ...(asked ? { policyId: await addEscalation(belfry, `Policy ${i}`, asked.person) } : {}),
    });
    const more = asked ? [`email ${email}`, `sms ${asked.sms}`, `sms ${sms}`] : [];
    reminded.push({ timeZone, scheduleId: id, way, messages: [`sms ${sms}`, ...more] });
    if (way === 'answers by text') {
      const after = answersAfter[Math.floor(i / ways.length) % answersAfter.length];
      await holdBy(belfry, sms, { name: 'answers', after });
    }
    if (way === 'answers by link') await holdBy(belfry, email, { name: 'answers-by-link', button: 'complete' });
    neighbour = { person, sms };
  }
  return reminded;
}

/** Whoever has that address answers by themselves. */
export async function holdBy(belfry: ApiClient, address: string, persona: Record<string, unknown>): Promise<void> {
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(address)}`, { persona });
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
