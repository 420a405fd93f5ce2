import type { Refusal } from '../domain/chaos.ts';
import { TwilioError } from '../domain/twilio-error.ts';

/** How Twilio words a refusal that chaos wants; a reset connection has no words. */
export function struckError(refusal: Exclude<Refusal, 'reset'>, retryAfterSeconds: number | null): TwilioError {
  const isSimulated = true;
  if (refusal === 'serverError') return new TwilioError(20503, 503, 'Service unavailable', { isSimulated });
  if (refusal === 'tooManyRequests') {
    return new TwilioError(20429, 429, 'Too many requests', { isSimulated, retryAfterSeconds });
  }
  const reason = 'Permission to send an SMS has not been enabled for the region indicated by the To number';
  return new TwilioError(21408, 400, reason, { isSimulated });
}

export const struckAfterRecording = () =>
  new TwilioError(20500, 500, 'An internal server error has occurred', { isSimulated: true });
