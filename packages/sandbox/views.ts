import type { Channel } from './domain/channel.ts';
import type { Chaos, Fault } from './domain/chaos.ts';
import type { OptOutType } from './domain/opt-out.ts';
import type { PersonaName, PersonaSettings } from './domain/persona.ts';
import type { HandsetSeen } from './store/handsets.ts';
import type { Subscription } from './store/push-subscriptions.ts';
import type { MessageRow } from './store/schema.ts';
import type { NetworkChaos } from './store/take-faults.ts';

/** One message on the network's record. */
export interface SandboxMessage {
  simulated: true;
  id: string;
  channel: Channel;
  /** `answer`: Belfry's, in reply to an inbound message. */
  direction: MessageRow['direction'];
  from: string;
  /** Push: the subscription's endpoint; webhook: the address it was meant for. */
  to: string;
  body: string;
  subject: string | null;
  html: string | null;
  /** Of an email, a push or a webhook, names in lower case. */
  headers: Record<string, string> | null;
  /** Of a webhook. */
  method: string | null;
  /** Of a push, decrypted; null also where the browser could not read it. */
  payload: string | null;
  /** By the Clock. */
  at: Temporal.Instant;
  /** The id of the inbound message that this one answers. */
  inReplyTo: string | null;
  /** SMS: the message sid; email: the Message-ID header with its angle brackets; push: the id the service gave it;
   * webhook: its webhook-id. */
  providerId: string;
  status: MessageRow['status'];
  /** Twilio's, of what did not arrive. */
  errorCode: number | null;
  /** What Twilio read in a person's text by itself. */
  optOutType: OptOutType | null;
  /** What chaos did to it. */
  faults: Fault[];
  /** Where its sender wants to hear of its status. */
  statusCallback: string | null;
}

export interface Handset {
  simulated: true;
  address: string;
  channel: Channel;
  label: string | null;
  persona: PersonaName;
  personaSettings: PersonaSettings;
  chaos: Chaos;
  /** It sent STOP: texts to it are refused by 21610. */
  isOptedOut: boolean;
  /** Webhook signatures are checked. */
  hasSecret: boolean;
  lastMessageAt: Temporal.Instant | null;
}

/** What a browser gives out of its subscription; keys are base64url. */
export interface PushSubscription {
  simulated: true;
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** What goes wrong for all handsets that have no setting of their own. */
export interface ChaosView extends NetworkChaos {
  simulated: true;
}

export function showMessage(row: MessageRow): SandboxMessage {
  const { channel, direction, from, to, body, subject, html, headers, method, payload, at, providerId, status } = row;
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
    headers,
    method,
    payload,
    at,
    inReplyTo: row.inReplyTo === null ? null : String(row.inReplyTo),
    providerId,
    status,
    errorCode: row.errorCode,
    optOutType: row.optOutType,
    faults: row.struck.faults,
    statusCallback: row.statusCallbackUrl,
  };
}

export function showHandset(row: HandsetSeen): Handset {
  const { address, channel, label, persona, personaSettings, chaos, isOptedOut, secret, lastMessageAt } = row;
  const hasSecret = secret !== null;
  return {
    simulated: true,
    address,
    channel,
    label,
    persona,
    personaSettings,
    chaos,
    isOptedOut,
    hasSecret,
    lastMessageAt,
  };
}

export function showSubscription({ endpoint, publicKey, authSecret }: Subscription): PushSubscription {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return { simulated: true, endpoint, keys: { p256dh: text(publicKey), auth: text(authSecret) } };
}
