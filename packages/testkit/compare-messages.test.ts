import { expect, test } from 'vitest';
import type { SandboxMessage } from './api-client.ts';
import { compareMessages } from './compare-messages.ts';

function sms(to: string, body: string, at = '2027-01-15T14:30:00Z'): SandboxMessage {
  const id = `${to}${at}`;
  const network = { id, channel: 'sms', from: '+12025550100', occurrenceId: null, inReplyTo: null } as const;
  const unused = { subject: null, html: null, headers: null, payload: null, errorCode: null, faults: [] };
  return { ...network, ...unused, to, body, at, providerId: `SM${id}`, status: 'delivered' };
}

const ann = '+12025550101';

test('nothing expected and nothing sent is no difference', () => {
  expect(compareMessages([], [])).toBeNull();
});

test('an expectation is met by recipient, channel, part of the body and instant, in whatever notation', () => {
  const sent = [sms(ann, 'SIMULATED Take pills')];
  expect(
    compareMessages([{ to: ann, channel: 'sms', body: 'Take pills', at: '2027-01-15T15:30:00+01:00' }], sent),
  ).toBeNull();
  expect(compareMessages([{ to: ann, channel: 'sms', body: /take pills$/i }], sent)).toBeNull();
});

test.each([
  ['another recipient', { to: '+12025550102' }],
  ['another channel', { channel: 'email' as const }],
  ['another body', { body: 'Water the plants' }],
  ['another body by pattern', { body: /^Take/ }],
  ['another instant, be it by a second', { at: '2027-01-15T14:30:01Z' }],
])('%s is a difference on both sides', (_, part) => {
  const expected = { to: ann, channel: 'sms' as const, body: 'pills', ...part };
  expect(compareMessages([expected], [sms(ann, 'SIMULATED Take pills')])).toMatch(
    /^1 unexpected message, 1 expected message never sent:/,
  );
});

test('a message too many is shown beside those that were expected', () => {
  const sent = [sms(ann, 'Take pills'), sms(ann, 'Take pills', '2027-01-15T14:35:00Z')];
  expect(compareMessages([{ to: ann, channel: 'sms', body: 'pills', at: '2027-01-15T14:30:00Z' }], sent)).toBe(
    [
      '1 unexpected message, 0 expected messages never sent:',
      `+ 2027-01-15T14:35:00Z sms to ${ann}: "Take pills"`,
      `  2027-01-15T14:30:00Z sms to ${ann}: "Take pills"`,
    ].join('\n'),
  );
});

test('one message meets one expectation only', () => {
  const expected = { to: ann, channel: 'sms' as const, body: /pills/ };
  expect(compareMessages([expected, expected], [sms(ann, 'Take pills')])).toBe(
    [
      '0 unexpected messages, 1 expected message never sent:',
      `- at any time sms to ${ann}: /pills/`,
      `  2027-01-15T14:30:00Z sms to ${ann}: "Take pills"`,
    ].join('\n'),
  );
});

test('a vague expectation leaves a message to the precise one that needs it', () => {
  const sent = [sms(ann, 'Take pills'), sms(ann, 'Take care')];
  const vague = { to: ann, channel: 'sms' as const, body: /Take/ };
  const precise = { to: ann, channel: 'sms' as const, body: 'pills' };
  expect(compareMessages([vague, precise], sent)).toBeNull();
  expect(compareMessages([precise, vague], sent)).toBeNull();
});
