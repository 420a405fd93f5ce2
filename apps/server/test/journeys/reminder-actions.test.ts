import type { ExpectedMessage } from '@belfry/testkit/compare-messages';
import { describe, expect, test } from 'vitest';
import {
  type Asked,
  actorBy,
  ann,
  belfry,
  expectOnly,
  firstStep,
  isUnasked,
  linkInInbox,
  louder,
  move,
  now,
  phone,
  planned,
  press,
  type Stage,
  stages,
  stateOf,
  type Way,
} from './ann-asked.ts';
import { linkIn, openLink, postLink } from './links.ts';
import { addPerson, addPolicy, answerFrom, occurrenceOf, occurrencesOf, remind, timelineOf } from './story.ts';

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

/** The same, of what has ended for good. */
const refusedWays: Record<Way, (asked: Asked, action: ScheduleAction) => Promise<void>> = {
  API: async ({ scheduleId }, action) => {
    const answer = await belfry.call('POST', `/v1/schedules/${scheduleId}/${action}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'schedule.finished' } });
    await expectOnly();
  },
  SMS: async ({ title }, action) => {
    await answerFrom(belfry, phone, words[action].text);
    const body = action === 'resume' ? /^Nothing is paused\.$/ : new RegExp(`^Ended already: ${title}$`);
    await expectOnly({ channel: 'sms', to: phone, body });
  },
  link: ({ link }, action) => pressInVain(link, action),
  inbox: async (asked, action) => pressInVain(await linkInInbox(asked), action),
};

async function pressInVain(link: string, action: ScheduleAction): Promise<void> {
  const { status, html } = await postLink(belfry.base, link, { manage: action });
  expect([status, html.includes('That is not possible any more.')]).toEqual([409, true]);
  await expectOnly();
}

const standingOf = async ({ scheduleId }: Pick<Asked, 'scheduleId'>) =>
  (await belfry.must<{ state: string }>('GET', `/v1/schedules/${scheduleId}`)).state;

/** As the occurrence stands, or its absence: what is planned by nobody is nowhere. */
async function stageOf({ id }: Asked): Promise<string> {
  const { status, body } = await belfry.call<{ state: string }>('GET', `/v1/occurrences/${id}`);
  return status === 404 ? 'absent' : body.state;
}

/** What becomes of an occurrence when its reminder is paused or ended. */
function stageAfter(stage: Stage, action: 'pause' | 'finish'): string {
  if (stage === 'planned') return 'absent';
  const isWaitedFor = ['open', 'snoozed', 'exhausted'].includes(stage);
  return isWaitedFor ? (action === 'pause' ? 'cancelled' : 'completed') : stage;
}

/** All that an errand still has to say by itself. */
function toCome({ title }: Asked, stage: Stage): ExpectedMessage[] {
  const again = { channel: 'sms', to: phone, body: title } as const;
  const end = [again, { ...again, body: `Nobody answered: ${title}` }];
  if (stage === 'open') return end;
  return stage === 'planned' || stage === 'snoozed' ? [...firstStep(title), ...end] : [];
}

/** So that no later word can mean it. */
async function leave({ id, scheduleId }: Asked): Promise<void> {
  await belfry.must('POST', `/v1/schedules/${scheduleId}/finish`);
  await belfry.call('POST', `/v1/occurrences/${id}/complete`);
  await expectOnly();
}

const everyStage = Object.keys(stages) as Stage[];
const everyWay = Object.keys(scheduleWays) as Way[];
const everywhere = everyStage.flatMap((stage) =>
  everyWay.filter((way) => way === 'API' || !isUnasked(stage)).map((way) => ({ stage, way })),
);

/** What was once, and is done, has ended for good. */
const isOver = (stage: Stage) => stage === 'completed';

test.each(['PAUSE', 'FINISH FOR GOOD', 'RESUME'])(
  'before anybody was asked there is nothing for %s to mean',
  async (text) => {
    const asked = await planned();
    await answerFrom(belfry, phone, text);
    const body = text === 'RESUME' ? /^Nothing is paused\.$/ : /^Nothing is waiting for your answer\.$/;
    await expectOnly({ channel: 'sms', to: phone, body });
    expect([await stageOf(asked), await standingOf(asked)]).toEqual(['planned', 'active']);
    await leave(asked);
  },
);

describe('the reminder itself', () => {
  test.each(everywhere)('while it is $stage: pause by $way, and resume', async ({ stage, way }) => {
    const asked = await stages[stage]();
    const before = (await actionsOf(asked)).length;
    await (isOver(stage) ? refusedWays : scheduleWays)[way](asked, 'pause');
    expect(await stageOf(asked)).toBe(stageAfter(stage, 'pause'));
    expect(await standingOf(asked)).toBe(isOver(stage) ? 'finished' : 'paused');
    await expectAction({ asked, stage, way, before }, 'pause');
    await move({ hours: 3 });
    await expectOnly();
    await (isOver(stage) ? refusedWays : scheduleWays)[way](asked, 'resume');
    // Its only time was before the pause or in it, and is not made up for.
    expect(await standingOf(asked)).toBe('finished');
    await move({ hours: 3 });
    await expectOnly();
    expect(await stageOf(asked)).toBe(stageAfter(stage, 'pause'));
    await leave(asked);
  });

  test.each(everywhere)('while it is $stage: finish by $way, which nothing undoes', async ({ stage, way }) => {
    const asked = await stages[stage]();
    const before = (await actionsOf(asked)).length;
    await scheduleWays[way](asked, 'finish');
    expect(await stageOf(asked)).toBe(stageAfter(stage, 'finish'));
    expect(await standingOf(asked)).toBe('finished');
    await expectAction({ asked, stage, way, before }, 'finish');
    await move({ hours: 3 });
    await expectOnly();
    for (const action of ['pause', 'resume'] as const) await refusedWays[way](asked, action);
    await move({ hours: 3 });
    await expectOnly();
    expect(await stageOf(asked)).toBe(stageAfter(stage, 'finish'));
    await leave(asked);
  });

  test.each(everywhere)('while it is $stage and not paused: resume by $way changes nothing', async ({ stage, way }) => {
    const asked = await stages[stage]();
    const before = (await actionsOf(asked)).length;
    if (way === 'SMS' || isOver(stage)) await refusedWays[way](asked, 'resume');
    else await scheduleWays[way](asked, 'resume');
    expect(await stageOf(asked)).toBe(stage);
    expect(await actionsOf(asked)).toHaveLength(before);
    await move({ hours: 3 });
    await expectOnly(...toCome(asked, stage));
    await leave(asked);
  });

  const actionsOf = async (asked: Asked) =>
    // Of what is planned by nobody there is no timeline.
    (await stageOf(asked)) === 'absent'
      ? []
      : (await timelineOf(belfry, asked)).filter(({ type }) => type === 'action');

  /** It closes what is waited for in the name of whoever said it, and leaves what is over as it is. */
  async function expectAction(
    { asked, stage, way, before }: { asked: Asked; stage: Stage; way: Way; before: number },
    action: 'pause' | 'finish',
  ): Promise<void> {
    const doesClose = ['open', 'snoozed', 'exhausted'].includes(stage);
    const actions = await actionsOf(asked);
    expect(actions).toHaveLength(before + (doesClose ? 1 : 0));
    if (!doesClose) return;
    expect(actions.at(-1)?.reason).toContain(`The schedule was ${action === 'pause' ? 'paused' : 'finished'}.`);
    expect(actions.at(-1)?.payload).toMatchObject({ actor: actorBy(way) });
  }

  test('that is paused and resumed before its time comes at its time', async () => {
    const asked = await planned();
    await scheduleWays.API(asked, 'pause');
    await move({ minutes: 30 });
    await scheduleWays.SMS(asked, 'resume');
    expect([await stageOf(asked), await standingOf(asked)]).toEqual(['planned', 'active']);
    await move({ minutes: 29 });
    await expectOnly();
    await move({ minutes: 1 });
    await expectOnly(...firstStep(asked.title));
    await leave(asked);
  });

  test.each(['pause', 'finish'] as const)('that was seen and would ask again does not after %s', async (action) => {
    const targets = [{ person: 'self', channels: ['sms'] }];
    const steps = [{ after: 'PT0S', targets }];
    const named = { name: `Asks again, not after ${action}`, steps, repageAfter: 'PT1H' };
    const policy = await belfry.must<{ id: string }>('POST', '/v1/policies', named);
    const seen = async () => {
      const title = `Errand seen ${action}`;
      const at = now.add({ minutes: 1 }).toString();
      const schedule = await remind(belfry, { person: ann, title, at, policy });
      const { id } = await occurrenceOf(belfry, schedule);
      await move({ minutes: 1 });
      await expectOnly({ channel: 'sms', to: phone, body: title });
      await belfry.must('POST', `/v1/occurrences/${id}/acknowledge`);
      return { id, scheduleId: schedule.id, title, link: '' };
    };
    const control = await seen();
    await move({ hours: 1 });
    await expectOnly({ channel: 'sms', to: phone, body: control.title });
    await leave(control);
    const asked = await seen();
    await scheduleWays.SMS(asked, action);
    await move({ hours: 3 });
    await expectOnly();
    expect(await stageOf(asked)).toBe('acknowledged');
    await leave(asked);
  });

  const ofADay = everyStage.filter((stage) => stage !== 'missed' && stage !== 'failed');
  const pausedAndResumed = ofADay.flatMap((stage) =>
    everyWay.flatMap((way, i) =>
      stage === 'planned' && way !== 'API' ? [] : [{ stage, way, other: everyWay[(i + 1) % everyWay.length]! }],
    ),
  );

  test.each(pausedAndResumed)(
    'that comes every day, paused by $way while it is $stage, and resumed by $other the day after, is back on the third',
    async ({ stage, way, other }) => {
      const first = now.add({ minutes: 5 });
      const asked = await everyDay(first);
      if (stage !== 'planned') await bringTo(stage, asked);
      await scheduleWays[way](asked, 'pause');
      expect([await stageOf(asked), await standingOf(asked)]).toEqual([stageAfter(stage, 'pause'), 'paused']);
      await moveTo(first.add({ hours: 25 }));
      await expectOnly();
      // Who was asked by nothing yet has no page.
      await scheduleWays[stage === 'planned' ? 'SMS' : other](asked, 'resume');
      expect(await standingOf(asked)).toBe('active');
      await moveTo(first.add({ hours: 47, minutes: 59 }));
      await expectOnly();
      await moveTo(first.add({ hours: 48 }));
      await expectOnly(...firstStep(asked.title));
      expect(await stageOf(asked)).toBe(stageAfter(stage, 'pause'));
      await belfry.must('POST', `/v1/schedules/${asked.scheduleId}/finish`);
      await leave(asked);
      await move({ hours: 25 });
      await expectOnly();
    },
  );

  const moveTo = (instant: Temporal.Instant) => move(now.until(instant));

  async function everyDay(first: Temporal.Instant): Promise<Asked> {
    const title = `Round ${first.epochMilliseconds}`;
    const local = first.toZonedDateTimeISO('Asia/Phnom_Penh').toPlainTime().toString({ smallestUnit: 'minute' });
    const schedule = await remind(belfry, { person: ann, title, dailyAt: local, policy: louder });
    const [next] = await occurrencesOf(belfry, schedule);
    return { id: next!.id, scheduleId: schedule.id, title, link: '' };
  }

  async function bringTo(stage: Stage, asked: Asked): Promise<void> {
    await move({ minutes: 5 });
    const messages = await expectOnly(...firstStep(asked.title));
    asked.link = linkIn(messages.find(({ channel }) => channel === 'email')!);
    if (stage === 'exhausted') {
      await move({ minutes: 35 });
      await expectOnly(...toCome(asked, 'open'));
    }
    const said: Partial<Record<Stage, [action: string, body?: unknown]>> = {
      snoozed: ['snooze', { for: 'PT90M' }],
      acknowledged: ['acknowledge'],
      completed: ['complete'],
      skipped: ['skip'],
      cancelled: ['cancel'],
    };
    const [action, body] = said[stage] ?? [];
    if (action) await belfry.must('POST', `/v1/occurrences/${asked.id}/${action}`, body);
    expect(await stageOf(asked)).toBe(stage);
  }

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
