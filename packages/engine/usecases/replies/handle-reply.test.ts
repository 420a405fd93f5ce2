import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { PhoneTalk } from '../../test/phone-talk.ts';
import { noteCarrierOptOut } from '../actions/opt-out.ts';

let belfry: EngineFixture;
let talk: PhoneTalk;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  talk = new PhoneTalk(belfry);
});

afterAll(() => belfry[Symbol.asyncDispose]());

describe('a reply', () => {
  test('DONE completes, OK acknowledges, and both are thanked for', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const [first] = await talk.ask(ann, ['Take pills']);
    expect(await talk.reply(phone, 'ok')).toBe('Thank you. Seen: Take pills');
    expect(await talk.stateOf(first!)).toBe('acknowledged');
    const [second] = await talk.ask(ann, ['Take pills']);
    expect(await talk.reply(phone, 'Done.')).toBe('Thank you. Done: Take pills');
    expect(await talk.stateOf(second!)).toBe('completed');
  });

  test('delivered ten times at once acts once and is answered the same each time', async () => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => talk.reply(phone, 'DONE', 'SM-once')));
    expect(new Set(answers)).toEqual(new Set(['Thank you. Done: Take pills']));
    expect(await talk.reply(phone, 'DONE', 'SM-once')).toBe('Thank you. Done: Take pills');
    expect((await belfry.chainOf(occurrence!)).map(({ kind }) => kind)).toEqual(['fired', 'completed']);
  });

  test('ten different ones at once act once as well', async () => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => talk.reply(phone, 'DONE')));
    expect(answers).toContain('Thank you. Done: Take pills');
    expect((await belfry.chainOf(occurrence!)).map(({ kind }) => kind)).toEqual(['fired', 'completed']);
  });

  test('from a number that was asked nothing gets silence', async () => {
    expect(await talk.reply(talk.newPhone(), 'DONE')).toBeNull();
  });

  test('that is no word gets the words explained, and nothing happens', async () => {
    const phone = talk.newPhone();
    const [occurrence] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Take pills']);
    expect(await talk.reply(phone, 'who is this?')).toMatch(/Reply DONE/);
    expect(await talk.stateOf(occurrence!)).toBe('open');
  });

  test('that could mean several is asked which, and a number says it', async () => {
    const phone = talk.newPhone();
    const [pills, water] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Take pills', 'Drink water']);
    expect(await talk.reply(phone, 'DONE')).toBe('Which one? Reply DONE and its number.\n1 Take pills\n2 Drink water');
    expect(await talk.reply(phone, 'DONE 3')).toMatch(/^Which one/);
    expect(await talk.reply(phone, 'DONE 2')).toBe('Thank you. Done: Drink water');
    expect([await talk.stateOf(pills!), await talk.stateOf(water!)]).toEqual(['open', 'completed']);
    expect(await talk.reply(phone, 'OK')).toBe('Thank you. Seen: Take pills');
  });

  /** Its second step has been claimed, and the provider takes its time. */
  async function holdSecondStep() {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const targets = [{ person: 'self' as const, channels: ['sms'] }];
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets },
      { after: 'PT5M', targets },
    ]);
    const { id } = await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.send(await belfry.claimDue());
    await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
    // Others' last steps may run out just then.
    const claims = await belfry.claimDue();
    const held = claims.find(({ turn }) => turn.scheduleId === id)!;
    await belfry.send(claims.filter((claim) => claim !== held));
    const release = belfry.sms.hold();
    const order: string[] = [];
    const sending = belfry.send([held]).then(() => order.push('the call has ended'));
    return { phone, turn: held.turn, release, order, sending };
  }

  test('is answered when what was under way has ended, and nothing leaves after the thanks', async () => {
    const { phone, turn, release, order, sending } = await holdSecondStep();
    const answering = talk.reply(phone, 'DONE').then(() => order.push('the reply is answered'));
    // The action has been committed; only the call keeps the answer back.
    await expect.poll(() => talk.stateOf(turn)).toBe('completed');
    release();
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'the reply is answered']);
  });

  test.each(['DONE', 'PAUSE', 'STOP'])(
    '%s says so where a message was on its way and could not be stopped',
    async (word) => {
      const { phone, release, sending } = await holdSecondStep();
      // It waits until the call would have ended, and no longer.
      const impatient = { ...belfry.depsOf(belfry.database), providerTimeoutMs: 1 };
      expect(await talk.reply(phone, word, undefined, impatient)).toMatch(
        /^(Thank you|Paused|You will get no more).*\nA message was on its way already and may still arrive\.$/,
      );
      release();
      await sending;
    },
  );

  test.each([
    ['delivered again to another process', 'SM-again', 'SM-again'],
    ['said again by another message', 'SM-said', 'SM-said-twice'],
  ])('%s, the first having died before it had drained, is answered no sooner either', async (_, first, second) => {
    const { phone, turn, release, order, sending } = await holdSecondStep();
    const at = (fault: () => void) => ({
      ...belfry.depsOf(belfry.database),
      fault: (point: string) => point === 'inbound.after-commit' && fault(),
    });
    const dying = at(() => {
      throw new Error('the process died here');
    });
    await expect(talk.reply(phone, 'DONE', first, dying)).rejects.toThrow('died here');
    expect(await talk.stateOf(turn)).toBe('completed');
    // The call ends once the second process has nothing left to do but to drain.
    const answering = talk.reply(phone, 'DONE', second, at(release)).then(() => order.push('the reply is answered'));
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'the reply is answered']);
  });
});

