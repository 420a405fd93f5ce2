import { newId, type ScheduleId } from '@belfry/kernel/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSchedule } from '../../store/schedules/pg-schedules.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { PhoneTalk } from '../../test/phone-talk.ts';
import { deleteSchedule } from '../schedules/delete-schedule.ts';
import { manageSchedule } from '../schedules/manage-schedule.ts';
import { handleReply } from './handle-reply.ts';

let belfry: EngineFixture;
let talk: PhoneTalk;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  talk = new PhoneTalk(belfry);
});

afterAll(() => belfry[Symbol.asyncDispose]());

type Asked = { scheduleId: ScheduleId } | undefined;

async function standingOf(asked: Asked): Promise<string> {
  const schedule = await belfry.asTenant((tx) => readSchedule(tx, asked!.scheduleId));
  return schedule?.finishedAt ? 'finished' : schedule?.pausedAt ? 'paused' : 'under way';
}

async function personWithPhone(given: { name?: string; locale?: string } = {}) {
  const phone = talk.newPhone();
  return { phone, person: await belfry.addPerson({ sms: phone, ...given }) };
}

/** A reminder of `about`, asked of `helper`. */
async function askHelper(about: string, helper: Awaited<ReturnType<typeof personWithPhone>>) {
  const policy = await belfry.addPolicy([
    { after: 'PT0S', targets: [{ person: helper.person.id, channels: ['sms'] }] },
  ]);
  const mum = await belfry.addPerson({ name: about });
  const { id } = await belfry.addSchedule(mum, { policyId: policy.id, title: 'Pills' });
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  return claims.map(({ turn }) => turn).find(({ scheduleId }) => scheduleId === id);
}

