import type { InboundMessage } from '@belfry/channels';
import { newId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';
import { handleReply } from './handle-reply.ts';
import { noteCarrierOptOut } from './opt-out.ts';

let belfry: EngineFixture;
let phones = 0;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterAll(() => belfry[Symbol.asyncDispose]());

const newPhone = () => `+120255501${String(phones++).padStart(2, '0')}`;

function reply(from: string, text: string, providerId: string = newId()): Promise<string | null> {
  const message: InboundMessage = { provider: 'twilio', providerId, channel: 'sms', from, to: '+12025550199', text };
  return handleReply(belfry.deps, message);
}

async function ask(person: Person, titles: string[]) {
  const targets = [{ person: 'self' as const, channels: ['sms'] }];
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
  const asked = [];
  for (const title of titles) {
    const { id } = await belfry.addSchedule(person, { policyId: policy.id, title });
    // Beside what became due of earlier tests.
    const claims = await belfry.claimDue();
    await belfry.send(claims);
    asked.push(claims.find(({ turn }) => turn.scheduleId === id)!.turn);
    await belfry.moveTo(belfry.clock.now().add({ seconds: 1 }).toString());
  }
  return asked;
}

const stateOf = async (occurrence: Awaited<ReturnType<typeof ask>>[number]) =>
  (await belfry.chainOf(occurrence)).at(-1)?.state;

describe('a reply', () => {
  test('DONE completes, OK acknowledges, and both are thanked for', async () => {
    const phone = newPhone();
    const [first] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    expect(await reply(phone, 'ok')).toBe('Thank you. Seen: Take pills');
    expect(await stateOf(first!)).toBe('acknowledged');
    const [second] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    expect(await reply(phone, 'Done.')).toBe('Thank you. Done: Take pills');
    expect(await stateOf(second!)).toBe('completed');
  });

  test('delivered ten times at once acts once and is answered the same each time', async () => {
    const phone = newPhone();
    const [occurrence] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => reply(phone, 'DONE', 'SM-once')));
    expect(new Set(answers)).toEqual(new Set(['Thank you. Done: Take pills']));
    expect(await reply(phone, 'DONE', 'SM-once')).toBe('Thank you. Done: Take pills');
    expect((await belfry.chainOf(occurrence!)).map(({ kind }) => kind)).toEqual(['fired', 'completed']);
  });

  test('ten different ones at once act once as well', async () => {
    const phone = newPhone();
    const [occurrence] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => reply(phone, 'DONE')));
    expect(answers).toContain('Thank you. Done: Take pills');
    expect((await belfry.chainOf(occurrence!)).map(({ kind }) => kind)).toEqual(['fired', 'completed']);
  });

  test('from a number that was asked nothing gets silence', async () => {
    expect(await reply(newPhone(), 'DONE')).toBeNull();
  });

  test('that is no word gets the words explained, and nothing happens', async () => {
    const phone = newPhone();
    const [occurrence] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    expect(await reply(phone, 'who is this?')).toMatch(/Reply DONE/);
    expect(await stateOf(occurrence!)).toBe('open');
  });

  test('that could mean several is asked which, and a number says it', async () => {
    const phone = newPhone();
    const [pills, water] = await ask(await belfry.addPerson({ sms: phone }), ['Take pills', 'Drink water']);
    expect(await reply(phone, 'DONE')).toBe('Which one? Reply DONE and its number.\n1 Take pills\n2 Drink water');
    expect(await reply(phone, 'DONE 3')).toMatch(/^Which one/);
    expect(await reply(phone, 'DONE 2')).toBe('Thank you. Done: Drink water');
    expect([await stateOf(pills!), await stateOf(water!)]).toEqual(['open', 'completed']);
    expect(await reply(phone, 'OK')).toBe('Thank you. Seen: Take pills');
  });

  test('is answered when what was under way has ended, and nothing leaves after the thanks', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const targets = [{ person: 'self' as const, channels: ['sms'] }];
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets },
      { after: 'PT5M', targets },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.send(await belfry.claimDue());
    await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
    const release = belfry.sms.hold();
    const claims = await belfry.claimDue();
    const order: string[] = [];
    const sending = belfry.send(claims).then(() => order.push('the call has ended'));
    const answering = reply(phone, 'DONE').then(() => order.push('the reply is answered'));
    // The action has been committed; only the call keeps the answer back.
    await expect.poll(() => stateOf(claims[0]!.turn)).toBe('completed');
    release();
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'the reply is answered']);
  });
});

