import { expect, test } from 'vitest';
import { contactPoints } from './contact-point-schemas.ts';

const webhookWith = (name: string) => [
  { channel: 'webhook', address: 'https://hooks.example.com/', auth: { type: 'header', name, value: '5' } },
];

test.each(['Content-Length', 'Transfer-Encoding', 'HOST', 'connection', 'content-type', 'Proxy-X', 'webhook-id'])(
  'a webhook’s credentials cannot stand in %s, which frames or signs the request',
  (name) => {
    const { issues } = contactPoints.safeParse(webhookWith(name)).error!;
    expect(issues).toMatchObject([
      { path: [0, 'auth', 'name'], message: expect.stringContaining('a header of your own') },
    ]);
  },
);

test.each(['X-Api-Key', 'Authorization', 'cookie'])('a webhook’s credentials may stand in %s', (name) => {
  expect(contactPoints.safeParse(webhookWith(name)).success).toBe(true);
});
