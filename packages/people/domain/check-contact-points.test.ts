import { expect, test } from 'vitest';
import { checkContactPoints } from './check-contact-points.ts';
import { maskedSecret, type WebhookAuth } from './contact-settings.ts';
import type { ContactPoint } from './person.ts';

const webhook = (address: string, auth: WebhookAuth = { type: 'none' }): ContactPoint => ({
  channel: 'webhook',
  address,
  settings: { method: 'POST', timeoutMs: 5000, auth },
});
const sms: ContactPoint = { channel: 'sms', address: '+12025550101', settings: null };
const secretOf = (token: string): WebhookAuth => ({ type: 'bearer', token });

const check = (given: ContactPoint[], stored: ContactPoint[] = [], allowLocalHttp = false) => {
  const result = checkContactPoints({ given, stored, allowLocalHttp });
  return result.ok ? result.points : [result.error.code, result.error.issues[0]?.path];
};

test('a server of this machine is for the sandbox alone', () => {
  const points = [sms, webhook('http://localhost:9000/')];
  expect(check(points)).toEqual(['person.address-not-https', 'contactPoints.1.address']);
  expect(check(points, [], true)).toEqual(points);
});

test('the same address twice is refused on one channel, not on two', () => {
  expect(check([sms, webhook('https://example.com/'), sms])).toEqual(['person.contact-point-twice', 'contactPoints.2']);
  const push: ContactPoint = { channel: 'push', address: 'https://example.com/', settings: { p256dh: 'B', auth: 'c' } };
  expect(check([webhook('https://example.com/'), push])).toHaveLength(2);
});

test('a masked secret stays what it was, of its own address and of no other', () => {
  const stored = [sms, webhook('https://example.com/', secretOf('sesame'))];
  const masked = webhook('https://example.com/', secretOf(maskedSecret));
  expect(check([masked, sms], stored)).toEqual([stored[1], sms]);
  const elsewhere = webhook('https://example.org/', secretOf(maskedSecret));
  expect(check([sms, elsewhere], stored)).toEqual(['person.secret-unknown', 'contactPoints.1']);
});
