import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AskedPlace, forgetAsked } from '../../store/stopping/pg-asked.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { PhoneTalk } from '../../test/phone-talk.ts';
import { actOnOccurrence } from '../actions/act-on-occurrence.ts';

let belfry: EngineFixture;
let talk: PhoneTalk;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  talk = new PhoneTalk(belfry);
});

afterAll(() => belfry[Symbol.asyncDispose]());

describe('what was dealt with', () => {
  test('is answered with what was done, by whom and when, for a day', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone, timeZone: 'Asia/Phnom_Penh' });
    const [occurrence] = await talk.ask(ann, ['Pills']);
    const at = belfry.clock.now().toZonedDateTimeISO('Asia/Phnom_Penh');
    expect(await talk.reply(phone, 'OK')).toBe('Thank you. Seen: Pills');
    const seen = `Ann Archer, ${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}: Pills`;
    await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
    expect(await talk.reply(phone, 'ok')).toBe(`Already seen by ${seen}`);
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
    const done = /^Already done by Ann Archer, 2027-\d\d-\d\d \d\d:\d\d: Pills$/;
    for (const word of ['DONE', 'done 👍', 'OK', 'SNOOZE 1h', 'SKIP', 'DONE ALL', 'DONE 1']) {
      expect(await talk.reply(phone, word), word).toMatch(done);
    }
    expect(await talk.reply(phone, 'thanks a lot')).toBeNull();
    expect((await belfry.chainOf(occurrence!)).map(({ kind }) => kind)).toEqual(['fired', 'acknowledged', 'completed']);
    await belfry.moveTo(belfry.clock.now().add({ hours: 25 }).toString());
    expect(await talk.reply(phone, 'DONE')).toBeNull();
  });

  test('is not snoozed once its reminder is paused or over: that would be confirmed, and never come', async () => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    await talk.reply(phone, 'OK');
    const set = (columns: string) =>
      belfry.asTenant((tx) =>
        tx.query(`UPDATE engine.schedule SET ${columns} WHERE id = $1`, [occurrence!.scheduleId]),
      );
    await set('paused_at = now()');
    expect(await talk.reply(phone, 'SNOOZE 1h')).toBe('Paused: Pills. Reply RESUME to get it again.');
    await set('paused_at = NULL, finished_at = now()');
    expect(await talk.reply(phone, 'SNOOZE 1h')).toBe('Ended for good: Pills');
    expect(await talk.stateOf(occurrence!)).toBe('acknowledged');
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
  });

  test('by somebody else names them, and does not stand in the way of what is open', async () => {
    const [hers, his] = [talk.newPhone(), talk.newPhone()];
    const ann = await belfry.addPerson({ sms: hers });
    const bob = await belfry.addPerson({ sms: his, name: 'Bob Baker' });
    const targets = [ann, bob].map(({ id }) => ({ person: id, channels: ['sms'] }));
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
    await belfry.addSchedule(ann, { policyId: policy.id, title: 'Pills' });
    await belfry.send(await belfry.claimDue());
    expect(await talk.reply(his, 'DONE')).toBe('Thank you. Done: Pills (Ann Archer)');
    expect(await talk.reply(hers, 'DONE')).toMatch(/^Already done by Bob Baker, .*: Pills$/);
    await talk.ask(ann, ['Water']);
    expect(await talk.reply(hers, 'DONE')).toBe('Thank you. Done: Water');
  });

  test('is forgotten where nobody replies', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const [done] = await talk.ask(ann, ['Pills']);
    await talk.ask(ann, ['Water']);
    await talk.reply(phone, 'DONE 1');
    const kept = async () =>
      (await belfry.deps.pool.query('SELECT occ_id FROM engine.open_contact WHERE address = $1', [phone])).rows;
    await forgetAsked(belfry.deps.pool, belfry.clock.now().add({ hours: 23 }));
    expect(await kept()).toHaveLength(2);
    await forgetAsked(belfry.deps.pool, belfry.clock.now().add({ hours: 25 }));
    expect(await kept()).not.toContainEqual({ occ_id: done!.occId });
    expect(await kept()).toHaveLength(1);
  });

  test('is forgotten by rounds that each look at a part, in turn, and go on where much is to be forgotten', async () => {
    const phones = Array.from({ length: 12 }, () => talk.newPhone()).toSorted();
    for (const phone of phones) await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    const kept = async () => {
      const { rows } = await belfry.deps.pool.query<{ address: string }>(
        'SELECT address FROM engine.open_contact WHERE address = ANY($1) ORDER BY 1',
        [phones],
      );
      return rows.map(({ address }) => address);
    };
    const later = belfry.clock.now().add({ hours: 25 });
    await belfry.deps.pool.query('DELETE FROM engine.open_contact WHERE address <> ALL($1)', [phones]);
    const round = (from: AskedPlace | null) => forgetAsked(belfry.deps.pool, later, from, 4);
    const first = await round(null);
    expect(first).toMatchObject({ address: phones[3] });
    await talk.reply(phones[11]!, 'DONE');
    const second = await round(first);
    expect([second?.address, await kept()]).toEqual([phones[7], phones]);
    // A quarter of it could go, so the round goes on, and comes to the end.
    expect(await round(second)).toBeNull();
    expect(await kept()).toEqual(phones.slice(0, 11));
    for (const phone of phones.slice(0, 8)) await talk.reply(phone, 'DONE');
    expect(await round(null)).toBeNull();
    expect(await kept()).toEqual(phones.slice(8, 11));
  });
});

