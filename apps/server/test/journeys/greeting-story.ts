import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface Person {
  id: string;
  name: string;
  email: string;
}

interface Message {
  to: string;
  body: string;
  subject: string | null;
  at: string;
}

export interface Plan {
  foreseen: boolean;
  total: { planned: number; gone: number; late: number; missed: number };
  zones: {
    timeZone: string;
    planned: number;
    gone: number;
    sends: { kind: string; at: string; localTime: string }[];
  }[];
}

interface Lateness {
  count: number;
  buckets: { upToSeconds: number | null; count: number }[];
}

/** What should come: when, to whom, with which words. */
export const greeting = (at: string, { email }: Person, text: string) => `${at} ${email}: ${text}`;
export const birthday = (at: string, person: Person) => greeting(at, person, `Hey, ${person.name} it's your birthday`);
export const anniversary = (at: string, person: Person, years = '') =>
  greeting(at, person, `Hey, ${person.name} it's your work anniversary!${years}`);

/**
 * An organisation that greets, for the tests of one file. Each has days of its own on one virtual clock, and people of its own who
 * are gone when it ends.
 */
export function greetingStory() {
  let belfry: BelfryProcess;
  let people: string[] = [];
  let seen = 0;
  let count = 0;

  beforeAll(async () => {
    belfry = await startBelfry({ at: '2027-01-01T00:00:00Z' });
    await belfry.must('PUT', '/v1/greetings/settings', {});
  });

  afterAll(() => belfry.stop());

  beforeEach(async () => {
    for (const id of people) await belfry.call('DELETE', `/v1/people/${id}`);
    people = [];
    await belfry.must('PUT', '/v1/greetings/settings', {});
    seen = (await all()).length;
  });

  const all = () => belfry.must<Message[]>('GET', '/sandbox/messages');
  const messages = async () => (await all()).slice(seen);

  return {
    belfry: () => belfry,
    /** What has come since the test began, in the order of arrival. */
    messages,
    /** The same as `greeting` has it. */
    came: async () => (await messages()).map(({ at, to, body }) => `${at.replace('.000', '')} ${to}: ${body}`),
    until: (at: string) => belfry.setClock(at),
    edit: ({ id }: Person, patch: Record<string, unknown>) => belfry.must('PATCH', `/v1/people/${id}`, patch),
    plan: (date: string) => belfry.must<Plan>('GET', `/v1/greetings/plan?date=${date}`),
    lateness: (date: string) => belfry.must<Lateness>('GET', `/v1/greetings/lateness?date=${date}`),
    /** Whom a figure of a plan counts. */
    behind: async (date: string, how: string) =>
      (await belfry.must<{ data: { id: string }[] }>('GET', `/v1/occurrences?author=greetings&day=${date}&${how}`))
        .data,
    async add(person: Record<string, unknown>): Promise<Person> {
      count += 1;
      const { email = `person${count}@example.com`, ...fields } = person;
      const { id, name } = await belfry.must<Person>('POST', '/v1/people', {
        firstName: 'Ada',
        lastName: 'Archer',
        timeZone: 'Europe/London',
        contactPoints: [{ channel: 'email', address: email }],
        ...fields,
      });
      people.push(id);
      return { id, name, email: String(email).trim().toLowerCase() };
    },
  };
}
