import { text } from '@belfry/platform/http/fields';
import { z } from 'zod';
import { contactChannels, inboxAddress, normaliseAddress } from '../domain/address.ts';
import { canCarryCredentials, maskedSecret, maskSecrets } from '../domain/contact-settings.ts';
import type { ContactPoint, PersonContactPoint } from '../domain/person.ts';

const mostContactPoints = 20;
const address = z.string().max(2048);

/** Printable ASCII, which is what HTTP can carry in a header's value. */
const secret = z
  .string()
  .min(1)
  .max(1000)
  .refine((value) => value === maskedSecret || /^[\x20-\x7e]+$/.test(value), 'must be printable ASCII')
  .meta({ description: `Answered as ${maskedSecret}; sent back like that, it stays what it was.` });

const base64url = z.string().regex(/^[\w-]{1,200}={0,2}$/, 'must be base64url, as the browser gives it');

const webhookAuth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('bearer'), token: secret }),
  z.strictObject({ type: z.literal('basic'), username: text(200), password: secret }),
  z.strictObject({
    type: z.literal('header'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be the name of a header')
      .refine(canCarryCredentials, 'must be a header of your own, and not one that frames or signs the request'),
    value: secret,
  }),
]);

const contactPoint = z
  .discriminatedUnion('channel', [
    z.strictObject({
      channel: z.enum(['sms', 'email']),
      address: address.meta({ description: 'E.164 for sms, an email address for email.' }),
    }),
    z.strictObject({ channel: z.literal('inbox'), address: address.default(inboxAddress) }),
    z.strictObject({
      channel: z.literal('push'),
      address: address.meta({ description: 'The endpoint of a push subscription.' }),
      keys: z.strictObject({
        p256dh: base64url,
        auth: z.union([base64url, z.literal(maskedSecret)], 'must be base64url, as the browser gives it'),
      }),
    }),
    z.strictObject({
      channel: z.literal('webhook'),
      address: address.meta({ description: 'https; http://localhost in the sandbox.' }),
      method: z.enum(['POST', 'PUT']).default('POST'),
      timeoutMs: z.int().min(1000).max(60_000).default(10_000),
      auth: webhookAuth.default({ type: 'none' }),
    }),
  ])
  .transform((point, context): ContactPoint => {
    const result = normaliseAddress(point.channel, point.address);
    if (result.ok) return { channel: point.channel, address: result.address, settings: settingsOf(point) };
    context.issues.push({ code: 'custom', message: result.message, path: ['address'], input: point.address });
    return z.NEVER;
  });

function settingsOf(point: z.output<(typeof contactPoint)['in']>): ContactPoint['settings'] {
  if (point.channel === 'push') return point.keys;
  if (point.channel !== 'webhook') return null;
  const { method, timeoutMs, auth } = point;
  return { method, timeoutMs, auth };
}

/** In the person's order of preference. */
export const contactPoints = z.array(contactPoint).max(mostContactPoints);

export const contactPointAnswer = z.object({
  channel: z.enum(contactChannels),
  address: z.string(),
  isOptedOut: z.boolean().meta({ description: 'It said STOP; nothing goes there until it says START.' }),
  keys: z.object({ p256dh: z.string(), auth: z.string() }).optional(),
  method: z.enum(['POST', 'PUT']).optional(),
  timeoutMs: z.int().optional(),
  auth: z
    .object({
      type: z.enum(['none', 'bearer', 'basic', 'header']),
      token: z.string().optional(),
      username: z.string().optional(),
      password: z.string().optional(),
      name: z.string().optional(),
      value: z.string().optional(),
    })
    .optional(),
});

/** In the shape it was sent in, without its secrets. */
export function toContactPointAnswer(point: PersonContactPoint): z.input<typeof contactPointAnswer> {
  const { channel, address: to, isOptedOut } = point;
  const settings = maskSecrets(point.settings);
  if (settings === null) return { channel, address: to, isOptedOut };
  return { channel, address: to, isOptedOut, ...('method' in settings ? settings : { keys: settings }) };
}
