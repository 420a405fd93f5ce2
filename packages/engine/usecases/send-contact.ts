import { type SendResult, signAttemptKey } from '@belfry/channels';
import { inTransaction } from '@belfry/platform/database';
import { attemptPayload } from '../domain/attempt-payload.ts';
import type { Contact } from '../domain/occurrence.ts';
import type { NewTurn } from '../store/pg-claim-turns.ts';
import { readHead } from '../store/pg-turns.ts';
import { claimAgeMs, freshClaimMs } from './claim-age.ts';
import type { ClaimedTurn } from './claim-turns.ts';
import type { EngineDeps } from './engine-deps.ts';
import { PENDING_LOOK_UP, recordOutcome } from './record-outcome.ts';

/**
 * Makes one contact of a claimed turn and records what became of it. The turn is committed already, so whatever happens
 * here happens to a contact that is on record; if this process dies, the audit finds it without an outcome.
 */
export async function sendContact(
  deps: EngineDeps,
  { turn, claimedAtMs }: ClaimedTurn,
  contact: Contact,
): Promise<void> {
  const { address, channel: channelName } = contact;
  const channel = deps.channels.get(channelName);
  if (address === null || !channel) return;
  const ageMs = () => performance.now() - claimedAtMs;
  if (ageMs() > freshClaimMs && (await isAnswered(deps, turn))) return withdraw(deps, turn, contact);
  if (ageMs() > claimAgeMs) return giveUp(deps, turn, contact);
  deps.fault('call.before');
  const attemptKey = signAttemptKey(deps.secret, attemptPayload({ ...turn, target: contact.target }));
  const result = await channel.send(
    {
      attemptKey,
      to: address,
      subject: contact.subject,
      text: contact.text,
      messageId: `${contact.messageId}@${new URL(deps.publicUrl).hostname}`,
      statusCallbackUrl: `${deps.publicUrl}/hooks/twilio/status/${attemptKey}`,
    },
    AbortSignal.timeout(deps.providerTimeoutMs),
  );
  deps.fault('call.after');
  await record(deps, turn, contact, result);
}

async function isAnswered(deps: EngineDeps, turn: NewTurn): Promise<boolean> {
  const head = await inTransaction(deps.pool, (tx) => readHead(tx, turn));
  return head !== null && head.state !== 'open';
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

async function record(deps: EngineDeps, turn: NewTurn, contact: Contact, result: SendResult): Promise<void> {
  const attempt = attemptOf(turn, contact);
  deps.observe.outcome(contact.channel, result.status);
  switch (result.status) {
    case 'accepted':
    case 'sent': {
      const outcome = { ...attempt, status: result.status, providerId: result.providerId, code: null, reason: null };
      await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
      return;
    }
    case 'failed': {
      const { code, reason } = result;
      const outcome = { ...attempt, status: result.status, providerId: null, code, reason };
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