describe('what we asked back', () => {
  test.each([
    ['DONE', '2', 'Thank you. Done: Water'],
    ['OK', 'the second', 'Thank you. Seen: Water'],
    ['done', 'water!', 'Thank you. Done: Water'],
    ['SKIP', '#2', 'Skipped: Water'],
    ['DONE', 'both', 'Thank you. Done: Pills, Water'],
    ['I took it', 'all of them', 'Thank you. Done: Pills, Water'],
  ])('by %s is answered by %j', async (word, answer, did) => {
    const phone = talk.newPhone();
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water']);
    expect(await talk.reply(phone, word)).toMatch(/^Which one\?/);
    expect(await talk.reply(phone, answer, `SM-${phone}`)).toBe(did);
    expect(await talk.reply(phone, answer, `SM-${phone}`)).toBe(did);
  });

  test('about a snooze keeps the time that was said, or takes it with the number or after it', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    await talk.ask(ann, ['Pills', 'Water', 'Walk']);
    await talk.reply(phone, 'SNOOZE 1h');
    expect(await talk.reply(phone, '2')).toMatch(/^Snoozed until .*: Water$/);
    await talk.reply(phone, 'SNOOZE');
    expect(await talk.reply(phone, '3 2h')).toMatch(/^Snoozed until .*: Walk$/);
    expect(await talk.reply(phone, 'SNOOZE')).toMatch(/^For how long/);
    expect(await talk.reply(phone, 'tomorrow')).toMatch(/^Snoozed until .* 09:00 .*: Pills$/);
  });

  test('stands for an hour, and until somebody says something else', async () => {
    const phone = talk.newPhone();
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water', 'Walk']);
    expect(await talk.reply(phone, '1')).toMatch(/not understood/);
    await talk.reply(phone, 'DONE');
    await talk.reply(phone, 'hm');
    expect(await talk.reply(phone, '1')).toBe('Thank you. Done: Pills');
    expect(await talk.reply(phone, '1')).toMatch(/^Already done .*: Pills$/);
    expect(await talk.reply(phone, '9')).toMatch(/^Which one\?.*\n2 Water\n3 Walk$/s);
    expect(await talk.reply(phone, 'OK 3')).toBe('Thank you. Seen: Walk');
    expect(await talk.reply(phone, '2')).toMatch(/not understood/);
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Eat']);
    await talk.reply(phone, 'DONE');
    await belfry.moveTo(belfry.clock.now().add({ minutes: 61 }).toString());
    expect(await talk.reply(phone, '2')).toMatch(/not understood/);
  });

  test('is about what stood there then, not about what has its number now', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const asked = await talk.ask(ann, ['Pills', 'Water']);
    await talk.reply(phone, 'DONE');
    const now = belfry.clock.now();
    for (const occurrence of asked) {
      await belfry.asEngine((tx) => actOnOccurrence({ tx, occurrence, action: { type: 'skip' }, actor: null, now }));
    }
    const fresh = await talk.ask(ann, ['Walk', 'Eat']);
    expect(await talk.reply(phone, '2')).toMatch(/^Already skipped, .*: Water$/);
    expect(await Promise.all(fresh.map((one) => talk.stateOf(one)))).toEqual(['open', 'open']);
  });

  test('numbers them in the order in which the messages arrived', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const targets = [{ person: 'self' as const, channels: ['sms'] }];
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
    await belfry.addSchedule(ann, { policyId: policy.id, title: 'Claimed first' });
    const first = await belfry.claimDue();
    await belfry.moveTo(belfry.clock.now().add({ seconds: 1 }).toString());
    await talk.ask(ann, ['Arrived first']);
    await belfry.send(first);
    expect(await talk.reply(phone, 'DONE')).toMatch(/\n1 Arrived first\n2 Claimed first$/);
  });

  test('names today’s where much has been left lying, and tells by their times those of one title', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    await talk.ask(ann, ['Water', ...Array.from({ length: 9 }, () => 'Pills'), 'Walk']);
    const lines = (await talk.reply(phone, 'DONE'))?.split('\n') ?? [];
    expect(lines[1]).toMatch(/^3 Pills \(2027-\d\d-\d\d \d\d:\d\d\)$/);
    expect(lines.slice(-2)).toEqual(['11 Walk', 'and 2 more']);
    expect((await talk.reply(phone, 'STATUS'))?.split('\n').at(-2)).toMatch(/^11 Walk/);
  });

  test('says whose each is, where it may not be the reader’s own', async () => {
    const phone = talk.newPhone();
    const cara = await belfry.addPerson({ sms: phone, name: 'Cara' });
    const targets = [{ person: cara.id, channels: ['sms'] }];
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
    for (const name of ['Mum', 'Dad']) {
      await belfry.addSchedule(await belfry.addPerson({ name }), { policyId: policy.id, title: 'Pills' });
      await belfry.send(await belfry.claimDue());
      await belfry.moveTo(belfry.clock.now().add({ seconds: 1 }).toString());
    }
    expect(await talk.reply(phone, 'DONE')).toMatch(/\n1 Pills \(Mum\)\n2 Pills \(Dad\)$/);
    expect(await talk.reply(phone, 'STATUS')).toMatch(/\n1 Pills \(Mum, 2027-.*\)\n2 Pills \(Dad, 2027-.*\)$/);
    expect(await talk.reply(phone, '2')).toBe('Thank you. Done: Pills (Dad)');
  });
});

