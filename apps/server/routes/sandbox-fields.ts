import { z } from 'zod';

/** What the routes of the sandbox share. Everything they answer says that it is simulated. */
export const tags = ['Sandbox'];
export const simulated = z.literal(true);
/** A phone number, an email address, a push endpoint or a URL. */
export const address = z.string().min(1).max(2048);
export const channel = z.enum(['sms', 'email', 'push', 'webhook']);

/** Each fault with its rate, and its details; the sandbox itself checks what is set. */
export const chaosAnswer = z.record(z.string(), z.unknown()).meta({
  description:
    'By fault: a whole number (the next so many), a fraction (a probability) or {"probability": 0 to 1}. Faults: ' +
    'slow, reset, serverError, tooManyRequests, refuse, refuseInBody, acceptThenHang, acceptThenReset, ' +
    'acceptThenServerError, acceptThenGarble, dropCallbacks, duplicateCallbacks, reorderCallbacks, delayCallbacks, forgeCallbacks. ' +
    'Details: retryAfterSeconds, callbackDelay, slowMs.',
});
