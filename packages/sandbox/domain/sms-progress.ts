/** How long a message stays in each status before the next, in milliseconds of the Clock. */
export interface SmsDelays {
  toSentMs: number;
  toDeliveredMs: number;
}

export const noDelays: SmsDelays = { toSentMs: 0, toDeliveredMs: 0 };

export interface ProgressStep {
  status: 'sent' | 'delivered';
  dueAt: Temporal.Instant;
}

/** queued → sent → delivered; null at the end. Counted from when the last step was due, not from when it was taken. */
export function nextProgress(
  status: 'queued' | 'sent' | 'delivered',
  since: Temporal.Instant,
  delays: SmsDelays,
): ProgressStep | null {
  if (status === 'queued') return { status: 'sent', dueAt: since.add({ milliseconds: delays.toSentMs }) };
  if (status === 'sent') return { status: 'delivered', dueAt: since.add({ milliseconds: delays.toDeliveredMs }) };
  return null;
}
