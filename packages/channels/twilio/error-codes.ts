/** What one of Twilio's error numbers means to us. */
export interface TwilioFailure {
  /** Ours: what others rely on stays the same whatever the provider. */
  code: string;
  /** Whether the same message may get through later. */
  retryable: boolean;
}

const permanent = (code: string): TwilioFailure => ({ code, retryable: false });
const passing = (code: string): TwilioFailure => ({ code, retryable: true });

/** https://www.twilio.com/docs/api/errors; those of 30000 and up come with the status callback. */
const failures: Readonly<Record<number, TwilioFailure>> = {
  20003: permanent('sms.account-refused'),
  20005: permanent('sms.account-refused'),
  20429: passing('sms.too-many-requests'),
  14107: passing('sms.too-many-requests'),
  21211: permanent('sms.invalid-number'),
  21214: permanent('sms.invalid-number'),
  21217: permanent('sms.invalid-number'),
  21212: permanent('sms.invalid-sender'),
  21603: permanent('sms.invalid-sender'),
  21606: permanent('sms.invalid-sender'),
  21659: permanent('sms.invalid-sender'),
  21660: permanent('sms.invalid-sender'),
  21661: permanent('sms.invalid-sender'),
  21703: permanent('sms.invalid-sender'),
  21704: permanent('sms.invalid-sender'),
  21408: permanent('sms.region-not-permitted'),
  21610: permanent('sms.opted-out'),
  21611: passing('sms.queue-full'),
  21612: permanent('sms.unroutable'),
  21614: permanent('sms.not-a-mobile'),
  21617: permanent('sms.too-long'),
  21635: permanent('sms.not-a-mobile'),
  30001: passing('sms.queue-full'),
  30002: permanent('sms.account-refused'),
  30003: passing('sms.unreachable'),
  30004: permanent('sms.blocked'),
  30005: permanent('sms.unknown-number'),
  30006: permanent('sms.not-a-mobile'),
  30007: permanent('sms.filtered'),
  30008: passing('sms.carrier-error'),
  30017: passing('sms.carrier-error'),
  30022: passing('sms.too-many-requests'),
  30023: passing('sms.daily-limit'),
  30027: passing('sms.daily-limit'),
  30034: permanent('sms.sender-not-registered'),
  30036: passing('sms.expired-in-queue'),
  63038: passing('sms.daily-limit'),
};

/** A number that we do not know is taken for a refusal for good, under its own name. */
export function readTwilioError(number: number): TwilioFailure {
  return failures[number] ?? permanent(`twilio.${number}`);
}