describe('words beyond DONE and OK', () => {
  test('SNOOZE 3h and UNTIL say when it comes again, by the clock of whoever said it', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone, timeZone: 'Asia/Phnom_Penh' });
    const [first] = await ask(ann, ['Take pills']);
    const until = belfry.clock.now().add({ hours: 3 }).toZonedDateTimeISO('Asia/Phnom_Penh');
    expect(await reply(phone, 'snooze 3h')).toMatch(
      new RegExp(`^Snoozed until .*, ${until.toPlainTime().toString().slice(0, 5)} \\(Asia/Phnom_Penh\\): Take pills$`),
    );
    expect(await stateOf(first!)).toBe('snoozed');
    expect(await reply(phone, 'UNTIL 25 December 2026')).toMatch(/^Sorry, it cannot be snoozed\. .*past\.$/);
    expect(await reply(phone, 'UNTIL tomorrow')).toMatch(/09:00 \(Asia\/Phnom_Penh\)/);
    expect(await reply(phone, 'SNOOZE')).toMatch(/^For how long\?/);
    expect(await reply(phone, 'DONE')).toBe('Thank you. Done: Take pills');
  });

  test('SNOOZE 2 1h names the second; numbers stay the same while others go', async () => {
    const phone = newPhone();
    const [pills, water, walk] = await ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water', 'Walk']);
    expect(await reply(phone, 'snooze 1h')).toBe(
      'Which one? Reply SNOOZE, its number and for how long.\n1 Pills\n2 Water\n3 Walk',
    );
    expect(await reply(phone, 'DONE 1')).toBe('Thank you. Done: Pills');
    expect(await reply(phone, 'DONE 1')).toMatch(/^Which one\?.*\n2 Water\n3 Walk$/s);
    expect(await reply(phone, 'SNOOZE 2 1h')).toMatch(/: Water$/);
    // One waits and one sleeps: a bare word means the one that waits.
    expect(await reply(phone, 'SKIP')).toBe('Skipped: Walk');
    expect([await stateOf(pills!), await stateOf(water!), await stateOf(walk!)]).toEqual([
      'completed',
      'snoozed',
      'skipped',
    ]);
  });

  test('DONE ALL completes all that wait on one phone', async () => {
    const phone = newPhone();
    const asked = await ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water']);
    expect(await reply(phone, 'done all')).toBe('Thank you. Done: Pills, Water');
    expect(await Promise.all(asked.map(stateOf))).toEqual(['completed', 'completed']);
  });

  test('a DONE may follow an OK within two days, and no later', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const [first] = await ask(ann, ['Pills']);
    expect(await reply(phone, 'OK')).toBe('Thank you. Seen: Pills');
    expect(await reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
    expect(await stateOf(first!)).toBe('completed');
    const [second] = await ask(ann, ['Water']);
    await reply(phone, 'OK');
    await belfry.moveTo(belfry.clock.now().add({ hours: 49 }).toString());
    expect(await reply(phone, 'DONE')).toBeNull();
    expect(await stateOf(second!)).toBe('acknowledged');
  });

  test('STATUS and HELP are answered to those whom somebody knows', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    expect(await reply(phone, 'STATUS')).toBe('Nothing is waiting for your answer.');
    await ask(ann, ['Pills', 'Water']);
    expect(await reply(phone, 'status')).toMatch(/^Waiting for your answer:\n1 Pills \(2027-.*\)\n2 Water \(.*\)$/);
    expect(await reply(phone, 'help')).toMatch(/SNOOZE 1h/);
    expect(await reply(newPhone(), 'HELP')).toBeNull();
    expect(await reply(newPhone(), 'STATUS')).toBeNull();
  });
});

describe('a machine that answers ours', () => {
  test('hears five times that it is not understood in an hour, then nothing, and is heard all the same', async () => {
    const phone = newPhone();
    const [occurrence] = await ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await reply(phone, 'I am out of office.'));
    expect(answers.map((answer) => answer !== null)).toEqual([true, true, true, true, true, false, false]);
    expect(await reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
    expect(await stateOf(occurrence!)).toBe('completed');
    await ask(await belfry.addPerson({ sms: phone }), ['Water']);
    await belfry.moveTo(belfry.clock.now().add({ hours: 1 }).toString());
    expect(await reply(phone, 'I am out of office.')).not.toBeNull();
  });
});

