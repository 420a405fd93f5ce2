import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** The channels a person can have an address on so far. */
export const contactChannels = ['sms', 'email', 'push', 'inbox', 'webhook'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** The one address of the inbox: everybody has it, and it needs no contact point. */
export const inboxAddress = 'inbox';

export type AddressResult = { ok: true; address: string } | { ok: false; message: string };

/** An address in the one spelling it is stored and compared in: E.164 for numbers, lower case for email. */
export function normaliseAddress(channel: ContactChannel, text: string): AddressResult {
  switch (channel) {
    case 'sms':
      return normalisePhoneNumber(text);
    case 'email':
      return normaliseEmail(text);
    case 'inbox':
      return text === inboxAddress ? { ok: true, address: text } : { ok: false, message: `must be ${inboxAddress}` };
    case 'push':
    case 'webhook':
      return normaliseUrl(text);
  }
}

/** Whether it is one of our own machine, reached without encryption; `normaliseAddress` lets no other `http` pass. */
export function isLocalHttp(address: string): boolean {
  return address.startsWith('http:');
}

/** Whether the URL names our own machine by one of its usual names. */
export function isOfOwnMachine(address: string): boolean {
  return localHosts.includes(new URL(address).hostname);
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

const longestUrl = 2048;
const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/** A name and password belong into the settings: an address stands in timelines and answers. */
function normaliseUrl(text: string): AddressResult {
  const message = 'must be an https address without name, password or fragment, such as https://example.com/hook';
  const url = /[\s\p{Cc}]/u.test(text) ? null : URL.parse(text);
  const isEncrypted = url?.protocol === 'https:' || (url?.protocol === 'http:' && localHosts.includes(url.hostname));
  if (!url || !isEncrypted || url.username || url.password || text.includes('#')) return { ok: false, message };
  return url.href.length <= longestUrl ? { ok: true, address: url.href } : { ok: false, message };
}
