import type { AppError } from '@belfry/kernel/app-error';
import { expect, test } from 'vitest';
import type { Channel } from './channel.ts';
import { type HandsetSettingsInput, parseHandsetSettings } from './handset-settings.ts';

test('what is left out is left out', () => {
  expect(parseHandsetSettings({}, 'sms')).toEqual({});
  expect(parseHandsetSettings({ persona: 'person', chaos: {} }, 'sms')).toEqual({
    persona: { name: 'person' },
    chaos: {},
  });
  expect(parseHandsetSettings({ chaos: { acceptThenHang: 2 } }, 'sms')).toEqual({ chaos: { acceptThenHang: 2 } });
});

test('a persona by its name alone has its usual settings', () => {
  expect(parseHandsetSettings({ persona: 'answers' }, 'sms')).toEqual({
    persona: { name: 'answers', after: 'PT2M', text: 'DONE' },
  });
  expect(parseHandsetSettings({ persona: { name: 'answers', text: 'OK' } }, 'sms')).toEqual({
    persona: { name: 'answers', after: 'PT2M', text: 'OK' },
  });
  expect(parseHandsetSettings({ persona: 'unreachable' }, 'sms')).toEqual({
    persona: { name: 'unreachable', errorCode: 30003, status: 'undelivered' },
  });
});

test('a rate is a number of messages, a fraction, or a probability in full; a secret is one of Standard Webhooks', () => {
  const chaos = { reset: 3, slow: 0.25, refuse: { probability: 1 }, slowMs: 10, callbackDelay: 'PT1M' };
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  expect(parseHandsetSettings({ chaos, secret }, 'webhook')).toEqual({ chaos, secret });
  expect(parseHandsetSettings({ secret: null }, 'webhook')).toEqual({ secret: null });
});

const wrong: [string, HandsetSettingsInput, Channel?][] = [
  ['persona', { persona: 'ghost' }],
  ['persona', { persona: null }],
  ['persona', { persona: 'landline' }, 'email'],
  ['persona', { persona: 'answers' }, 'email'],
  ['persona.name', { persona: { name: 'ghost' } }],
  ['persona.after', { persona: { name: 'answers', after: 'soon' } }],
  ['persona.after', { persona: { name: 'answers', after: '-PT1M' } }],
  ['persona.after', { persona: { name: 'answers', after: 'P2Y' } }],
  ['persona.text', { persona: { name: 'answers', text: '' } }],
  ['persona.colour', { persona: { name: 'answers', colour: 'red' } }],
  ['persona.zone', { persona: { name: 'unreachable-at-night', zone: 'Mars/Olympus' } }],
  ['persona.from', { persona: { name: 'unreachable-at-night', from: '25:00' } }],
  ['persona.errorCode', { persona: { name: 'unreachable', errorCode: 1 } }],
  ['persona.status', { persona: { name: 'responds' } }, 'webhook'],
  ['chaos', { chaos: [] }],
  ['chaos', { chaos: 'some' }],
  ['chaos.explode', { chaos: { explode: 1 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: -1 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: 1.5 } }],
  ['chaos.acceptThenHang', { chaos: { acceptThenHang: '1' } }],
  ['chaos.reset.probability', { chaos: { reset: { probability: 2 } } }],
  ['chaos.slowMs', { chaos: { slowMs: 0 } }],
  ['secret', { secret: 'not base64!' }],
  ['secret', { secret: 1 }],
  ['secret', { secret: 'a'.repeat(204) }],
];

test.each(wrong)('the error names %s', (path, input, channel = 'sms') => {
  expect(() => parseHandsetSettings(input, channel)).toThrow(
    expect.objectContaining({ kind: 'validation', issues: [expect.objectContaining({ path })] }) as AppError,
  );
});
