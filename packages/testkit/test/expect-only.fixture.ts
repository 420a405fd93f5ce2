import { describe, test } from 'vitest';
import type { SandboxMessage } from '../api-client.ts';
import { expectOnly } from '../expect-only.ts';

/** Run by expect-only.test.ts, in a vitest of its own: its tests pass and fail as their names say. */

const program = { sent: [] as SandboxMessage[], messages: async () => program.sent };
const expectMessage = expectOnly(() => program);

function send(body: string): void {
  const at = '2027-01-15T14:30:00Z';
  const id = String(program.sent.length);
  const none = { subject: null, html: null, headers: null, payload: null, occurrenceId: null, errorCode: null };
  const unasked = { ...none, from: '', inReplyTo: null, providerId: id, status: 'delivered', faults: [] };
  program.sent = [...program.sent, { id, channel: 'sms', to: '+1', body, at, ...unasked }];
}

describe('passes', () => {
  test('nothing expected, nothing sent', () => {});
  test('what was expected was sent', () => {
    send('pills');
    expectMessage({ channel: 'sms', to: '+1', body: 'pills' });
  });
  test('the messages of earlier tests are theirs', () => {
    send('plants');
    expectMessage({ channel: 'sms', to: '+1', body: 'plants' });
  });
});

describe('fails', () => {
  test('sent and not expected', () => send('surprise'));
  test('expected and not sent', () => expectMessage({ channel: 'sms', to: '+1', body: 'never' }));
});

describe('passes again', () => {
  test('the failures of earlier tests are theirs', () => {});
});
