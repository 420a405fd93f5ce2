import { expect, test } from 'vitest';
import { fromTwilioStatus } from './message-status.ts';

test.each([
  ['queued', 'accepted'],
  ['accepted', 'accepted'],
  ['scheduled', 'accepted'],
  ['sending', 'sent'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
])('Twilio’s %s is %s', (word, status) => {
  expect(fromTwilioStatus(word)).toBe(status);
});

test.each(['received', 'a-word-of-next-year', '', 'constructor', '__proto__'])('Twilio’s %j tells nothing', (word) => {
  expect(fromTwilioStatus(word)).toBeNull();
});