describe('words beyond DONE and OK', () => {
  test('SNOOZE 3h and UNTIL say when it comes again, by the clock of whoever said it', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone, timeZone: 'Asia/Phnom_Penh' });
    const [first] = await talk.ask(ann, ['Take pills']);
    const until = belfry.clock.now().add({ hours: 3 }).toZonedDateTimeISO('Asia/Phnom_Penh');
    expect(await talk.reply(phone, 'snooze 3h')).toMatch(
      new RegExp(`^Snoozed until .*, ${until.toPlainTime().toString().slice(0, 5)} \\(Asia/Phnom_Penh\\): Take pills$`),
    );
    expect(await talk.stateOf(first!)).toBe('snoozed');
    expect(await talk.reply(phone, 'UNTIL 25 December 2026')).toMatch(/^Sorry, it cannot be snoozed\. .*past\.$/);
    expect(await talk.reply(phone, 'UNTIL tomorrow')).toMatch(/09:00 \(Asia\/Phnom_Penh\)/);
    expect(await talk.reply(phone, 'SNOOZE')).toMatch(/^For how long\?/);
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Take pills');
  });

  test('SNOOZE 2 1h names the second; numbers stay the same while others go', async () => {
    const phone = talk.newPhone();
    const [pills, water, walk] = await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water', 'Walk']);
    expect(await talk.reply(phone, 'snooze 1h')).toBe('Which one? Reply its number.\n1 Pills\n2 Water\n3 Walk');
    expect(await talk.reply(phone, 'snooze')).toBe(
      'Which one? Reply SNOOZE, its number and for how long.\n1 Pills\n2 Water\n3 Walk',
    );
    expect(await talk.reply(phone, 'DONE 1')).toBe('Thank you. Done: Pills');
    expect(await talk.reply(phone, 'DONE 1')).toMatch(/^Already done by Ann Archer, .*: Pills$/);
    expect(await talk.reply(phone, 'DONE 4')).toMatch(/^Which one\?.*\n2 Water\n3 Walk$/s);
    expect(await talk.reply(phone, 'SNOOZE 2 1h')).toMatch(/: Water$/);
    // One waits and one sleeps: a bare word means the one that waits.
    expect(await talk.reply(phone, 'SKIP')).toBe('Skipped: Walk');
    expect([await talk.stateOf(pills!), await talk.stateOf(water!), await talk.stateOf(walk!)]).toEqual([
      'completed',
      'snoozed',
      'skipped',
    ]);
  });

  test('DONE ALL completes all that wait on one phone', async () => {
    const phone = talk.newPhone();
    const asked = await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills', 'Water']);
    expect(await talk.reply(phone, 'done all')).toBe('Thank you. Done: Pills, Water');
    expect(await Promise.all(asked.map((one) => talk.stateOf(one)))).toEqual(['completed', 'completed']);
  });

  test('a DONE may follow an OK within two days, and no later', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const [first] = await talk.ask(ann, ['Pills']);
    expect(await talk.reply(phone, 'OK')).toBe('Thank you. Seen: Pills');
    expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Pills');
    expect(await talk.stateOf(first!)).toBe('completed');
    const [second] = await talk.ask(ann, ['Water']);
    await talk.reply(phone, 'OK');
    await belfry.moveTo(belfry.clock.now().add({ hours: 49 }).toString());
    expect(await talk.reply(phone, 'DONE')).toBeNull();
    expect(await talk.stateOf(second!)).toBe('acknowledged');
  });

  test('STATUS and HELP are answered to those whom somebody knows', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    expect(await talk.reply(phone, 'STATUS')).toBe('Nothing is waiting for your answer.');
    await talk.ask(ann, ['Pills', 'Water']);
    expect(await talk.reply(phone, 'status')).toMatch(
      /^Waiting for your answer:\n1 Pills \(2027-.*\)\n2 Water \(.*\)$/,
    );
    expect(await talk.reply(phone, 'help')).toMatch(/SNOOZE 1h/);
    const nine = ['Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'x'.repeat(200)];
    await talk.ask(ann, nine);
    const status = await talk.reply(phone, 'status');
    expect(status?.split('\n')).toHaveLength(11);
    expect(status).toMatch(/\nand 2 more$/);
    expect(await talk.reply(phone, 'DONE')).toMatch(/number\.\n3 Three\n(?:.*\n)*11 x+…\nand 2 more$/);
    expect(await talk.reply(talk.newPhone(), 'HELP')).toBeNull();
    expect(await talk.reply(talk.newPhone(), 'STATUS')).toBeNull();
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
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    const bea = await belfry.addPerson({ sms: phone, name: 'Bea' });
    const [occurrence] = await talk.ask(ann, ['Pills']);
    expect(await talk.reply(phone, 'Stop.')).toBe(
      'You will get no more messages from us. Reply START to get them again.',
    );
    expect(await talk.reply(phone, 'STOP')).toBeNull();
    const sent = belfry.sms.sent.length;
    await talk.ask(bea, ['Water']);
    expect(belfry.sms.sent).toHaveLength(sent);
    // They can still answer, and hear nothing.
    expect(await talk.reply(phone, 'DONE 1')).toBeNull();
    expect(await talk.stateOf(occurrence!)).toBe('completed');
    expect(await talk.reply(phone, 'YES')).toBeNull();
    expect(await talk.reply(phone, 'HELP')).toBeNull();
    expect(await talk.reply(phone, 'START')).toBe('You will get messages from us again. Reply STOP for no more.');
    expect(await talk.reply(phone, 'START')).toBeNull();
    await talk.ask(bea, ['Walk']);
    expect(belfry.sms.sent).toHaveLength(sent + 1);
    expect((await ledgerOf(phone)).map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['opted-out', 'Stop.'],
      ['opted-in', 'START'],
    ]);
  });

  test.each(['STOP NOW', 'Stop it', 'Please stop texting me!', 'stop 🛑', 'No more please', 'unsubscribe me'])(
    'may be said as %j',
    async (words) => {
      const phone = talk.newPhone();
      const ann = await belfry.addPerson({ sms: phone });
      await talk.ask(ann, ['Pills']);
      expect(await talk.reply(phone, words)).toMatch(/^You will get no more/);
      const sent = belfry.sms.sent.length;
      await talk.ask(ann, ['Water']);
      expect(belfry.sms.sent).toHaveLength(sent);
      expect((await ledgerOf(phone)).map(({ evidence }) => evidence)).toEqual([words]);
    },
  );

  test('that may mean something else is asked back, with how to stop', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    await talk.ask(ann, ['Pills']);
    expect(await talk.reply(phone, 'I stopped taking it')).toMatch(/For no more messages from us, reply STOP/);
    expect(await ledgerOf(phone)).toEqual([]);
    expect(await talk.reply(talk.newPhone(), 'stop it hurting')).toBeNull();
  });

  test('from a number that was never asked counts for the tenants that know it, and for nobody else is silence', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    expect(await talk.reply(phone, 'UNSUBSCRIBE')).toMatch(/^You will get no more/);
    const sent = belfry.sms.sent.length;
    await talk.ask(ann, ['Pills']);
    expect(belfry.sms.sent).toHaveLength(sent);
    const stranger = talk.newPhone();
    expect(await talk.reply(stranger, 'STOP')).toBeNull();
    expect(await ledgerOf(stranger)).toEqual([]);
  });

  test('is confirmed when what was under way to the address has ended', async () => {
    const phone = talk.newPhone();
    await talk.ask(await belfry.addPerson({ sms: phone }), ['Pills']);
    const bea = await belfry.addPerson({ sms: phone, name: 'Bea' });
    await belfry.addSchedule(bea, { title: 'Water' });
    const release = belfry.sms.hold();
    const claims = await belfry.claimDue();
    expect(claims).toHaveLength(1);
    const order: string[] = [];
    const sending = belfry.send(claims).then(() => order.push('the call has ended'));
    const answering = talk.reply(phone, 'STOP').then(() => order.push('STOP is confirmed'));
    await expect.poll(async () => (await ledgerOf(phone)).length).toBe(1);
    release();
    await Promise.all([sending, answering]);
    expect(order).toEqual(['the call has ended', 'STOP is confirmed']);
  });

  test('that only the carrier knows is noted, and nothing is tried again in vain', async () => {
    const phone = talk.newPhone();
    const ann = await belfry.addPerson({ sms: phone });
    for (const _ of ['once', 'twice']) {
      await noteCarrierOptOut(belfry.deps, { channel: 'sms', address: phone, code: 'sms.opted-out' });
    }
    expect(await ledgerOf(phone)).toMatchObject([
      { kind: 'opted-out', evidence: 'The carrier refused: sms.opted-out.' },
    ]);
    const sent = belfry.sms.sent.length;
    await talk.ask(ann, ['Pills']);
    expect(belfry.sms.sent).toHaveLength(sent);
  });
});

test('two phones that were asked about the same thing and answer at once do not wait for each other', async () => {
  const [hers, his] = [talk.newPhone(), talk.newPhone()];
  const ann = await belfry.addPerson({ sms: hers });
  const bob = await belfry.addPerson({ sms: his });
  const targets = [ann, bob].map(({ id }) => ({ person: id, channels: ['sms'] }));
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets }]);
  for (let i = 0; i < 20; i++) await belfry.addSchedule(ann, { policyId: policy.id, title: `Thing ${i}` });
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  // A deadlock would make one of them fail.
  await Promise.all(numbers.flatMap((number) => [talk.reply(hers, `DONE ${number}`), talk.reply(his, `OK ${number}`)]));
  for (const { turn } of claims) expect(await talk.stateOf(turn)).toBe('completed');
});
