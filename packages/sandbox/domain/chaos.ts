/**
 * What can go wrong. The names before the first gap end a call before anything is recorded; those up to the second come
 * after the message is on record and on its way; the rest befalls the webhooks that tell of it.
 */
export const refusals = ['reset', 'serverError', 'tooManyRequests', 'refuse', 'refuseInBody'] as const;
export const lostAnswers = ['acceptThenHang', 'acceptThenReset', 'acceptThenServerError', 'acceptThenGarble'] as const;
const webhookFaults = [
  'dropCallbacks',
  'duplicateCallbacks',
  'reorderCallbacks',
  'delayCallbacks',
  'forgeCallbacks',
] as const;
export const faults = ['slow', ...refusals, ...lostAnswers, ...webhookFaults] as const;

export type Refusal = (typeof refusals)[number];
export type LostAnswer = (typeof lostAnswers)[number];
export type Fault = (typeof faults)[number];

/** A whole number: the next so many. A fraction: each with that probability, as `{probability}` spells it in full. */
export type Rate = number | { probability: number };

export type ChaosDetails = {
  /** What a 429 asks to wait, and a web server's 503 where it is set; for how long callbacks are held back, by the Clock: ISO 8601. */
  retryAfterSeconds?: number;
  callbackDelay?: string;
  /** Real milliseconds that a slow answer takes. */
  slowMs?: number;
};

export type Chaos = { [fault in Fault]?: Rate } & ChaosDetails;

export const chaosDefaults = { retryAfterSeconds: 30, callbackDelay: 'PT5M', slowMs: 2_000 } as const;
