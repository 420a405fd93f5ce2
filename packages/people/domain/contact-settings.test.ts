import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ContactSettings,
  maskedSecret,
  maskSecrets,
  unmaskSecrets,
  type WebhookAuth,
} from './contact-settings.ts';

const webhook = (auth: WebhookAuth): ContactSettings => ({ method: 'POST', timeoutMs: 5000, auth });

const secret = fc.string({ minLength: 1 }).map((text) => `secret ${text}`);
const settings = fc.oneof(
  secret.map((auth): ContactSettings => ({ p256dh: 'BPublic', auth })),
  secret.map((token) => webhook({ type: 'bearer', token })),
  secret.map((password) => webhook({ type: 'basic', username: 'ann', password })),
  secret.map((value) => webhook({ type: 'header', name: 'X-Key', value })),
  fc.constant(webhook({ type: 'none' })),
);

test('what is shown holds no secret, and sent back as it was shown it changes nothing', () => {
  fc.assert(
    fc.property(settings, (stored) => {
      const shown = maskSecrets(stored)!;
      expect(JSON.stringify(shown)).not.toContain('secret ');
      expect(unmaskSecrets(shown, stored)).toEqual(stored);
    }),
  );
});

describe('a secret that was sent back masked', () => {
  test('beside a changed setting stays what it was', () => {
    const stored = webhook({ type: 'bearer', token: 'sesame' });
    const given: ContactSettings = { method: 'PUT', timeoutMs: 9000, auth: { type: 'bearer', token: maskedSecret } };
    expect(unmaskSecrets(given, stored)).toEqual({ ...given, auth: { type: 'bearer', token: 'sesame' } });
  });

  test.each<[string, ContactSettings | null]>([
    ['nothing stored', null],
    ['another kind of it stored', webhook({ type: 'basic', username: 'ann', password: 'sesame' })],
    ['the password of another name stored', webhook({ type: 'header', name: 'X-Other', value: 'sesame' })],
  ])('is unknown with %s', (_, stored) => {
    const given = webhook({ type: 'header', name: 'X-Key', value: maskedSecret });
    expect(unmaskSecrets(given, stored)).toBeNull();
  });
});
