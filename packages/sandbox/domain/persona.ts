import { z } from 'zod';
import type { Channel } from './channel.ts';
import { duration, invalidSettings, localTime, parseFields, zone } from './fields.ts';

export const personaNames = [
  'person',
  'ignores',
  'answers',
  'auto-replies',
  'answers-by-link',
  'scans-links',
  'unreachable',
  'unreachable-at-night',
  'late-receipts',
  'landline',
  'full-mailbox',
  'unsubscribed',
  'responds',
] as const;
export type PersonaName = (typeof personaNames)[number];

/** Twilio's words for why a text did not arrive: 30003 switched off, 30005 unknown, 30006 landline, 30007 filtered … */
const deliveryErrors = [30003, 30005, 30006, 30007, 30008] as const;
const text = z
  .string()
  .trim()
  .min(1)
  .max(160)
  .refine((value) => !value.includes('\0'), 'must not contain U+0000');
const after = (usual: string) => duration.default(usual);

const settingsOf = {
  /** Does nothing by itself; somebody has to reply for it. */
  person: z.strictObject({}),
  /** The same, and meant so. */
  ignores: z.strictObject({}),
  /** Answers each message, so long after it has arrived. */
  answers: z.strictObject({ after: after('PT2M'), text: text.default('DONE') }),
  /** A machine: answers everything, answers to its own answers too. */
  'auto-replies': z.strictObject({ after: after('PT10S'), text: text.default('I am driving and will reply later.') }),
  /** Opens the link in a message and presses a button of the page: the first, or the one that says `button`. */
  'answers-by-link': z.strictObject({ after: after('PT2M'), button: text.optional() }),
  /** As a mail scanner does: opens each link, and presses nothing. */
  'scans-links': z.strictObject({ after: after('PT0S') }),
  /** Switched off: a text is not delivered, an email is put off, a push waits until its TTL ends. */
  unreachable: z.strictObject({
    errorCode: z.literal(deliveryErrors).default(30003),
    status: z.enum(['undelivered', 'failed']).default('undelivered'),
  }),
  /** The same between two local times; a push waits for the morning. */
  'unreachable-at-night': z.strictObject({
    from: localTime.default('22:00'),
    to: localTime.default('07:00'),
    zone: zone.default('UTC'),
  }),
  /** The text arrives, and the network hears of it late. */
  'late-receipts': z.strictObject({ after: after('PT1H') }),
  /** Twilio refuses to send texts to it: 21614. */
  landline: z.strictObject({}),
  /** 452 for the time being. */
  'full-mailbox': z.strictObject({}),
  /** The browser has given the subscription up: 410. */
  unsubscribed: z.strictObject({}),
  /** The web server answers everything with this status. */
  responds: z.strictObject({
    status: z.int().min(200).max(599),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  }),
} satisfies Record<PersonaName, z.ZodType>;

type Known<T> = T extends Record<string, never> ? object : T;
export type Persona = { [N in PersonaName]: { name: N } & Known<z.infer<(typeof settingsOf)[N]>> }[PersonaName];
export type PersonaSettings = Record<string, string | number | undefined>;

const allChannels: readonly Channel[] = ['sms', 'email', 'push', 'webhook'];
const fits: Record<PersonaName, readonly Channel[]> = {
  person: allChannels,
  ignores: allChannels,
  answers: ['sms'],
  'auto-replies': ['sms'],
  'answers-by-link': ['sms', 'email', 'push'],
  'scans-links': ['sms', 'email', 'push'],
  unreachable: allChannels,
  'unreachable-at-night': allChannels,
  'late-receipts': ['sms'],
  landline: ['sms'],
  'full-mailbox': ['email'],
  unsubscribed: ['push'],
  responds: ['push', 'webhook'],
};

/** A name, or `{name, …}` with its settings; what is left out is as usual. @throws AppError `validation` */
export function parsePersona(input: unknown, channel: Channel): Persona {
  const named = typeof input === 'string' ? { name: parseFields(personaName, input, 'persona') } : input;
  const { name, ...settings } = parseFields(shape, named, 'persona');
  if (!fits[name].includes(channel)) {
    const known = personaNames.filter((persona) => fits[persona].includes(channel));
    throw invalidSettings([
      { path: 'persona', message: `does not fit ${channel}; expected one of ${known.join(', ')}` },
    ]);
  }
  // Each schema makes what its own name stands for; TypeScript cannot follow the pair through the table.
  return { name, ...parseFields<object>(settingsOf[name], settings, 'persona') } as Persona;
}

const personaName = z.enum(personaNames);
const shape = z.looseObject({ name: personaName });
