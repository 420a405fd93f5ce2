import { expect, test } from 'vitest';
import { readTwilioError } from './error-codes.ts';

test.each([
  [21610, { code: 'sms.opted-out', retryable: false }],
  [21635, { code: 'sms.not-a-mobile', retryable: false }],
  [30003, { code: 'sms.unreachable', retryable: true }],
  [30017, { code: 'sms.carrier-error', retryable: true }],
  [30022, { code: 'sms.too-many-requests', retryable: true }],
  [30027, { code: 'sms.daily-limit', retryable: true }],
  [30036, { code: 'sms.expired-in-queue', retryable: true }],
  [39999, { code: 'twilio.39999', retryable: false }],
])('Twilio’s %i is %o', (number, failure) => {
  expect(readTwilioError(number)).toEqual(failure);
});
