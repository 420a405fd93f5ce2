import { createHash, createHmac } from 'node:crypto';

/**
 * The account that Belfry has at its own phone network. It follows from the secret, so every process that shares the
 * secret has the same one; the number is from Twilio's range for trying out.
 */
export function sandboxAccount(secret: string): { accountSid: string; authToken: string; phoneNumber: string } {
  const derive = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('hex');
  return {
    accountSid: `AC${createHash('md5').update(derive('sandbox account')).digest('hex')}`,
    authToken: derive('sandbox auth token').slice(0, 32),
    phoneNumber: '+15005550006',
  };
}
