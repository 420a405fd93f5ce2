import type { ExpectedMessage } from '@belfry/testkit/compare-messages';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import {
  type Asked,
  actorBy,
  ann,
  belfry,
  email,
  expectOnly,
  firstStep,
  isUnasked,
  linkInInbox,
  louder,
  move,
  news,
  now,
  open,
  phone,
  planned,
  press,
  type Stage,
  stages,
  stateOf,
  type Way,
} from './ann-asked.ts';
import { linkIn, openLink, postLink } from './links.ts';
import { addPerson, addPolicy, answerFrom, occurrenceOf, remind, timelineOf } from './story.ts';

/** Every action, at every stage that is left, by every way that leads there. What leaves after it, other than its own answer, fails the test. */

type Action = 'acknowledge' | 'complete' | 'snooze' | 'skip' | 'cancel';
const states = {
  acknowledge: 'acknowledged',
  complete: 'completed',
  snooze: 'snoozed',
  skip: 'skipped',
  cancel: 'cancelled',
};
const replies: Record<Action, { text: string; answer: RegExp }> = {
  acknowledge: { text: 'OK', answer: /^Thank you\. Seen: / },
  complete: { text: 'DONE', answer: /^Thank you\. Done: / },
  snooze: { text: 'SNOOZE 1h', answer: /^Snoozed until .* \(Asia\/Phnom_Penh\): / },
  skip: { text: 'SKIP', answer: /^Skipped: / },
  cancel: { text: 'CALL OFF', answer: /^Called off: / },
};
const forms: Record<Action, Record<string, string>> = {
  acknowledge: { action: 'acknowledge' },
  complete: { action: 'complete' },
  snooze: { snooze: '1 hour' },
  skip: { action: 'skip' },
  cancel: { action: 'cancel' },
};

const noteOf = (didChange: boolean) => (didChange ? 'It is noted.' : 'It had been noted already.');

/** Each does it, and hears whether it changed anything. */
const ways = {
  API: async ({ id }: Asked, action: Action, didChange: boolean) => {
    const body = action === 'snooze' ? { for: 'PT1H' } : undefined;
    const answer = await belfry.call('POST', `/v1/occurrences/${id}/${action}`, body);
    expect(answer).toMatchObject({ status: 200, body: { id, state: states[action], didChange, couldNotStop: [] } });
    await expectOnly();
  },
  SMS: async ({ title }: Asked, action: Action, didChange: boolean) => {
    const { text, answer } = replies[action];
    await answerFrom(belfry, phone, text);
    const [thanks] = await expectOnly({ channel: 'sms', to: phone, body: title });
    expect(thanks?.body).toMatch(didChange ? answer : /^Already seen by /);
  },
  link: ({ link }: Asked, action: Action, didChange: boolean) => press(link, forms[action], noteOf(didChange)),
  inbox: async (asked: Asked, action: Action, didChange: boolean) =>
    press(await linkInInbox(asked), forms[action], noteOf(didChange)),
};

/** Nobody can have seen what is planned, and what ended alone leaves nothing to stop. */
const isRefused = (stage: Stage, action: Action) =>
  isUnasked(stage) && (stage === 'planned' ? ['acknowledge'] : ['skip', 'cancel']).includes(action);

const isEnded = (stage: Stage) => stage in endings;
const endings = { completed: 'done', skipped: 'skipped', cancelled: 'called off' };

const cases = (Object.keys(stages) as Stage[])
  .filter((stage) => !isEnded(stage))
  .flatMap((stage) =>
    (Object.keys(ways) as Way[]).flatMap((way) =>
      (Object.keys(states) as Action[])
        .filter((action) => (way === 'API' || !isUnasked(stage)) && !isRefused(stage, action))
        .map((action) => ({ stage, way, action })),
    ),
  );

