import { AppError, ruleBroken } from '@belfry/kernel/app-error';
import type { Channel } from './channel.ts';
import { isPhoneNumber, MAX_BODY_LENGTH } from './parse-send-request.ts';
import { isPushEndpoint } from './push-endpoint.ts';

/** The channel of a handset's address; @throws AppError `validation` where it is none of theirs */
export function parseAddress(address: string): Channel {
  if (isPhoneNumber(address)) return 'sms';
  if (/^[^\s@\0/]+@[^\s@\0/]+$/.test(address)) return 'email';
  if (isPushEndpoint(address)) return 'push';
  const url = URL.parse(address);
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && !/[\s\0]/.test(address)) return 'webhook';
  throw invalid('address', 'Expected a phone number in E.164 form, an email address or a URL.');
}

/** What a person may send from a handset; @throws AppError `validation`, or `rule` for what cannot send texts */
export function checkReply(address: string, text: string): { from: string; body: string } {
  const channel = parseAddress(address);
  if (channel === 'email') {
    throw ruleBroken('sandbox.email-cannot-reply', 'address', 'Email handsets cannot reply yet.');
  }
  if (channel !== 'sms') throw ruleBroken('sandbox.cannot-reply', 'address', 'Only a phone can send a text.');
  if (text.trim() === '') throw invalid('text', 'Expected a text that is not empty.');
  if (text.length > MAX_BODY_LENGTH) throw invalid('text', `Expected at most ${MAX_BODY_LENGTH} characters.`);
  if (text.includes('\0')) throw invalid('text', 'Must not contain the character U+0000.');
  return { from: address, body: text };
}

function invalid(path: string, message: string): AppError {
  return new AppError({ code: 'sandbox.invalid-input', kind: 'validation', message, issues: [{ path, message }] });
}
