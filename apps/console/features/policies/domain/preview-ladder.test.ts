import { expect, test } from 'vitest';
import { previewLadder } from './preview-ladder.ts';

const ann = {
  id: 'ann',
  name: 'Ann',
  timeZone: 'America/New_York',
  contactPoints: [{ channel: 'sms', address: '+12025550101' }],
};
const bob = {
  id: 'bob',
  name: 'Bob',
  timeZone: 'Europe/London',
  contactPoints: [{ channel: 'sms', address: '+12025550102' }],
};
const steps = [
  { after: 'PT0S', targets: [{ person: 'self', channels: ['sms' as const] }] },
  { after: 'PT5M', targets: [{ person: 'self', channels: ['email' as const] }] },
  { after: 'PT15M', targets: [{ person: 'bob', channels: ['sms' as const] }] },
];
const subject = { self: ann, people: [ann, bob], firstAtMs: 1_000_000 };

test('every step is placed at its distance from the first', () => {
  expect(previewLadder(steps, subject).map((rung) => rung.atMs)).toEqual([1_000_000, 1_300_000, 1_900_000]);
});

test('without a time only the distances are known', () => {
  const rungs = previewLadder(steps, { ...subject, firstAtMs: null });
  expect(rungs.map((rung) => [rung.afterMs, rung.atMs])).toEqual([
    [0, null],
    [300_000, null],
    [900_000, null],
  ]);
});

test('a rung whose person has no such address is marked', () => {
  expect(previewLadder(steps, subject).map((rung) => rung.contacts[0]?.unreachable)).toEqual([
    null,
    'no-address',
    null,
  ]);
});

test('a person who is gone is marked, a role is not', () => {
  const targets = [
    { person: 'carol', channels: ['sms' as const] },
    { person: 'role:caregiver', channels: ['sms' as const] },
  ];
  const [rung] = previewLadder([{ after: 'PT0S', targets }], subject);
  expect(rung?.contacts.map((c) => c.unreachable)).toEqual(['unknown-person', null]);
});

test('of several channels the first that reaches the person is taken', () => {
  const targets = [{ person: 'self', channels: ['email' as const, 'sms' as const] }];
  const [rung] = previewLadder([{ after: 'PT0S', targets }], subject);
  expect(rung?.contacts.map((c) => [c.channel, c.address])).toEqual([['sms', '+12025550101']]);
});