test.each(cases)('what is $stage: $action by $way', async ({ stage, way, action }) => {
  const asked = await stages[stage]();
  expect(await stateOf(asked)).toBe(stage);
  const before = (await timelineOf(belfry, asked)).filter(({ type }) => type === 'action').length;
  const didChange = stage !== states[action] || action === 'snooze';
  await ways[way](asked, action, didChange);
  expect(await stateOf(asked)).toBe(states[action]);
  const done = (await timelineOf(belfry, asked)).filter(({ type }) => type === 'action');
  expect(done).toHaveLength(before + (didChange ? 1 : 0));
  expect(done.at(-1)).toMatchObject({ status: states[action] });
  const { actor } = done.at(-1)!.payload as { actor: unknown };
  expect(actor).toMatchObject(actorBy(didChange ? way : 'API'));
  if (action === 'snooze') {
    await move({ minutes: 59 });
    await expectOnly();
    await move({ minutes: 1 });
    await expectOnly(...(stage === 'failed' ? [] : firstStep(asked.title)));
    await belfry.must('POST', `/v1/occurrences/${asked.id}/complete`);
  }
  await move({ hours: 3 });
  await expectOnly();
  if (action === 'acknowledge') await belfry.must('POST', `/v1/occurrences/${asked.id}/complete`);
});

test.each(
  (['planned', 'missed', 'failed'] as const).flatMap((stage) =>
    (Object.keys(states) as Action[]).filter((action) => isRefused(stage, action)).map((action) => ({ stage, action })),
  ),
)('what is $stage cannot be the object of $action', async ({ stage, action }) => {
  const asked = await stages[stage]();
  const refused = await belfry.call('POST', `/v1/occurrences/${asked.id}/${action}`);
  expect(refused).toMatchObject({ status: 409, body: { code: 'occurrence.not-actionable' } });
  expect(await stateOf(asked)).toBe(stage);
  await belfry.must('POST', `/v1/occurrences/${asked.id}/complete`);
});

/** Each says it of what has ended, and hears that it is so already, or that it is too late for it. */
const lateWays: Record<Way, (asked: Asked, action: Action, ending: { stage: Ending; isSo: boolean }) => Promise<void>> =
  {
    API: async ({ id }, action, { stage, isSo }) => {
      const body = action === 'snooze' ? { for: 'PT1H' } : undefined;
      const answer = await belfry.call('POST', `/v1/occurrences/${id}/${action}`, body);
      expect(answer).toMatchObject(
        isSo
          ? { status: 200, body: { id, state: stage, didChange: false, couldNotStop: [] } }
          : {
              status: 409,
              body: { code: 'occurrence.not-actionable', detail: expect.stringContaining(`was ${stage}`) },
            },
      );
      await expectOnly();
    },
    SMS: async ({ title }, action, { stage }) => {
      await answerFrom(belfry, phone, replies[action].text);
      const [told] = await expectOnly({ channel: 'sms', to: phone, body: title });
      expect(told?.body).toMatch(new RegExp(`^Already ${endings[stage]} by .*: ${title}$`));
    },
    link: ({ link }, action, { isSo }) => pressLate(link, action, isSo),
    inbox: async (asked, action, { isSo }) => pressLate(await linkInInbox(asked), action, isSo),
  };

async function pressLate(link: string, action: Action, isSo: boolean): Promise<void> {
  if (isSo) return press(link, forms[action], noteOf(false));
  const { status, html } = await postLink(belfry.base, link, forms[action]);
  expect([status, html.includes('That is not possible any more.'), html.includes('name="action"')]).toEqual([
    409,
    true,
    false,
  ]);
  await expectOnly();
}

type Ending = keyof typeof endings;
const lateCases = (Object.keys(endings) as Ending[]).flatMap((stage) =>
  (Object.keys(lateWays) as Way[]).flatMap((way) =>
    (Object.keys(states) as Action[]).map((action) => ({ stage, way, action })),
  ),
);

