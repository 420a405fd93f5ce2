import { expect, test } from 'vitest';
import { aMessage } from '../test/a-message.ts';
import { describeChannel } from '../test/describe-channel.ts';
import { startSendGrid } from '../test/start-sendgrid.ts';

describeChannel('SendGrid email', startSendGrid);

test('a mail says who it is from and to, in plain text and in HTML, and carries its attempt’s key; its links stay as they are', async () => {
  await using under = await startSendGrid({ timeoutMs: 5000 });
  const message = aMessage({ to: 'ann@example.com', text: 'Take pills {{ all }}' });
  expect(await under.channel.send(message, AbortSignal.timeout(5000))).toEqual({
    status: 'accepted',
    providerId: 'message-1',
  });
  expect(under.mails).toMatchObject([
    {
      from: { email: 'belfry@example.com', name: 'Belfry' },
      personalizations: [{ to: [{ email: 'ann@example.com' }] }],
      content: [
        { type: 'text/plain', value: 'Take pills {{ all }}' },
        { type: 'text/html', value: expect.stringContaining('Take pills') },
      ],
      headers: { 'Auto-Submitted': 'auto-generated', 'Message-ID': `<${message.messageId}>` },
      custom_args: { belfry_attempt: message.attemptKey() },
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    },
  ]);
});

test('how long it asks to wait is known by when its count begins anew', async () => {
  await using under = await startSendGrid({ timeoutMs: 5000 });
  under.provider.next('defer');
  const result = await under.channel.send(aMessage({ to: 'ann@example.com' }), AbortSignal.timeout(5000));
  if (result.status !== 'failed') throw new Error(result.status);
  expect(result.retryAfterMs).toBeGreaterThan(25_000);
  expect(result.retryAfterMs).toBeLessThanOrEqual(31_000);
});
