import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { AttemptStatus } from './domain/attempt-status.ts';

export { readAttemptKey, signAttemptKey } from './domain/attempt-key.ts';
export { type AttemptStatus, attemptStatuses, canFollow, highest } from './domain/attempt-status.ts';
export { sealUnsubscribe } from './smtp/unsubscribe-token.ts';
export {
  forgetIdleReplies,
  readIdleMessages,
  readQuestion,
  recordInbound,
  saveInboundReply,
} from './store/record-inbound.ts';

export type ChannelName = 'sms' | 'email' | 'push' | 'inbox' | 'webhook';

/** One way to reach people, whoever the provider is. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Hands over one message, at most once: an adapter never repeats a call that may have got through.
   * Nothing that a provider or the network does makes it reject; how it ended is in the result. Aborting the signal withdraws the message as far as that is still
   * possible and settles the call at once; one aborted by `AbortSignal.timeout` counts as a time-out instead.
   */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult>;
  /**
   * Only where the provider can be asked what became of a call with an unknown end.
   * @throws AppError `channel.look-up-failed` when the provider could not be asked, which is not the same as
   * an empty list
   */
  lookUp?(query: LookUpQuery, signal?: AbortSignal): Promise<LookUpResult>;
  /** Whose server a message goes to, where one channel has many: what one of them does says nothing about the others. */
  providerOf?(message: Pick<OutgoingMessage, 'to'>): string;
}

export interface OutgoingMessage {
  /** Names the attempt: every try has its own, and a look-up asks by it where the provider keeps it. */
  attemptId: string;
  /**
   * Made by `signAttemptKey`; comes back unchanged in the status callbacks. To be asked for by channels that have these: it
   * costs more than the rest of the message.
   */
  attemptKey(): string;
  /** E.164, an email address, a URL, or `inbox`. */
  to: string;
  /** Null where the channel has none. */
  subject: string | null;
  /** Plain text, sent as it is. */
  text: string;
  /** An RFC 5322 Message-ID without its angle brackets; repeats of the same step carry the same one. */
  messageId: string;
  /** Absolute, with the attempt key in it. */
  statusCallbackUrl(): string;
  /** The page on which it can be answered without signing in; null where none is sent along. */
  link: string | null;
  /** One POST to it, and this address gets nothing more from this tenant (RFC 8058); null where the channel has none. */
  unsubscribeUrl: string | null;
  tenantId: TenantId;
  personId: PersonId;
  personName: string;
  /** As the API shows it. */
  occurrenceId: string;
  /** What the person's contact point holds beside its address, as of now and not checked; null where it holds nothing. */
  settings: unknown;
  importance: Importance;
  /** When the turn was taken, by the Clock. */
  at: Temporal.Instant;
}

export type Importance = 'low' | 'medium' | 'high' | 'critical';

/**
 * `isOutage`: whether it says that the provider is out of order, and not something about this message. Where it is left out, an
 * unknown end does (a 5xx, silence), and a failure does not.
 */
export type SendResult =
  | { status: 'accepted' | 'sent' | 'delivered'; providerId: string }
  /**
   * The provider certainly does not have the message. `reason` is for people and may hold the address. `channel.busy`: it
   * was not even called, for too many calls to it are under way.
   */
  | { status: 'failed'; retryable: boolean; code: string; reason: string; retryAfterMs?: number; isOutage?: boolean }
  /** The provider may or may not have it: never a success, never to be repeated without a decision. */
  | { status: 'unknown'; reason: string; isOutage?: boolean };

export interface LookUpQuery {
  attemptId: string;
  to: string;
  /** The exact text that was sent. */
  text: string;
  /** When the call began. Candidates may be up to a minute older, for clocks differ. */
  notBefore: Temporal.Instant;
}

export interface LookUpResult {
  /** All messages that could be the one, including those already accounted for by other attempts. */
  candidates: FoundMessage[];
  /** The provider keeps the attempt's id: what it has is this attempt's, and can be no other's. */
  isExact: boolean;
}

export interface FoundMessage {
  providerId: string;
  status: AttemptStatus;
  /** Of a status that says it went wrong; absent or null where the provider says no more than that. */
  failure?: ReportedFailure | null;
  /** When the provider took it, in whole seconds. */
  at: Temporal.Instant;
}

/** Our code for the reason that a provider gives afterwards, by look-up or callback, and whether it may pass. */
export interface ReportedFailure {
  code: string;
  retryable: boolean;
}

export interface StatusCallback {
  /** Verified already; `readAttemptKey` gives its payload. */
  attemptKey: string;
  providerId: string;
  status: AttemptStatus;
  /** Of a status that says it went wrong. */
  failure?: ReportedFailure | null;
  reason: string | null;
}

/** Somebody has told the provider, and not us, that they want no more of this: reported it as spam, say. */
export interface Complaint {
  /** Of the message that it was about; verified already. */
  attemptKey: string;
  address: string;
  /** In which way they said it. */
  evidence: string;
}

/** What a person sent us. The same one may arrive more than once: see `recordInbound`. */
export interface InboundMessage {
  provider: 'twilio';
  providerId: string;
  channel: 'sms';
  from: string;
  to: string;
  text: string;
}
