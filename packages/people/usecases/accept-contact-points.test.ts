import { expect, test } from 'vitest';
import type { ContactPoint } from '../domain/person.ts';
import { acceptContactPoints } from './accept-contact-points.ts';

const sms: ContactPoint = { channel: 'sms', address: '+12025550101', settings: null };
const webhook = (address: string): ContactPoint => {
  const settings = { method: 'POST', timeoutMs: 5000, auth: { type: 'none' } } as const;
  return { channel: 'webhook', address: new URL(address).href, settings };
};
const push = (address: string): ContactPoint => {
  return { channel: 'push', address: new URL(address).href, settings: { p256dh: 'B', auth: 'c' } };
};

const accept = (given: ContactPoint[], allowLocalHttp = false) => {
  const result = acceptContactPoints({ given, stored: [], allowLocalHttp });
  return result.ok ? result.points : [result.error.code, result.error.issues[0]?.path];
};

test.each([
  'https://10.0.0.1/x',
  'https://169.254.169.254/latest',
  'https://[::ffff:10.0.0.1]/',
  'https://0x0a000001/',
  'https://[fd00:ec2::254]/',
])('%s is in nobody’s reach but our own network’s, and refused in the sandbox too', (address) => {
  const refusal = ['person.address-not-public', 'contactPoints.1.address'];
  for (const allowLocal of [false, true]) {
    expect(accept([sms, webhook(address)], allowLocal)).toEqual(refusal);
    expect(accept([sms, push(address)], allowLocal)).toEqual(refusal);
  }
});

test.each(['https://localhost:9000/', 'https://127.0.0.1/', 'https://[::1]/'])(
  '%s is our own machine, and for the sandbox alone',
  (address) => {
    expect(accept([webhook(address)])).toEqual(['person.address-not-public', 'contactPoints.0.address']);
    expect(accept([webhook(address)], true)).toHaveLength(1);
  },
);

test('public addresses, names and what is no URL are for all', () => {
  const points = [
    sms,
    webhook('https://1.1.1.1/'),
    webhook('https://[2606:4700:4700::1111]/'),
    push('https://example.com/'),
  ];
  expect(accept(points)).toEqual(points);
});
