import {
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

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

/** The same at the sandbox's vendor of email, with the keys by which its events are signed and known. */
export function sandboxSendGrid(secret: string): { apiKey: string; privateKey: KeyObject; publicKey: string } {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(hkdfSync('sha256', secret, '', 'belfry sandbox events 1', 32)));
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', d: curve.getPrivateKey('base64url'), x: x ?? '', y: y ?? '' };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    apiKey: `SG.${createHmac('sha256', secret).update('sandbox api key').digest('base64url')}`,
    privateKey,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}
