import type { Chaos, Persona } from './domain/handset-settings.ts';
import type { Channel, HandsetSeen } from './store/handsets.ts';
import type { MessageRow } from './store/schema.ts';

/** One message on the network's record. */
export interface SandboxMessage {
  simulated: true;
  id: string;
  channel: Channel;
  /** `answer`: Belfry's, in reply to an inbound message. */
  direction: MessageRow['direction'];
  from: string;
  to: string;
  body: string;
  subject: string | null;
  html: string | null;
  /** By the Clock. */
  at: Temporal.Instant;
  /** The id of the inbound message that this one answers. */
  inReplyTo: string | null;
  /** SMS: the message sid; email: the Message-ID header with its angle brackets. */
  providerId: string;
  status: MessageRow['status'];
  /** Where its sender wants to hear of its status. */
  statusCallback: string | null;
}

export interface Handset {
  simulated: true;
  address: string;
  channel: Channel;
  persona: Persona;
  chaos: Chaos;
  lastMessageAt: Temporal.Instant | null;
}

export function showMessage(row: MessageRow): SandboxMessage {
  const {
    channel,
    direction,
    from,
    to,
    body,
    subject,
    html,
    at,
    providerId,
    status,
    statusCallbackUrl: statusCallback,
  } = row;
  const inReplyTo = row.inReplyTo === null ? null : String(row.inReplyTo);
  return {
    simulated: true,
    id: String(row.id),
    channel,
    direction,
    from,
    to,
    body,
    subject,
    html,
    at,
    inReplyTo,
    providerId,
    status,
    statusCallback,
  };
}

export function showHandset(row: HandsetSeen): Handset {
  const { address, channel, persona, chaos, lastMessageAt } = row;
  return { simulated: true, address, channel, persona, chaos, lastMessageAt };
}