/** Somebody has ended it: whoever answers after that is told so, and nothing changes. */
test.each(lateCases)('what is $stage already: $action by $way changes nothing', async ({ stage, way, action }) => {
  const asked = await stages[stage]();
  const before = await timelineOf(belfry, asked);
  const isSo = states[action] === stage || (stage === 'completed' && action === 'acknowledge');
  await lateWays[way](asked, action, { stage, isSo });
  expect(await stateOf(asked)).toBe(stage);
  expect(await timelineOf(belfry, asked)).toEqual(before);
  await move({ hours: 3 });
  await expectOnly();
  expect(await timelineOf(belfry, asked)).toEqual(before);
});

test('who has ended it is told by name to whoever answers after them', async () => {
  const asked = await open();
  await ways.SMS(asked, 'skip', true);
  const told = {
    channel: 'sms',
    to: phone,
    body: new RegExp(`^Already skipped by Ann Archer, .*: ${asked.title}$`),
  } as const;
  await answerFrom(belfry, phone, 'DONE');
  await expectOnly(told);
  expect((await openLink(belfry.base, asked.link)).html).toContain('by Ann Archer');
});

describe('the API', () => {
  test('answers with what it did, the same to whoever asks twice, and why not', async () => {
    const { id } = await planned();
    const act = (action: string, body?: unknown) => belfry.call('POST', `/v1/occurrences/${id}/${action}`, body);
    expect(await act('acknowledge')).toMatchObject({ status: 409, body: { code: 'occurrence.not-actionable' } });
    const snoozed = await act('snooze', { text: 'until tomorrow at 5pm' });
    expect(snoozed).toMatchObject({ status: 200, body: { didChange: true, state: 'snoozed', firedAt: null } });
    expect(snoozed.body).toMatchObject({
      message: expect.stringMatching(/^It is snoozed until .* 17:00 \(Asia\/Phnom_Penh\)\.$/),
    });
    const { snoozedUntil: until } = snoozed.body as { snoozedUntil: string };
    expect(await act('snooze', { until })).toMatchObject({ status: 200, body: { didChange: false } });
    expect(await act('skip')).toMatchObject({ body: { didChange: true, message: 'It is skipped.' } });
    expect(await act('skip')).toMatchObject({ body: { didChange: false, message: 'It was skipped already.' } });
    expect(await act('complete')).toMatchObject({ status: 409 });
  });

  test.each([
    [{ text: 'until yesterday' }, 'snooze.in-the-past', 'text'],
    [{ text: 'until the end of the concert' }, 'snooze.needs-calendar', 'text'],
    [{ text: 'for a while' }, 'snooze.not-understood', 'text'],
    [{ until: '2020-01-01T00:00:00Z' }, 'snooze.in-the-past', 'until'],
    [{ until: '9999-01-01T00:00:00Z' }, 'snooze.too-far', 'until'],
    [{ for: 'PT0S' }, 'snooze.zero', 'for'],
    [{ for: 'P400D' }, 'snooze.too-far', 'for'],
  ])('refuses to snooze by %j: %s', async (body, code, path) => {
    const { id } = await planned();
    const refused = await belfry.call('POST', `/v1/occurrences/${id}/snooze`, body);
    expect(refused).toMatchObject({ status: 422, body: { code, errors: [{ path }] } });
    await belfry.must('POST', `/v1/occurrences/${id}/cancel`);
  });
});