describe('PAUSE', () => {
  test('pauses the reminder and closes what is open by the person’s word, and RESUME takes it up again', async () => {
    const { phone, person } = await personWithPhone();
    const [pills] = await talk.ask(person, ['Pills']);
    expect(await talk.reply(phone, 'PAUSE')).toBe('Paused: Pills. Reply RESUME to get it again.');
    expect(await standingOf(pills)).toBe('paused');
    const actor = { type: 'person', id: person.id, name: 'Ann Archer', via: 'sms' };
    const paused = { kind: 'cancelled', reason: 'The schedule was paused.', actor };
    expect((await belfry.chainOf(pills!)).at(-1)).toMatchObject(paused);
    expect(await talk.reply(phone, 'pause it')).toBe('Paused: Pills. Reply RESUME to get it again.');
    expect(await talk.reply(phone, 'DONE')).toMatch(/^Already called off by Ann Archer, .*: Pills$/);
    expect(await belfry.chainOf(pills!)).toHaveLength(2);
    expect(await talk.reply(phone, 'RESUME')).toBe('Resumed: Pills');
    expect(await standingOf(pills)).toBe('under way');
    expect(await talk.reply(phone, 'RESUME')).toBe('Nothing is paused.');
  });

  test('may follow DONE: what is done for today says which one is meant', async () => {
    const { phone, person } = await personWithPhone();
    const rule = { type: 'every', interval: 'PT24H', anchor: belfry.clock.now().toString() } as const;
    const policyId = (await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }])).id;
    const { id: scheduleId } = await belfry.addSchedule(person, { policyId, title: 'Walk', rule });
    await belfry.run();
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Walk');
    expect(await talk.reply(phone, 'PAUSE')).toMatch(/^Paused: Walk/);
    expect(await standingOf({ scheduleId })).toBe('paused');
  });

  test('that could mean several is asked which, and takes one at a time', async () => {
    const { phone, person } = await personWithPhone();
    const [pills, water, walk] = await talk.ask(person, ['Pills', 'Water', 'Walk']);
    const which = 'Which one? Reply PAUSE and its number.\n1 Pills\n2 Water\n3 Walk';
    expect(await talk.reply(phone, 'PAUSE')).toBe(which);
    expect(await talk.reply(phone, 'all')).toBe(which);
    expect(await talk.reply(phone, '2')).toMatch(/^Paused: Water\./);
    expect(await talk.reply(phone, 'PAUSE 3')).toMatch(/^Paused: Walk\./);
    expect(await Promise.all([pills, water, walk].map(standingOf))).toEqual(['under way', 'paused', 'paused']);
    expect(await talk.stateOf(pills!)).toBe('open');
  });

  test('delivered again after a crash is settled, and answered the same', async () => {
    for (const text of ['PAUSE', 'FINISH FOR GOOD']) {
      const { phone, person } = await personWithPhone();
      const [pills] = await talk.ask(person, ['Pills']);
      const message = { provider: 'twilio', channel: 'sms', from: phone, to: '+12025550199', text } as const;
      const providerId = newId();
      const fault = (point: string) => {
        if (point === 'inbound.after-commit') throw new Error('The process ended here.');
      };
      await expect(handleReply({ ...belfry.deps, fault }, { ...message, providerId })).rejects.toThrow(/ended here/);
      expect(await talk.stateOf(pills!)).toBe('open');
      const answers = [await talk.reply(phone, text, providerId), await talk.reply(phone, text, providerId)];
      expect(answers[0]).toMatch(/^(?:Paused|Ended for good): Pills/);
      expect(answers[1]).toBe(answers[0]);
      expect(await talk.stateOf(pills!)).toBe(text === 'PAUSE' ? 'cancelled' : 'completed');
      expect(await belfry.chainOf(pills!)).toHaveLength(2);
    }
  });

  test('is answered when what was under way has ended', async () => {
    const { phone, person } = await personWithPhone();
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
      { after: 'PT1M', targets: [{ person: 'self', channels: ['sms'] }] },
    ]);
    await belfry.addSchedule(person, { policyId: policy.id, title: 'Pills' });
    await belfry.run();
    await belfry.moveTo(belfry.clock.now().add({ minutes: 1 }).toString());
    const release = belfry.sms.hold();
    const order: string[] = [];
    const sending = belfry.send(await belfry.claimDue()).then(() => order.push('the call has ended'));
    const answering = talk.reply(phone, 'PAUSE').then(() => order.push('PAUSE is answered'));
    await expect
      .poll(
        async () =>
          (await belfry.deps.pool.query('SELECT FROM channels.inbound_message WHERE from_address = $1', [phone]))
            .rowCount,
      )
      .toBe(1);
    release();
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'PAUSE is answered']);
  });

  test('of what somebody deleted meanwhile says that it has ended', async () => {
    const { phone, person } = await personWithPhone();
    const [pills] = await talk.ask(person, ['Pills']);
    const now = belfry.clock.now();
    await belfry.asTenant((tx) => deleteSchedule(tx, { id: pills!.scheduleId, now, requireVersion() {} }));
    expect(await talk.reply(phone, 'PAUSE')).toBe('Ended already: Pills');
  });

  test('from whom nobody asked anything says so, and from a stranger is silence', async () => {
    const { phone } = await personWithPhone();
    expect(await talk.reply(phone, 'PAUSE')).toBe('Nothing is waiting for your answer.');
    for (const text of ['PAUSE', 'FINISH', 'FINISH FOR GOOD', 'RESUME', 'RESUME 1']) {
      expect(await talk.reply(talk.newPhone(), text), text).toBeNull();
    }
  });
});

describe('FINISH', () => {
  test('alone changes nothing, FOR GOOD ends the reminder', async () => {
    const { phone, person } = await personWithPhone();
    const [pills] = await talk.ask(person, ['Pills']);
    expect(await talk.reply(phone, 'Finish')).toBe(
      'To end the reminder for good reply FINISH FOR GOOD. Reply DONE if it is done this time.',
    );
    expect([await standingOf(pills), await talk.stateOf(pills!)]).toEqual(['under way', 'open']);
    for (const words of ['FINISH FOR GOOD', 'end reminder']) {
      expect(await talk.reply(phone, words)).toBe('Ended for good: Pills');
    }
    expect(await standingOf(pills)).toBe('finished');
    const actor = { type: 'person', id: person.id, name: 'Ann Archer', via: 'sms' };
    const finished = { kind: 'completed', reason: 'The schedule was finished.', actor };
    expect((await belfry.chainOf(pills!)).at(-1)).toMatchObject(finished);
    expect(await talk.reply(phone, 'PAUSE')).toBe('Ended already: Pills');
    expect(await talk.reply(phone, 'RESUME')).toBe('Nothing is paused.');
  });

  test('FOR GOOD of several asks which', async () => {
    const { phone, person } = await personWithPhone();
    const [pills, water] = await talk.ask(person, ['Pills', 'Water']);
    expect(await talk.reply(phone, 'FINISH FOR GOOD')).toBe(
      'Which one? Reply FINISH FOR GOOD and its number.\n1 Pills\n2 Water',
    );
    expect(await talk.reply(phone, 'FINISH FOR GOOD 2')).toBe('Ended for good: Water');
    expect(await Promise.all([pills, water].map(standingOf))).toEqual(['under way', 'finished']);
  });
});

