import type { InboundMessage } from '@belfry/channels';
import { newId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';
import { handleReply } from './handle-reply.ts';

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
    await belfry.addSchedule(person, { policyId: policy.id, title });
    const claims = await belfry.claimDue();
    await belfry.send(claims);
    asked.push(claims[0]!.turn);
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
