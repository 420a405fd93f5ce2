import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineFixture } from '../engine-fixture.ts';
import { liveUntil } from '../live-until.ts';
import { PhoneTalk } from '../phone-talk.ts';

const [anns, bobs] = ['+12025550101', '+12025550102'];
const self = { person: 'self' as const, channels: ['sms'] };
const night = { start: '22:00', end: '10:00' };
let belfry: EngineFixture;
let talk: PhoneTalk;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  talk = new PhoneTalk(belfry);
});

afterEach(() => belfry[Symbol.asyncDispose]());

describe('whoever is told first when the policy has come to its end', () => {
  test('having slept through it, is heard', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    const bob = await belfry.addPerson({ name: 'Bob', sms: bobs });
    await belfry.setQuietHours(bob, night);
    const policy = await belfry.addPolicy(
      [{ after: 'PT0S', targets: [self, { person: bob.id, channels: ['sms'] }] }],
      'again',
      { patience: 'PT10M' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect((await liveUntil(belfry, '2027-01-15T10:00:00Z')).at(-1)).toContain(bobs);
    expect(belfry.errors).toEqual([]);
    expect(await talk.reply(bobs, 'DONE')).toBe('Thank you. Done: Take pills (Ann Archer)');
  });

  test('by the word that nobody answered, is heard', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    const bob = await belfry.addPerson({ name: 'Bob', sms: bobs });
    const cleo = await belfry.addPerson({ name: 'Cleo', email: 'cleo@example.com' });
    const policy = await belfry.addPolicy(
      [{ after: 'PT0S', targets: [{ person: cleo.id, channels: ['email'] }] }],
      'again',
      { fallback: { person: bob.id, channels: ['sms'] }, patience: 'PT10M' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect((await liveUntil(belfry, '2027-01-15T09:30:00Z')).slice(1)).toEqual([
      `09:10 ${anns} Nobody answered: Take pills`,
      `09:10 ${bobs} Nobody answered for Ann Archer: Take pills`,
    ]);
    expect(await talk.reply(bobs, 'OK')).toBe('Thank you. Seen: Take pills (Ann Archer)');
    expect(await talk.reply(anns, 'DONE')).toBe('Thank you. Done: Take pills');
  });
});