describe('somebody who is asked for another', () => {
  test('can answer, and can neither pause nor end what is not theirs', async () => {
    const cara = await personWithPhone({ name: 'Cara' });
    const asked = await askHelper('Mum', cara);
    for (const words of ['PAUSE', 'FINISH FOR GOOD', 'PAUSE 1']) {
      expect(await talk.reply(cara.phone, words), words).toBe('Only Mum can pause or end it.');
    }
    expect([await standingOf(asked), await talk.stateOf(asked!)]).toEqual(['under way', 'open']);
    const now = belfry.clock.now();
    const pause = { action: 'pause', tenantId: belfry.tenantId, id: asked!.scheduleId, now } as const;
    await belfry.asTenant((tx) => manageSchedule(tx, pause));
    expect(await talk.reply(cara.phone, 'RESUME')).toBe('Nothing is paused.');
    expect(await talk.reply(cara.phone, 'DONE')).toBe('Thank you. Done: Pills (Mum)');
  });
});

describe('RESUME', () => {
  async function pausedOne() {
    const owner = await personWithPhone();
    const [pills] = await talk.ask(owner.person, ['Pills']);
    await talk.reply(owner.phone, 'PAUSE');
    return { ...owner, pills };
  }

  test('of several asks which, oldest pause first, and a number does not pass to another', async () => {
    const { phone, person } = await personWithPhone();
    const asked = await talk.ask(person, ['Pills', 'Water', 'Walk']);
    for (const number of [3, 1, 2]) {
      expect(await talk.reply(phone, `PAUSE ${number}`)).toMatch(/^Paused/);
      await belfry.moveTo(belfry.clock.now().add({ seconds: 1 }).toString());
    }
    expect(await talk.reply(phone, 'RESUME')).toBe('Which one? Reply RESUME and its number:\n1 Walk\n2 Pills\n3 Water');
    expect(await talk.reply(phone, 'RESUME 2')).toBe('Resumed: Pills');
    expect(await talk.reply(phone, 'RESUME 2')).toBe('Which one? Reply RESUME and its number:\n1 Walk\n3 Water');
    expect(await talk.reply(phone, '3')).toBe('Resumed: Water');
    expect(await Promise.all(asked.map(standingOf))).toEqual(['under way', 'under way', 'paused']);
    expect(await talk.reply(phone, 'walk')).toBe('Resumed: Walk');
  });

  test('delivered twice at once resumes once and is answered the same', async () => {
    const { phone, pills } = await pausedOne();
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 3 }, () => talk.reply(phone, 'RESUME', id)));
    expect(new Set(answers)).toEqual(new Set(['Resumed: Pills']));
    expect(await standingOf(pills)).toBe('under way');
  });

  test('on a shared phone says whose each is, and leaves out who was removed', async () => {
    const { phone } = await pausedOne();
    const bea = await belfry.addPerson({ sms: phone, name: 'Bea' });
    const [water] = await talk.ask(bea, ['Water']);
    expect(await talk.reply(phone, 'PAUSE')).toMatch(/^Paused: Water/);
    expect(await talk.reply(phone, 'RESUME')).toMatch(/\n1 Pills \(Ann Archer\)\n2 Water \(Bea\)$/);
    await belfry.asTenant((tx) => tx.query('UPDATE people.person SET deleted_at = now() WHERE id = $1', [bea.id]));
    expect(await talk.reply(phone, 'RESUME')).toBe('Resumed: Pills');
    expect(await standingOf(water)).toBe('paused');
  });
});

test('whoever reads Khmer is answered in it', async () => {
  const { phone, person } = await personWithPhone({ locale: 'km' });
  await talk.ask(person, ['ថ្នាំ']);
  expect(await talk.reply(phone, 'FINISH')).toMatch(/FINISH FOR GOOD.*DONE/);
  expect(await talk.reply(phone, 'ផ្អាក')).toMatch(/^បានផ្អាក៖ ថ្នាំ។ .*RESUME/);
  expect(await talk.reply(phone, 'RESUME')).toBe('បានបន្ត៖ ថ្នាំ');
  expect(await talk.reply(phone, 'RESUME')).toBe('គ្មានអ្វីត្រូវបានផ្អាកទេ។');
});
