import { type Channel, type OutgoingMessage, type SendResult, sealUnsubscribe, signAttemptKey } from '@belfry/channels';
import { readContactSettings } from '@belfry/people';
import { inTransaction } from '@belfry/platform/database';
import { attemptId, attemptPayload } from '../domain/attempt-payload.ts';
import type { Contact } from '../domain/occurrence.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import { PENDING_LOOK_UP } from '../domain/outcome-codes.ts';
import { isAnsweredState } from '../domain/standing.ts';
import type { NewTurn } from '../store/pg-claim-turns.ts';
import { readImportance } from '../store/pg-importance.ts';
import { readHead } from '../store/pg-turns.ts';
import { callTimeoutMs, claimAgeMs, freshClaimMs } from './claim-age.ts';
import type { ClaimedTurn } from './claim-turns.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { Slot } from './in-flight.ts';
import { noteCarrierOptOut } from './opt-out.ts';
import { recordOutcome } from './record-outcome.ts';

/**
 * Makes one contact of a claimed turn and records what became of it. The turn is committed already, so whatever happens
 * here happens to a contact that is on record; if this process dies, the audit finds it without an outcome.
 */
export async function sendContact(
  deps: EngineDeps,
  { turn, claimedAtMs }: ClaimedTurn,
  contact: Contact,
  slot: Slot = unlimited,
): Promise<void> {
  const { address, channel: channelName } = contact;
  const channel = deps.channels.get(channelName);
  if (address === null || !channel) return;
  const ageMs = () => performance.now() - claimedAtMs;
  if (ageMs() > freshClaimMs && (await isAnswered(deps, turn))) return withdraw(deps, turn, contact);
  if (ageMs() > claimAgeMs) return giveUp(deps, turn, contact);
  deps.fault('call.before');
  const message = await messageOf(deps, turn, contact, address);
  if (message === null) return record(deps, turn, { ...contact, address }, unreadableSettings);
  const signal = AbortSignal.timeout(callTimeoutMs(channelName, deps.providerTimeoutMs));
  const result = await slot.whileWaiting(deps.providers.send(channel, message, signal), patienceMs(channel));
  deps.fault('call.after');
  await record(deps, turn, { ...contact, address }, result);
}

const unlimited: Slot = { whileWaiting: (answer) => answer };

/** How long a provider of ours may take before its call gives its slot up. */
const longestQuickMs = 1000;

/** For servers whose addresses people gave us no slot is kept even that long: there is no end of them. */
function patienceMs(channel: Channel): number {
  return channel.providerOf ? 0 : longestQuickMs;
}

/** Settings and importance are read only for the channels that ask for them: the others need no further statement. */
const readsFacts: ReadonlySet<string> = new Set(['push', 'webhook']);

const noSettings = { isReadable: true, settings: null } as const;

/** Nobody is called without the credentials that they want to be shown. */
const unreadableSettings: SendResult = {
  status: 'failed',
  retryable: false,
  code: 'contact.settings-unreadable',
  reason: 'What this contact point holds was sealed with another key; it has to be given again.',
};

/** null where what the contact point holds cannot be opened. */
async function messageOf(
  deps: EngineDeps,
  turn: NewTurn,
  contact: Contact,
  address: string,
): Promise<OutgoingMessage | null> {
  const { channel, personId, personName, subject, text, link } = contact;
  const attempt = { ...turn, target: contact.target };
  const attemptKey = signAttemptKey(deps.secret, attemptPayload(attempt));
  const [opened, importance] = readsFacts.has(channel)
    ? await Promise.all([
        readContactSettings(deps.pool, deps.sealer, { personId, channel, address }),
        readImportance(deps.pool, turn.scheduleId),
      ])
    : [noSettings, 'medium' as const];
  if (!opened.isReadable) return null;
  const unsubscribe = channel === 'email' ? sealUnsubscribe(deps.secret, { tenantId: turn.tenantId, address }) : null;
  return {
    attemptId: attemptId(attempt),
    attemptKey,
    to: address,
    subject,
    text,
    messageId: `${contact.messageId}@${new URL(deps.publicUrl).hostname}`,
    statusCallbackUrl: `${deps.publicUrl}/hooks/twilio/status/${attemptKey}`,
    link,
    unsubscribeUrl: unsubscribe && `${deps.publicUrl}/u/${unsubscribe}`,
    tenantId: turn.tenantId,
    personId,
    personName,
    occurrenceId: formatOccurrenceId(turn.day, turn.occId),
    settings: opened.settings,
    importance,
    at: turn.at,
  };
}

async function isAnswered(deps: EngineDeps, turn: NewTurn): Promise<boolean> {
  const head = await inTransaction(deps.pool, (tx) => readHead(tx, turn));
  return head !== null && isAnsweredState(head.state);
}

function attemptOf(turn: NewTurn, contact: Contact) {
  const { day, occId, seq, tenantId } = turn;
  return { day, occId, seq, tenantId, target: contact.target };
}

async function withdraw(deps: EngineDeps, turn: NewTurn, contact: Contact): Promise<void> {
  const reason = 'Somebody answered before it was sent.';
  const outcome = {
    ...attemptOf(turn, contact),
    status: 'suppressed',
    code: 'answered',
    reason,
    providerId: null,
  } as const;
  await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
  deps.observe.outcome(contact.channel, 'suppressed');
}

/** This process was held up so long that others may take it for dead. Not called is certain, so it is tried again. */
async function giveUp(deps: EngineDeps, turn: NewTurn, contact: Contact): Promise<void> {
  const reason = 'The call could not begin in time.';
  const failed = { status: 'failed', code: 'call.not-begun', reason, providerId: null } as const;
  await recordOutcome(deps, { outcome: { ...attemptOf(turn, contact), ...failed }, afterFailure: 'again' }, 'outcome');
  deps.observe.outcome(contact.channel, 'failed');
}

async function record(
  deps: EngineDeps,
  turn: NewTurn,
  contact: Contact & { address: string },
  result: SendResult,
): Promise<void> {
  const attempt = attemptOf(turn, contact);
  const { address } = contact;
  deps.observe.outcome(contact.channel, result.status);
  switch (result.status) {
    case 'accepted':
    case 'sent':
    case 'delivered': {
      const outcome = { ...attempt, status: result.status, providerId: result.providerId, code: null, reason: null };
      await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
      return;
    }
    case 'failed': {
      const { code, reason } = result;
      const outcome = { ...attempt, status: result.status, providerId: null, code, reason };
      if (code === 'sms.opted-out') await noteCarrierOptOut(deps, { channel: contact.channel, address, code });
      await recordOutcome(deps, { outcome, afterFailure: result }, 'outcome');
      return;
    }
    case 'unknown': {
      const outcome = {
        ...attempt,
        status: result.status,
        providerId: null,
        code: PENDING_LOOK_UP,
        reason: result.reason,
      };
      await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
    }
  }
}