describe('a snooze that cannot be', () => {
  test.each([
    ['SNOOZE 90', /^Sorry.* understood as 90, without minutes or hours/],
    ['SNOOZE 0', /^Sorry.* understood as 0 minutes, which is no time at all/],
    ['SNOOZE 0h', /^Sorry.* understood as 0 minutes, which is no time at all/],
    ['SNOOZE 500 days', /^Sorry.* understood as 500 days, which is more than a year/],
    ['SNOOZE 12345', /^Sorry.* understood as 12345, without minutes or hours/],
  ])('%s is refused with what was understood', async (words, refusal) => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    expect(await talk.reply(phone, words)).toMatch(refusal);
    expect(await talk.stateOf(occurrence!)).toBe('open');
    if (words === 'SNOOZE 90') expect(await talk.reply(phone, '90 minutes')).toMatch(/^Snoozed until .*: Pills$/);
  });
});

test('whoever reads Khmer is answered in it', async () => {
  const phone = talk.newPhone();
  const dara = await belfry.addPerson({ sms: phone, locale: 'km', name: 'Dara' });
  await talk.ask(dara, ['ថ្នាំ', 'ទឹក']);
  expect(await talk.reply(phone, 'hello?')).toMatch(/យើងមិនយល់ទេ.*DONE/);
  expect(await talk.reply(phone, 'រួចហើយ')).toBe('មួយណា? ឆ្លើយ DONE និងលេខរបស់វា។\n1 ថ្នាំ\n2 ទឹក');
  expect(await talk.reply(phone, '២')).toBe('អរគុណ។ រួចរាល់៖ ទឹក');
  expect(await talk.reply(phone, 'SNOOZE 0')).toMatch(/0 នាទី/);
  expect(await talk.reply(phone, 'SNOOZE 2h')).toMatch(/^បានពន្យារពេលដល់ .*\(UTC\)៖ ថ្នាំ$/);
  expect(await talk.reply(phone, 'ឈប់ផ្ញើសារ')).toMatch(/START/);
  expect(await talk.reply(phone, 'HELP')).toBeNull();
});

describe('a machine that answers ours', () => {
  test('hears five times that it is not understood in an hour, then nothing, and is heard all the same', async () => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await talk.reply(phone, 'I am out of office.'));
    expect(answers.map((answer) => answer !== null)).toEqual([true, true, true, true, true, false, false]);
    for (const word of ['HELP', 'STATUS', 'SNOOZE', 'SNOOZE 0'])
      expect(await talk.reply(phone, word), word).not.toBeNull();
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
    expect(await talk.stateOf(occurrence!)).toBe('completed');
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Water']);
    // Somebody did something: it is no machine.
    expect(await talk.reply(phone, 'I am out of office.')).not.toBeNull();
  });

  test('is not mistaken for a person who asks for help, asks what is open, and is asked which', async () => {
    const phone = talk.newPhone();
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water']);
    for (let i = 0; i < 3; i++) {
      for (const word of ['HELP', 'STATUS', 'DONE']) expect(await talk.reply(phone, word), word).not.toBeNull();
    }
    expect(await talk.reply(phone, 'who is this?')).toMatch(/not understood/);
    expect(await talk.reply(phone, 'DONE 1')).toBe('Thank you. Done: Pills');
  });

  test('hears nothing for an hour and no longer', async () => {
    const phone = talk.newPhone();
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    for (let i = 0; i < 6; i++) await talk.reply(phone, 'I am out of office.');
    expect(await talk.reply(phone, 'I am out of office.')).toBeNull();
    await belfry.moveTo(belfry.clock.now().add({ hours: 1 }).toString());
    expect(await talk.reply(phone, 'I am out of office.')).not.toBeNull();
  });
});
