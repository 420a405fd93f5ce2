import type { SandboxMessage } from '@belfry/testkit/api-client';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { compareMessages, type ExpectedMessage } from '@belfry/testkit/compare-messages';
import { afterAll, beforeAll, expect } from 'vitest';
import { linkIn, postLink } from './links.ts';
import { addPerson, addPolicy, type Occurrence, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

/** Ann is asked by text, email and inbox in a program of the importing file's own, whose every message is looked at. */

export let belfry: BelfryProcess;
export let ann: Person;
export let louder: { id: string };
let seen = 0;
export const phone = '+12025550101';
export const email = 'ann@example.com';

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'Asia/Phnom_Penh', sms: phone, email });
  louder = await addPolicy(belfry, 'By both, then once more', [
    {
      after: 'PT0S',
      targets: [
        { person: 'self', channels: ['sms'] },
        { person: 'self', channels: ['email'] },
        { person: 'self', channels: ['inbox'] },
      ],
    },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['sms'] }] },
  ]);
});

afterAll(() => belfry.stop());

export let now = Temporal.Instant.from('2027-01-15T09:00:00Z');

export async function move(duration: Temporal.DurationLike): Promise<void> {
  now = now.add(duration);
  await belfry.setClock(now.toString());
}

/** What has left since the last look. */
export async function news(): Promise<SandboxMessage[]> {
  const all = await belfry.messages();
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh;
}

export async function expectOnly(...expected: ExpectedMessage[]): Promise<SandboxMessage[]> {
  const fresh = await news();
  const difference = compareMessages(expected, fresh);
  if (difference) throw new Error(difference);
  return fresh;
}

export const firstStep = (title: string): ExpectedMessage[] => [
  { channel: 'sms', to: phone, body: title },
  { channel: 'email', to: email, body: title },
];

export interface Asked {
  id: string;
  scheduleId: string;
  title: string;
  /** The page of the newest email about it. */
  link: string;
}

let reminders = 0;

export async function planned(): Promise<Asked> {
  const title = `Errand ${++reminders}`;
  const at = now.add({ hours: 1 }).toString();
  const schedule = await remind(belfry, { person: ann, title, at, policy: louder });
  const { id } = await occurrenceOf(belfry, schedule);
  return { id, scheduleId: schedule.id, title, link: '' };
}

export async function open(): Promise<Asked> {
  const asked = await planned();
  await move({ hours: 1 });
  const messages = await expectOnly(...firstStep(asked.title));
  return { ...asked, link: linkIn(messages.find(({ channel }) => channel === 'email')!) };
}

export const stages = {
  planned,
  open,
  snoozed: async () => {
    const asked = await open();
    await belfry.must('POST', `/v1/occurrences/${asked.id}/snooze`, { for: 'PT90M' });
    return asked;
  },
  exhausted: async () => {
    const asked = await open();
    await move({ minutes: 35 });
    const told = { channel: 'sms', to: phone, body: `Nobody answered: ${asked.title}` } as const;
    await expectOnly({ channel: 'sms', to: phone, body: asked.title }, told);
    return asked;
  },
  acknowledged: async () => {
    const asked = await open();
    await belfry.must('POST', `/v1/occurrences/${asked.id}/acknowledge`);
    return asked;
  },
  completed: () => endedBy('complete'),
  skipped: () => endedBy('skip'),
  cancelled: () => endedBy('cancel'),
  /** Half a minute old when it was created, and too late after ten seconds. */
  missed: () => endedAlone({ personId: ann.id, at: now.subtract({ seconds: 30 }), policyId: louder.id }),
  failed: async () => {
    const unreachable = await addPerson(belfry, { name: 'Nobody' });
    return endedAlone({ personId: unreachable.id, at: now });
  },
};

async function endedBy(action: 'complete' | 'skip' | 'cancel'): Promise<Asked> {
  const asked = await open();
  await belfry.must('POST', `/v1/occurrences/${asked.id}/${action}`);
  return asked;
}

export type Stage = keyof typeof stages;
/** At these nobody has been asked, so that nobody can answer. */
export const isUnasked = (stage: Stage) => ['planned', 'missed', 'failed'].includes(stage);

/** Nobody was asked about it. */
async function endedAlone(given: { personId: string; at: Temporal.Instant; policyId?: string }): Promise<Asked> {
  const { at, ...whom } = given;
  const title = `Errand ${++reminders}`;
  const body = { ...whom, title, rule: { type: 'once', at: at.toString() }, lateLimit: 'PT10S' };
  const schedule = await belfry.must<Schedule>('POST', '/v1/schedules', body);
  await belfry.advance('PT0S');
  await expectOnly();
  const { id } = await occurrenceOf(belfry, schedule);
  return { id, scheduleId: schedule.id, title, link: '' };
}

/** The page's link, as it stands in the newest message of the inbox. */
export async function linkInInbox({ title }: Asked): Promise<string> {
  const inbox = await belfry.must<{ data: { subject: string; text: string }[] }>('GET', `/v1/people/${ann.id}/inbox`);
  const [newest] = inbox.data;
  expect(newest?.subject).toBe(title);
  return linkIn({ body: newest!.text });
}

export async function press(link: string, fields: Record<string, string>, note: string): Promise<void> {
  const { status, html } = await postLink(belfry.base, link, fields);
  expect(status, html).toBe(200);
  expect(html).toContain(note);
  await expectOnly();
}

export const stateOf = async ({ id }: { id: string }) =>
  (await belfry.must<Occurrence>('GET', `/v1/occurrences/${id}`)).state;

export type Way = 'API' | 'SMS' | 'link' | 'inbox';

export const actorBy = (way: Way) =>
  way === 'API' ? { type: 'key', via: 'API key' } : { type: 'person', id: ann.id, via: way === 'SMS' ? 'sms' : 'link' };
