import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** The channels a person can have an address on so far. */
export const contactChannels = ['sms', 'email'] as const;
export type ContactChannel = (typeof contactChannels)[number];

export type AddressResult = { ok: true; address: string } | { ok: false; message: string };

/** An address in the one spelling it is stored and compared in: E.164 for numbers, lower case for email. */
export function normaliseAddress(channel: ContactChannel, text: string): AddressResult {
  return channel === 'sms' ? normalisePhoneNumber(text) : normaliseEmail(text);
}

/** E.164 is asked for, so that no country has to be guessed; spaces, dots and hyphens in it are forgiven. */
function normalisePhoneNumber(text: string): AddressResult {
  const message = 'must be a phone number in E.164 form, such as +12025550101';
  if (!text.trim().startsWith('+')) return { ok: false, message };
  // The whole text has to be the number; one with an extension cannot get a message.
  const number = parsePhoneNumberFromString(text.trim(), { extract: false });
  // Possible, not valid: numbering plans change faster than libraries, and fictitious ranges are for trying out.
  return number?.isPossible() && !number.ext ? { ok: true, address: number.number } : { ok: false, message };
}

const emailAddress = z.email();
const longestEmail = 254;

function normaliseEmail(text: string): AddressResult {
  const address = text.trim().toLowerCase();
  const isEmail = address.length <= longestEmail && emailAddress.safeParse(address).success;
  return isEmail ? { ok: true, address } : { ok: false, message: 'must be an email address, such as ann@example.com' };
}
