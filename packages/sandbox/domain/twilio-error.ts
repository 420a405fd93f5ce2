/** A refusal as Twilio's REST API words it; codes are those of Twilio's error dictionary. */
export class TwilioError extends Error {
  readonly code: number;
  /** The HTTP status. */
  readonly status: number;

  constructor(code: number, status: number, message: string) {
    super(message);
    this.name = 'TwilioError';
    this.code = code;
    this.status = status;
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
export const internalError = () => new TwilioError(20500, 500, 'An internal server error has occurred');
