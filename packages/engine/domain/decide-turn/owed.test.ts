import { describe, expect, test } from 'vitest';
import { after, againAt, ann, bob, decide, dueAt, headAt, policyWith, stepOne, toSelf } from '../../test/decide-one.ts';
import type { ContactAgain } from './contact-again.ts';
import { headBehind } from './turn-context.ts';

describe('what is still owed of an earlier step', () => {
  const policy = policyWith([
    { after: 'PT0S', targets: [toSelf, { person: bob.id, channels: ['sms'] }], message: 'The first words' },
    { after: 'PT5M', targets: [{ person: bob.id, channels: ['sms'] }] },
    { after: 'PT3H', targets: [toSelf] },
  ]);
  const asleep = { ...ann, quietHours: { start: '08:00', end: '10:00' } };
  const [held] = decide({ policy, self: asleep }).contacts;
  const stepTwo = { ...stepOne, stepsTaken: 2 };
  const carried = { ...held!, target: 2, replayOf: '0.0' };
  const wakes = after('PT1H');

  test('because quiet hours hold it back, stays on its way when the next step is taken; a retry does not', () => {
    const wakeup = { kind: 'step' as const, dueAt: after('PT5M') };
    const at = (followUp: ContactAgain) =>
      decide({ policy, head: headAt(1, { followUps: [followUp] }), wakeup, now: after('PT5M') }).next;
    expect(at(againAt(wakes, held!))).toEqual({ kind: 'retry', dueAt: wakes });
    expect(at(againAt(dueAt, held!, { isReplay: true }))).toEqual({ kind: 'retry', dueAt: after('PT5M') });
    expect(at(againAt(wakes, { ...held!, problem: null }))).toEqual({ kind: 'step', dueAt: after('PT3H') });
  });

  test('is made with the words of its step and the data of now', () => {
    const head = headAt(2, { followUps: [againAt(wakes, carried)] });
    const moved = { ...ann, contactPoints: [{ channel: 'sms', address: '+12025550109', isOptedOut: false }] };
    const turn = decide({ policy, self: moved, head, wakeup: { kind: 'retry', dueAt: wakes }, now: wakes });
    expect(turn).toMatchObject({ kind: 'retry', stepsTaken: 2, next: { kind: 'step' } });
    expect(turn.contacts).toMatchObject([
      { target: 2, address: '+12025550109', replayOf: '0.0', messageId: held!.messageId },
    ]);
    expect(turn.contacts[0]?.text).toContain('The first words');
  });

  test('is not made where a later step has told the same person at the same address: once is enough', () => {
    const told = { channel: 'sms', address: '+12025550101', step: stepTwo };
    const codeOf = (followUp: Partial<ContactAgain>) => {
      const head = headAt(2, { followUps: [againAt(wakes, carried, followUp)] });
      const turn = decide({ policy, head, wakeup: { kind: 'retry', dueAt: wakes }, now: wakes });
      return turn.contacts[0]?.problem?.code ?? 'made';
    };
    expect(codeOf({ toldSince: [told] })).toBe('contact.superseded');
    expect(codeOf({ toldSince: [{ ...told, address: '+12025550102' }] })).toBe('made');
    expect(codeOf({ toldSince: [told], isReplay: true })).toBe('made');
  });

  test('of two steps that were held back is made once, for the later', () => {
    const followUps = [againAt(wakes, carried), againAt(wakes, { ...held!, target: 3 }, { of: stepTwo })];
    const wakeup = { kind: 'retry' as const, dueAt: wakes };
    const { contacts } = decide({ policy, head: headAt(2, { followUps }), wakeup, now: wakes });
    expect(contacts.map(({ target, problem }) => [target, problem?.code])).toEqual([
      [2, 'contact.superseded'],
      [3, undefined],
    ]);
    expect(contacts[0]?.problem?.reason).toBe('Once is enough: step 2 tells Ann Archer at the same address.');
  });

  test('at an address that this turn contacts already has the next turn, at once', () => {
    const replays = [carried, { ...carried, target: 3 }].map((contact) => againAt(wakes, contact, { isReplay: true }));
    const wakeup = { kind: 'retry' as const, dueAt: wakes };
    const turn = decide({ policy, head: headAt(2, { followUps: replays }), wakeup, now: wakes });
    expect(turn.contacts.map(({ target }) => target)).toEqual([2]);
    expect(turn.next).toEqual(wakeup);
  });

  test('comes in its time although the next step is put off', () => {
    const bobAsleep = { ...bob, quietHours: { start: '08:00', end: '12:00' } };
    const head = headAt(1, { followUps: [againAt(wakes, held!)] });
    const wakeup = { kind: 'step' as const, dueAt: after('PT5M') };
    const given = { policy, people: new Map([[bob.id, bobAsleep]]) };
    const turn = decide({ ...given, head, wakeup, now: after('PT5M') });
    expect(turn).toMatchObject({ kind: 'deferred', stepsTaken: 1, next: { kind: 'retry', dueAt: wakes } });
    const told = decide({
      ...given,
      head: headBehind(turn, [againAt(wakes, held!)]),
      wakeup: turn.next!,
      now: wakes,
    });
    expect(told).toMatchObject({ stepsTaken: 1, next: { kind: 'step', dueAt: after('PT3H') } });
  });

  test('comes although nobody answered and all is over', () => {
    const head = headAt(3, { followUps: [againAt(wakes, { ...carried, channel: 'email' }, { isReplay: true })] });
    const turn = decide({ policy, head, wakeup: { kind: 'close' } });
    expect(turn).toMatchObject({ state: 'exhausted', next: { kind: 'retry', dueAt: wakes } });
  });
});
