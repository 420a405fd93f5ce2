import type { MessageStatus, ReachableStatus } from './message-status.ts';
import type { Persona } from './persona.ts';
import { reachabilityOf } from './reachability.ts';

/** How long a message stays in each status before the next, in milliseconds of the Clock. */
export interface SmsDelays {
  toSentMs: number;
  toDeliveredMs: number;
}

export const noDelays: SmsDelays = { toSentMs: 0, toDeliveredMs: 0 };

export interface ProgressStep {
  status: ReachableStatus;
  dueAt: Temporal.Instant;
  errorCode?: number;
}

/**
 * accepted or queued → sent → delivered, undelivered or failed, as whoever holds the phone has it; null at the end.
 * Counted from when the last step was due, not from when it was taken.
 */
export function nextProgress(
  status: MessageStatus,
  since: Temporal.Instant,
  delays: SmsDelays,
  persona: Persona,
): ProgressStep | null {
  if (status === 'accepted' || status === 'queued') {
    return { status: 'sent', dueAt: since.add({ milliseconds: delays.toSentMs }) };
  }
  if (status !== 'sent') return null;
  const dueAt = since.add({ milliseconds: delays.toDeliveredMs });
  if (persona.name === 'full-mailbox') return { dueAt, status: 'undelivered' };
  if (!reachabilityOf(persona, dueAt).isReachable) return { dueAt, ...failureOf(persona) };
  return { status: 'delivered', dueAt: persona.name === 'late-receipts' ? dueAt.add(persona.after) : dueAt };
}

function failureOf(persona: Persona): Pick<ProgressStep, 'status' | 'errorCode'> {
  if (persona.name === 'unreachable') return { status: persona.status, errorCode: persona.errorCode };
  return { status: 'undelivered', errorCode: 30003 };
}