describe('a link', () => {
  test('that a scanner opens acknowledges nothing, is kept by nobody and told to nobody', async () => {
    const asked = await open();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const { status, headers, html } = await openLink(belfry.base, asked.link, { method });
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
      );
      expect(Buffer.byteLength(html)).toBeLessThan(15_000);
    }
    expect(await stateOf(asked)).toBe('open');
    await belfry.must('POST', `/v1/occurrences/${asked.id}/cancel`);
    const { status, html } = await postLink(belfry.base, asked.link, { action: 'complete' });
    expect([status, html.includes('Called off'), html.includes('<form')]).toEqual([409, true, false]);
  });

  test('does nothing for a form from another site, nor for one that is none of the page', async () => {
    const asked = await open();
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    expect((await postLink(belfry.base, asked.link, { action: 'complete' }, crossSite)).status).toBe(403);
    for (const fields of [{ action: 'delete' }, { snooze: 'for ever' }, {}]) {
      const { status, html } = await postLink(belfry.base, asked.link, fields);
      expect([status, html.includes('That was none of the buttons'), html.includes('<form')]).toEqual([
        400,
        true,
        true,
      ]);
    }
    expect(await stateOf(asked)).toBe('open');
    expect(
      (await postLink(belfry.base, asked.link, { action: 'complete' }, { 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(200);
  });

  test('that nobody signed is a kind page, and so is one that has ended', async () => {
    const asked = await open();
    await belfry.must('POST', `/v1/occurrences/${asked.id}/complete`);
    const changed = asked.link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const link of [changed, '/a/x']) {
      const { status, html, headers } = await openLink(belfry.base, link);
      expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(html).toContain('There is no such page');
    }
    expect((await openLink(belfry.base, asked.link)).status).toBe(200);
    await move({ hours: 31 * 24 });
    expect((await openLink(belfry.base, asked.link)).status).toBe(410);
    expect((await postLink(belfry.base, asked.link, { action: 'complete' })).status).toBe(410);
  });

  test('ends with the person it was sent to', async () => {
    const bea = await addPerson(belfry, { name: 'Bea', email: 'bea@example.com' });
    const policy = await addPolicy(belfry, 'By email', [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['email'] }] },
    ]);
    await remind(belfry, { person: bea, title: 'Read', at: now.add({ minutes: 1 }).toString(), policy });
    await move({ minutes: 1 });
    const [message] = await expectOnly({ channel: 'email', to: 'bea@example.com', body: 'Read' });
    await belfry.must('DELETE', `/v1/people/${bea.id}`);
    expect((await openLink(belfry.base, linkIn(message!))).status).toBe(410);
  });
});

describe('STOP', () => {
  const remindSoon = async (title: string) => {
    const schedule = await remind(belfry, {
      person: ann,
      title,
      at: now.add({ minutes: 1 }).toString(),
      policy: louder,
    });
    await move({ minutes: 1 });
    return schedule;
  };
  const emailOnly = (title: string): ExpectedMessage => ({ channel: 'email', to: email, body: title });
  const done = async (schedule: Awaited<ReturnType<typeof remindSoon>>) =>
    belfry.must('POST', `/v1/occurrences/${(await occurrenceOf(belfry, schedule)).id}/complete`);

  test('is confirmed, and then nothing leaves to that number until START', async () => {
    await answerFrom(belfry, phone, 'STOP');
    await expectOnly({ channel: 'sms', to: phone, body: /^You will get no more messages/ });
    const schedule = await remindSoon('Silence');
    await move({ minutes: 5 });
    await expectOnly(emailOnly('Silence'));
    const suppressed = (await timelineOf(belfry, await occurrenceOf(belfry, schedule))).filter(
      ({ type, status }) => type === 'outcome' && status === 'suppressed',
    );
    expect(suppressed.map(({ payload }) => payload?.code)).toContain('contact.opted-out');
    await done(schedule);
    await answerFrom(belfry, phone, 'START');
    await expectOnly({ channel: 'sms', to: phone, body: /^You will get messages from us again/ });
    const again = await remindSoon('Heard');
    await expectOnly(...firstStep('Heard'));
    await done(again);
  });

  test('that only the carrier knows (21610) is taken over: the next reminder does not try', async () => {
    await answerFrom(belfry, phone, 'STOP');
    await expectOnly({ channel: 'sms', to: phone, body: /^You will get no more messages/ });
    const owner = new pg.Client({ connectionString: belfry.databaseUrl });
    await owner.connect();
    // As if ours had been lost, or said before there was a Belfry.
    await owner.query('DELETE FROM people.opt_out');
    const refused = await remindSoon('Refused');
    await expectOnly(emailOnly('Refused'));
    const codesOf = async (schedule: typeof refused) =>
      (await timelineOf(belfry, await occurrenceOf(belfry, schedule))).map(({ payload }) => payload?.code);
    expect(await codesOf(refused)).toContain('sms.opted-out');
    await done(refused);
    const untried = await remindSoon('Untried');
    await expectOnly(emailOnly('Untried'));
    expect(await codesOf(untried)).toContain('contact.opted-out');
    await done(untried);
    const { rows } = await owner.query('SELECT kind, evidence FROM people.consent_event ORDER BY at, id');
    expect(rows.map(({ kind }) => kind)).toEqual(['opted-out', 'opted-in', 'opted-out', 'opted-out']);
    expect(rows.at(-1).evidence).toMatch(/sms\.opted-out/);
    await owner.end();
    await answerFrom(belfry, phone, 'START');
    await expectOnly({ channel: 'sms', to: phone, body: /^You will get messages/ });
  });
});

