import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isSignedWith } from './standard-webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = Buffer.from('{"test": 2432232314}');
const signature = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('the published example is believed, alone or among others', () => {
  expect(isSignedWith(secret, body, signature)).toBe(true);
  const several = `v1,AAAA v2,${signature.signature.slice(3)} ${signature.signature}`;
  expect(isSignedWith(secret, body, { ...signature, signature: several })).toBe(true);
});

test('what the official library signs is believed', () => {
  const at = new Date('2027-01-15T14:30:00Z');
  const text = '{"text":"សួស្តី"}';
  const signed = { id: 'msg_1', timestamp: '1800023400', signature: new Webhook(secret).sign('msg_1', at, text) };
  expect(isSignedWith(secret, Buffer.from(text), signed)).toBe(true);
});

test.each([
  ['another id', { id: 'msg_2' }],
  ['another time', { timestamp: '1614265331' }],
  ['no time', { timestamp: 'now' }],
  ['another version', { signature: signature.signature.replace('v1', 'v2') }],
  ['no signature', { signature: '' }],
])('%s is not', (_, change) => {
  expect(isSignedWith(secret, body, { ...signature, ...change })).toBe(false);
});

test('another body or secret is not', () => {
  expect(isSignedWith(secret, Buffer.from('{}'), signature)).toBe(false);
  expect(isSignedWith('whsec_AAAA', body, signature)).toBe(false);
});
