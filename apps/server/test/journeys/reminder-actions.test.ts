import { describe, expect, test } from 'vitest';
import {
  type Asked,
  actorBy,
  ann,
  belfry,
  expectOnly,
  firstStep,
  linkInInbox,
  louder,
  move,
  now,
  phone,
  press,
  stages,
  stateOf,
  type Way,
} from './ann-asked.ts';
import { linkIn, openLink, postLink } from './links.ts';
import { addPerson, addPolicy, answerFrom, occurrenceOf, remind, timelineOf } from './story.ts';

/** To pause, resume and end the reminder itself, at every stage, by every way. */

type ScheduleAction = 'pause' | 'finish' | 'resume';
const words: Record<ScheduleAction, { text: string; answer: RegExp; note: string }> = {
  pause: { text: 'PAUSE', answer: /^Paused: .*\. Reply RESUME/, note: 'The reminder is paused.' },
  finish: { text: 'FINISH FOR GOOD', answer: /^Ended for good: /, note: 'The reminder has ended for good.' },
  resume: { text: 'RESUME', answer: /^Resumed: /, note: 'The reminder goes on.' },
};

const scheduleWays: Record<Way, (asked: Asked, action: ScheduleAction) => Promise<void>> = {
  API: async ({ scheduleId }, action) => {
    const answer = await belfry.call('POST', `/v1/schedules/${scheduleId}/${action}`);
    expect(answer).toMatchObject({ status: 200, body: { id: scheduleId, couldNotStop: [] } });
    await expectOnly();
  },
  SMS: async ({ title }, action) => {
    await answerFrom(belfry, phone, words[action].text);
    const [answer] = await expectOnly({ channel: 'sms', to: phone, body: title });
    expect(answer?.body).toMatch(words[action].answer);
  },
  link: ({ link }, action) => press(link, { manage: action }, words[action].note),
  inbox: async (asked, action) => press(await linkInInbox(asked), { manage: action }, words[action].note),
};

const scheduleCases = (['open', 'snoozed', 'exhausted'] as const).flatMap((stage) =>
  (Object.keys(scheduleWays) as Way[]).flatMap((way) =>
    (['pause', 'finish'] as const).map((action) => ({ stage, way, action })),
  ),
);

describe('the reminder itself', () => {
  const standingOf = async ({ scheduleId }: Pick<Asked, 'scheduleId'>) =>
    (await belfry.must<{ state: string }>('GET', `/v1/schedules/${scheduleId}`)).state;

  test.each(scheduleCases)('while it is $stage: $action by $way', async ({ stage, way, action }) => {
    const asked = await stages[stage]();
    await scheduleWays[way](asked, action);
    const isPause = action === 'pause';
    expect(await stateOf(asked)).toBe(isPause ? 'cancelled' : 'completed');
    const done = (await timelineOf(belfry, asked)).filter(({ type }) => type === 'action').at(-1);
    expect(done?.reason).toContain(`The schedule was ${isPause ? 'paused' : 'finished'}.`);
    expect(done?.payload).toMatchObject({ actor: actorBy(way) });
    expect(await standingOf(asked)).toBe(isPause ? 'paused' : 'finished');
    await move({ hours: 3 });
    await expectOnly();
    if (!isPause) return;
    await scheduleWays[way](asked, 'resume');
    expect(await standingOf(asked)).not.toBe('paused');
  });

  test('that comes every day stays away while it is paused, and is back the day after it is resumed', async () => {
    const title = 'Every day';
    const dailyAt = now.add({ minutes: 5 }).toZonedDateTimeISO('Asia/Phnom_Penh').toPlainTime();
    const local = dailyAt.toString({ smallestUnit: 'minute' });
    const schedule = await remind(belfry, { person: ann, title, dailyAt: local, policy: louder });
    await move({ minutes: 5 });
    const first = await expectOnly(...firstStep(title));
    const link = linkIn(first.find(({ channel }) => channel === 'email')!);
    await answerFrom(belfry, phone, 'DONE');
    await expectOnly({ channel: 'sms', to: phone, body: `Done: ${title}` });
    await answerFrom(belfry, phone, 'PAUSE');
    await expectOnly({ channel: 'sms', to: phone, body: `Paused: ${title}` });
    await move({ hours: 47 });
    await expectOnly();
    const { html } = await openLink(belfry.base, link);
    expect(html).toContain('This reminder is paused');
    await press(link, { manage: 'resume' }, 'The reminder goes on.');
    await move({ hours: 1 });
    await expectOnly(...firstStep(title));
    await press(link, { manage: 'finish' }, 'The reminder has ended for good.');
    expect((await postLink(belfry.base, link, { manage: 'pause' })).status).toBe(409);
    expect(await standingOf({ scheduleId: schedule.id })).toBe('finished');
    await move({ hours: 24 });
    await expectOnly();
  });

  test('is not for a helper to pause or to end', async () => {
    const [to, mail] = ['+12025550177', 'bea-helps@example.com'];
    const bea = await addPerson(belfry, { name: 'Bea', sms: to, email: mail });
    const channels = ['sms', 'email'] as const;
    const targets = channels.map((channel) => ({ person: bea.id, channels: [channel] }));
    const policy = await addPolicy(belfry, 'By her neighbour', [{ after: 'PT0S', targets }]);
    const at = now.add({ minutes: 1 }).toString();
    const schedule = await remind(belfry, { person: ann, title: 'Water the roses', at, policy });
    await move({ minutes: 1 });
    const body = /Water the roses/;
    const asked = await expectOnly({ channel: 'sms', to, body }, { channel: 'email', to: mail, body });
    const link = linkIn(asked.find(({ channel }) => channel === 'email')!);
    for (const text of ['PAUSE', 'FINISH FOR GOOD']) {
      await answerFrom(belfry, to, text);
      await expectOnly({ channel: 'sms', to, body: 'Only Ann Archer can pause or end it.' });
    }
    expect((await openLink(belfry.base, link)).html).not.toContain('name="manage"');
    for (const manage of ['pause', 'finish', 'resume', 'delete']) {
      const { status, html } = await postLink(belfry.base, link, { manage });
      expect([status, html.includes('That was none of the buttons')]).toEqual([400, true]);
    }
    expect(await standingOf({ scheduleId: schedule.id })).not.toBe('paused');
    expect(await stateOf(await occurrenceOf(belfry, schedule))).toBe('open');
    await press(link, { action: 'complete' }, 'It is noted.');
  });
});
