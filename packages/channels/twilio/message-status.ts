import type { AttemptStatus } from '../domain/attempt-status.ts';

const ours: Readonly<Record<string, AttemptStatus>> = {
  accepted: 'accepted',
  queued: 'accepted',
  scheduled: 'accepted',
  sending: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
};

/** Twilio's word for a message's status as ours; null for words that tell nothing about an attempt, new ones included. */
export function fromTwilioStatus(word: string): AttemptStatus | null {
  return Object.hasOwn(ours, word) ? (ours[word] ?? null) : null;
}
