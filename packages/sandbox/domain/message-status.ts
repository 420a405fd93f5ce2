/**
 * Twilio's words for a text (`accepted`: a messaging service has not chosen its sender yet), and two that a push service
 * needs: `expired`, kept for a device until its TTL was over, and `replaced` by a later one of the same topic meanwhile.
 */
export const messageStatuses = [
  'accepted',
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'received',
  'expired',
  'replaced',
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** What the network brings a message to by itself, one after the other. */
export const reachableStatuses = ['sent', 'delivered', 'undelivered', 'failed', 'expired'] as const;
export type ReachableStatus = (typeof reachableStatuses)[number];