test('numbers stay the same while others are answered, and STATUS says them', async () => {
  const at = now.add({ minutes: 1 }).toString();
  for (const title of ['Pills', 'Water', 'Walk']) await remind(belfry, { person: ann, title, at, policy: louder });
  await move({ minutes: 1 });
  const titles = (await news()).filter(({ channel }) => channel === 'sms').map(({ body }) => body.split('\n')[0]!);
  expect(titles).toHaveLength(3);
  await answerFrom(belfry, phone, 'DONE');
  const [which] = await news();
  const numbered = [...which!.body.matchAll(/^(\d) (.+)$/gm)].map(([, , title]) => title!);
  expect(numbered.toSorted()).toEqual(['Pills', 'Walk', 'Water']);
  await answerFrom(belfry, phone, 'DONE 1');
  await expectOnly({ channel: 'sms', to: phone, body: `Done: ${numbered[0]}` });
  await answerFrom(belfry, phone, 'STATUS');
  const [status] = await news();
  expect(status?.body).toContain(`2 ${numbered[1]} (`);
  expect(status?.body).toContain(`3 ${numbered[2]} (`);
  await answerFrom(belfry, phone, 'SNOOZE 2 1h');
  const [snoozed] = await news();
  expect(snoozed?.body).toMatch(new RegExp(`: ${numbered[1]}$`));
  await answerFrom(belfry, phone, 'DONE 3');
  await expectOnly({ channel: 'sms', to: phone, body: `Done: ${numbered[2]}` });
  await answerFrom(belfry, phone, 'DONE');
  await expectOnly({ channel: 'sms', to: phone, body: `Done: ${numbered[1]}` });
});

test('with delivery disabled nothing is sent, everything is recorded, and it can be enabled again', async () => {
  const asked = await open();
  expect(await belfry.call('GET', '/v1/settings')).toMatchObject({
    body: { delivery: 'active', throttlePerHour: null },
  });
  const disabled = await belfry.call('PATCH', '/v1/settings', { delivery: 'disabled' });
  expect(disabled).toMatchObject({ status: 200, body: { delivery: 'disabled', couldNotStop: [] } });
  const stale = await belfry.call('PATCH', '/v1/settings', { delivery: 'active' }, { 'if-match': '"0"' });
  expect(stale.status).toBe(412);
  await move({ minutes: 5 });
  await expectOnly();
  const entries = await timelineOf(belfry, asked);
  expect(entries.filter(({ type, status }) => type === 'outcome' && status === 'suppressed')).toHaveLength(1);
  await belfry.must('PATCH', '/v1/settings', { delivery: 'active' });
  await belfry.must('POST', `/v1/occurrences/${asked.id}/snooze`, { for: 'PT1H' });
  await move({ hours: 1 });
  await expectOnly(...firstStep(asked.title));
  await belfry.must('POST', `/v1/occurrences/${asked.id}/complete`);
});
