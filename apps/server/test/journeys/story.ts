import type { ApiClient } from '@belfry/testkit/api-client';

/** What the journeys do again and again, in the words of the API; each call fails the test where it is refused. */

export interface Person {
  id: string;
  name: string;
}

export interface Schedule {
  id: string;
  nextAt: string | null;
}

export interface Occurrence {
  id: string;
  scheduleId: string;
  state: string;
  slot: string;
  dueAt: string;
  firedAt: string | null;
  closedAt: string | null;
}

export interface TimelineEntry {
  at: string;
  type: 'attempt' | 'outcome' | 'decision' | 'action' | 'planned';
  attemptId: string | null;
  personId: string | null;
  personName: string | null;
  channel: string | null;
  address: string | null;
  status: string;
  reason: string | null;
  payload: Record<string, unknown> | null;
}

export interface Step {
  after: string;
  targets: { person: string; channels: ('sms' | 'email' | 'push' | 'webhook' | 'inbox')[] }[];
  message?: string;
}

interface NewPerson {
  name: string;
  timeZone?: string;
  sms?: string;
  email?: string;
}

export function addPerson(belfry: ApiClient, { name, timeZone = 'Europe/London', sms, email }: NewPerson) {
  const contactPoints = [
    ...(sms ? [{ channel: 'sms', address: sms }] : []),
    ...(email ? [{ channel: 'email', address: email }] : []),
  ];
  return belfry.must<Person>('POST', '/v1/people', { name, timeZone, contactPoints });
}

export function addPolicy(belfry: ApiClient, name: string, steps: Step[], onUnknown: 'again' | 'ask' = 'again') {
  return belfry.must<{ id: string }>('POST', '/v1/policies', { name, steps, onUnknown });
}

interface Reminder {
  person: Person;
  title: string;
  /** Once at an instant … */
  at?: string;
  /** … or daily at a local time. */
  dailyAt?: string;
  body?: string;
  policy?: { id: string };
  timeZone?: string;
}

export function remind(belfry: ApiClient, { person, title, at, dailyAt, body, policy, timeZone }: Reminder) {
  return belfry.must<Schedule>('POST', '/v1/schedules', {
    personId: person.id,
    kind: 'reminder',
    rule: at ? { type: 'once', at } : { type: 'rrule', rrule: 'FREQ=DAILY' },
    ...(dailyAt ? { localTime: dailyAt } : {}),
    ...(timeZone ? { timeZone } : {}),
    title,
    ...(body ? { body } : {}),
    ...(policy ? { policyId: policy.id } : {}),
  });
}

/** In order of their due times. */
export async function occurrencesOf(belfry: ApiClient, schedule: Schedule): Promise<Occurrence[]> {
  const { data } = await belfry.must<{ data: Occurrence[] }>(
    'GET',
    `/v1/occurrences?scheduleId=${schedule.id}&limit=200`,
  );
  return data.reverse();
}

export async function occurrenceOf(belfry: ApiClient, schedule: Schedule): Promise<Occurrence> {
  const [first, ...more] = await occurrencesOf(belfry, schedule);
  if (!first || more.length > 0) throw new Error(`Expected one occurrence, found ${first ? more.length + 1 : 0}.`);
  return first;
}

export async function timelineOf(belfry: ApiClient, occurrence: { id: string }): Promise<TimelineEntry[]> {
  const { entries } = await belfry.must<{ entries: TimelineEntry[] }>(
    'GET',
    `/v1/occurrences/${occurrence.id}/timeline`,
  );
  return entries;
}

/** A person's answer, and everything that follows from it at this instant. */
export async function answerFrom(belfry: ApiClient, address: string, text: string): Promise<void> {
  await belfry.reply(address, text);
  await belfry.advance('PT0S');
}

/** `attempt sms sent`: an entry as far as most tests look at it. */
export function inShort({ type, channel, status }: TimelineEntry): string {
  return [type, channel, status].filter((part) => part !== null).join(' ');
}
