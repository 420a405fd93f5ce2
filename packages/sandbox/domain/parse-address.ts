import { AppError, ruleBroken } from '@belfry/kernel/app-error';
import { isPhoneNumber, MAX_BODY_LENGTH } from './parse-send-request.ts';

/** The channel of a handset's address; @throws AppError `validation` where it is neither a number nor a mailbox */
export function parseAddress(address: string): 'sms' | 'email' {
  if (isPhoneNumber(address)) return 'sms';
  if (/^[^\s@\0]+@[^\s@\0]+$/.test(address)) return 'email';
  throw invalid('address', 'Expected a phone number in E.164 form or an email address.');
}

/** What a person may send from a handset; @throws AppError `validation`, or `rule` for an email address */
export function checkReply(address: string, text: string): { from: string; body: string } {
  if (parseAddress(address) === 'email') {
    throw ruleBroken('sandbox.email-cannot-reply', 'address', 'Email handsets cannot reply yet.');
  }
  if (text.trim() === '') throw invalid('text', 'Expected a text that is not empty.');
  if (text.length > MAX_BODY_LENGTH) throw invalid('text', `Expected at most ${MAX_BODY_LENGTH} characters.`);
  if (text.includes('\0')) throw invalid('text', 'Must not contain the character U+0000.');
  return { from: address, body: text };
}

function invalid(path: string, message: string): AppError {
  return new AppError({ code: 'sandbox.invalid-input', kind: 'validation', message, issues: [{ path, message }] });
}
