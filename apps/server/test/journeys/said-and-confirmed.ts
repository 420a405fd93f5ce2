import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { About, Confirmed, NamedCall, WordKind } from '@belfry/testkit/invariants/confirmed';
import { addPerson, addPolicy, answerFrom, occurrenceOf, type Person, remind, type Schedule } from './story.ts';

const firesAt = '2027-01-15T09:00:00Z';
export const phones = { paused: '+12025550103', stopped: '+12025550106', started: '+12025550107' };

export interface Scene {
  /** Each word, on each channel, one after the other; what is on record without the test is left out. */
  say(): Promise<Confirmed[]>;
}

/** Reminders that fire at nine, for whoever then says a word that nothing may leave after. */
export async function prepareWords(belfry: BelfryProcess): Promise<Scene> {
  const paused = await addPerson(belfry, { name: 'Carol Carter', sms: phones.paused });
  const once = (person: Person, title: string) => remind(belfry, { person, title, at: firesAt });
  const schedules = new Map<WordKind, Schedule>();
  for (const kind of ['pause', 'delete', 'finish'] as const) schedules.set(kind, await once(paused, `To ${kind}`));

  const eve = 'eve@example.com';
  await belfry.must('PUT', `/sandbox/handsets/${eve}`, {
    persona: { name: 'answers-by-link', after: 'PT1M', button: 'complete' },
  });
  const byEmail = await addPolicy(belfry, 'By email', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['email'] }] },
  ]);
  const presses = await addPerson(belfry, { name: 'Eve Evans', email: eve });
  await remind(belfry, { person: presses, title: 'Pressed', policy: byEmail, at: firesAt });

  await once(await addPerson(belfry, { name: 'Fay Fox', sms: phones.stopped }), 'To stop');
  const started = await addPerson(belfry, { name: 'Gus Gray', sms: phones.started });
  await once(started, 'To stop and start');
  await remind(belfry, { person: started, title: 'Started again', at: '2027-01-15T11:30:00Z' });
  const onEach = await remindOnEachChannel(belfry);

  async function confirm(kind: WordKind, about: About, method: string, path: string, body?: unknown) {
    const { couldNotStop } = await belfry.must<{ couldNotStop: NamedCall[] }>(method, path, body);
    return { kind, about, atMs: Date.now(), couldNotStop } satisfies Confirmed;
  }

  async function say(): Promise<Confirmed[]> {
    const confirmed: Confirmed[] = [];
    for (const [kind, { id }] of schedules) {
      const [method, path] = kind === 'delete' ? ['DELETE', ''] : ['POST', `/${kind}`];
      confirmed.push(await confirm(kind, { scheduleId: id }, method, `/v1/schedules/${id}${path}`));
    }
    for (const schedule of onEach) {
      const { id } = await occurrenceOf(belfry, schedule);
      const path = `/v1/occurrences/${id}/acknowledge`;
      confirmed.push(await confirm('answer by API', { occurrenceId: id }, 'POST', path));
    }
    for (const phone of [phones.stopped, phones.started]) await answerFrom(belfry, phone, 'STOP');
    await answerFrom(belfry, phones.stopped, 'DONE');
    await answerFrom(belfry, phones.started, 'START');
    const everybody = { everybody: true } as const;
    const off = await confirm('delivery off', everybody, 'PATCH', '/v1/settings', { delivery: 'disabled' });
    await belfry.advance('PT1M');
    confirmed.push({ ...off, untilMs: Date.now() });
    await belfry.must('PATCH', '/v1/settings', { delivery: 'active' });
    return confirmed;
  }

  return { say };
}

async function remindOnEachChannel(belfry: BelfryProcess): Promise<Schedule[]> {
  const { endpoint, keys } = await belfry.must<{ endpoint: string; keys: object }>(
    'POST',
    '/sandbox/push-subscriptions',
    { label: 'A tablet' },
  );
  const person = await belfry.must<Person>('POST', '/v1/people', {
    name: 'Hal Hill',
    timeZone: 'Europe/London',
    contactPoints: [
      { channel: 'push', address: endpoint, keys },
      { channel: 'webhook', address: 'https://receiver.invalid/hook', auth: { type: 'none' } },
    ],
  });
  const schedules: Schedule[] = [];
  for (const channel of ['push', 'webhook', 'inbox'] as const) {
    const policy = await addPolicy(belfry, `By ${channel}`, [
      { after: 'PT0S', targets: [{ person: 'self', channels: [channel] }] },
      { after: 'PT30M', targets: [{ person: 'self', channels: [channel] }] },
    ]);
    schedules.push(await remind(belfry, { person, title: `By ${channel}`, policy, at: firesAt }));
  }
  return schedules;
}