describe('STOP', () => {
  const ledgerOf = async (phone: string) =>
    (
      await belfry.deps.pool.query<{ kind: string; evidence: string; tenant_id: string }>(
        'SELECT kind, evidence, tenant_id FROM people.consent_event WHERE address = $1 ORDER BY id',
        [phone],
      )
    ).rows;

  test('is confirmed once; afterwards nothing leaves to that address, whoever it is for, until START', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const bea = await belfry.addPerson({ sms: phone, name: 'Bea' });
    const [occurrence] = await ask(ann, ['Pills']);
    expect(await reply(phone, 'Stop.')).toBe('You will get no more messages from us. Reply START to get them again.');
    expect(await reply(phone, 'STOP')).toBeNull();
    const sent = belfry.sms.sent.length;
    await ask(bea, ['Water']);
    expect(belfry.sms.sent).toHaveLength(sent);
    // They can still answer, and hear nothing.
    expect(await reply(phone, 'DONE 1')).toBeNull();
    expect(await stateOf(occurrence!)).toBe('completed');
    expect(await reply(phone, 'YES')).toBeNull();
    expect(await reply(phone, 'HELP')).toBeNull();
    expect(await reply(phone, 'START')).toBe('You will get messages from us again. Reply STOP for no more.');
    expect(await reply(phone, 'START')).toBeNull();
    await ask(bea, ['Walk']);
    expect(belfry.sms.sent).toHaveLength(sent + 1);
    expect((await ledgerOf(phone)).map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['opted-out', 'Stop.'],
      ['opted-in', 'START'],
    ]);
  });

  test('from a number that was never asked counts for the tenants that know it, and for nobody else is silence', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    expect(await reply(phone, 'UNSUBSCRIBE')).toMatch(/^You will get no more/);
    const sent = belfry.sms.sent.length;
    await ask(ann, ['Pills']);
    expect(belfry.sms.sent).toHaveLength(sent);
    const stranger = newPhone();
    expect(await reply(stranger, 'STOP')).toBeNull();
    expect(await ledgerOf(stranger)).toEqual([]);
  });

  test('is confirmed when what was under way to the address has ended', async () => {
    const phone = newPhone();
    await ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    const bea = await belfry.addPerson({ sms: phone, name: 'Bea' });
    await belfry.addSchedule(bea, { title: 'Water' });
    const release = belfry.sms.hold();
    const claims = await belfry.claimDue();
    expect(claims).toHaveLength(1);
    const order: string[] = [];
    const sending = belfry.send(claims).then(() => order.push('the call has ended'));
    const answering = reply(phone, 'STOP').then(() => order.push('STOP is confirmed'));
    await expect.poll(async () => (await ledgerOf(phone)).length).toBe(1);
    release();
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'STOP is confirmed']);
  });

  test('that only the carrier knows is noted, and nothing is tried again in vain', async () => {
    const phone = newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    for (const _ of ['once', 'twice']) {
      await noteCarrierOptOut(belfry.deps, { channel: 'sms', address: phone, code: 'sms.opted-out' });
    }
    expect(await ledgerOf(phone)).toMatchObject([
      { kind: 'opted-out', evidence: 'The carrier refused: sms.opted-out.' },
    ]);
    const sent = belfry.sms.sent.length;
    await ask(ann, ['Pills']);
    expect(belfry.sms.sent).toHaveLength(sent);
  });
});

test('two phones that were asked about the same thing and answer at once do not wait for each other', async () => {
  const [hers, his] = [newPhone(), newPhone()];
  const ann = await belfry.addPerson({ sms: hers });
  const bob = await belfry.addPerson({ sms: his });
  const targets = [ann, bob].map(({ id }) => ({ person: id, channels: ['sms'] }));
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
  for (let i = 0; i < 20; i++) await belfry.addSchedule(ann, { policyId: policy.id, title: `Thing ${i}` });
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  // A deadlock would make one of them fail.
  await Promise.all(numbers.flatMap((number) => [reply(hers, `DONE ${number}`), reply(his, `OK ${number}`)]));
  for (const { turn } of claims) expect(await stateOf(turn)).toBe('completed');
});
