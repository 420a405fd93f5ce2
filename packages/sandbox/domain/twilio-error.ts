/** A refusal as Twilio's REST API words it; codes are those of Twilio's error dictionary. */
export class TwilioError extends Error {
  readonly code: number;
  /** The HTTP status. */
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  /** Chaos wants it so; nothing is wrong with the simulator. */
  readonly isSimulated: boolean;

  constructor(
    code: number,
    status: number,
    message: string,
    {
      retryAfterSeconds = null,
      isSimulated = false,
    }: { retryAfterSeconds?: number | null; isSimulated?: boolean } = {},
  ) {
    super(message);
    this.name = 'TwilioError';
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.isSimulated = isSimulated;
  }

  toJSON(): { code: number; message: string; more_info: string; status: number; simulated: true } {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
      simulated: true,
    };
  }
}

export const badCredentials = () => new TwilioError(20003, 401, 'Authenticate');
export const noSuchResource = (path: string) =>
  new TwilioError(20404, 404, `The requested resource ${path} was not found`);
export const invalidParameter = (name: string, why: string) =>
  new TwilioError(20001, 400, `Invalid parameter '${name}': ${why}`);
export const optedOut = () => new TwilioError(21610, 400, 'Attempt to send to unsubscribed recipient');
export const landline = (to: string) => new TwilioError(21614, 400, `'To' number is not a valid mobile number: ${to}`);
export const internalError = () => new TwilioError(20500, 500, 'An internal server error has occurred');
