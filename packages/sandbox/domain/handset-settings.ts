import { z } from 'zod';
import type { Channel } from './channel.ts';
import type { Chaos } from './chaos.ts';
import { parseFields } from './fields.ts';
import { parseChaos } from './parse-chaos.ts';
import { type Persona, parsePersona } from './persona.ts';
import { decodeSecret } from './standard-webhook.ts';

/** As it comes over the wire; all of it optional. */
export interface HandsetSettingsInput {
  persona?: unknown;
  chaos?: unknown;
  secret?: unknown;
}

export interface HandsetSettings {
  persona?: Persona;
  chaos?: Chaos;
  /** null: checks no signature. */
  secret?: string | null;
}

const secret = z
  .string()
  .max(200)
  .refine((text) => decodeSecret(text) !== null, 'must be a Standard Webhooks secret: whsec_ and base64')
  .nullable();

/** @throws AppError kind `validation`, its issue naming the field */
export function parseHandsetSettings(input: HandsetSettingsInput, channel: Channel): HandsetSettings {
  const settings: HandsetSettings = {};
  if (input.persona !== undefined) settings.persona = parsePersona(input.persona, channel);
  if (input.chaos !== undefined) settings.chaos = parseChaos(input.chaos);
  if (input.secret !== undefined) settings.secret = parseFields(secret, input.secret, 'secret');
  return settings;
}
