import { invalidParameter } from './twilio-error.ts';

/** The fields of a form or a query string, each given once at the most. */
export type FormFields = Readonly<Record<string, string>>;

/**
 * Only fields of `known` are let through: a simulator that quietly ignored what it cannot do would send at once what
 * should have waited.
 * @throws TwilioError 20001 naming the field
 */
export function readFields(input: unknown, known: readonly string[]): FormFields {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(input ?? {})) {
    if (!known.includes(name)) throw invalidParameter(name, 'the simulator does not know it');
    if (typeof value !== 'string') throw invalidParameter(name, 'given more than once');
    if (value.includes('\0')) throw invalidParameter(name, 'must not contain the character U+0000');
    fields[name] = value;
  }
  return fields;
}
