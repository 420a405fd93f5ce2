import { readFields } from './form-fields.ts';
import { TwilioError } from './twilio-error.ts';

export interface SendRequest {
  to: string;
  from: string;
  body: string;
  statusCallbackUrl: string | null;
  messagingServiceSid: string | null;
  /** A messaging service chooses the sender, so it is not known at once. */
  isSenderChosen: boolean;
}

export const MAX_BODY_LENGTH = 1600;
const E164 = /^\+[1-9]\d{6,14}$/;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/;
const KNOWN_FIELDS = ['To', 'From', 'Body', 'StatusCallback', 'MessagingServiceSid'];

export function isPhoneNumber(text: string): boolean {
  return E164.test(text);
}

/**
 * POST …/Messages.json. A messaging service picks the sender where `From` is absent; here it has but one to pick.
 * @throws TwilioError with Twilio's code of the first thing that is wrong
 */
export function parseSendRequest(input: unknown, ownNumber: string): SendRequest {
  const fields = readFields(input, KNOWN_FIELDS);
  const { To: to, Body: body, StatusCallback: callback, MessagingServiceSid: service } = fields;
  const isSenderChosen = fields.From === undefined && service !== undefined;
  const from = isSenderChosen ? ownNumber : fields.From;
  if (!to) throw new TwilioError(21604, 400, "A 'To' phone number is required.");
  if (!isPhoneNumber(to)) throw new TwilioError(21211, 400, `Invalid 'To' Phone Number: ${to}`);
  if (service !== undefined && !MESSAGING_SERVICE.test(service)) {
    throw new TwilioError(21701, 400, `The Messaging Service ${service} does not exist.`);
  }
  if (!from) throw new TwilioError(21603, 400, "A 'From' phone number is required.");
  if (!isPhoneNumber(from)) throw new TwilioError(21212, 400, `Invalid From Number: ${from}`);
  if (from !== ownNumber) {
    throw new TwilioError(21606, 400, `The 'From' phone number ${from} is not a number of this account.`);
  }
  if (to === from) throw new TwilioError(21266, 400, `'To' and 'From' number cannot be the same: ${to}`);
  if (!body) throw new TwilioError(21602, 400, 'Message body is required.');
  if (body.length > MAX_BODY_LENGTH) {
    throw new TwilioError(21617, 400, `The message body exceeds the ${MAX_BODY_LENGTH} character limit.`);
  }
  const statusCallbackUrl = parseCallbackUrl(callback);
  return { to, from, body, statusCallbackUrl, messagingServiceSid: service ?? null, isSenderChosen };
}

function parseCallbackUrl(text: string | undefined): string | null {
  if (!text) return null;
  const url = URL.parse(text);
  const isCallable = url !== null && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
  if (!isCallable) throw new TwilioError(21609, 400, `The StatusCallback URL ${text} is not a valid URL.`);
  return text;
}
