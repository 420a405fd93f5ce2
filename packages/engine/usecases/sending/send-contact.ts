import { isDeepStrictEqual } from 'node:util';
import {
  type Channel,
  type Importance,
  type OutgoingMessage,
  type SendResult,
  sealUnsubscribe,
  signAttemptKey,
} from '@belfry/channels';
import { readContactSettings } from '@belfry/people';
import { inTransaction } from '@belfry/platform/database';
import { attemptId, attemptPayload } from '../../domain/attempt-payload.ts';
import { callTimeoutMs, claimAgeMs, freshClaimMs } from '../../domain/claim-age.ts';
import type { Contact } from '../../domain/occurrence.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { PENDING_LOOK_UP } from '../../domain/outcome-codes.ts';
import type { NewTurn } from '../../store/chain/pg-claim-turns.ts';
import { readImportance } from '../../store/chain/pg-importance.ts';
import { readAnswered } from '../../store/chain/pg-turns.ts';
import { noteCarrierOptOut } from '../actions/opt-out.ts';
import type { ClaimedTurn } from '../claiming/claim-turns.ts';
import { type FilledDigest, fillDigests } from '../claiming/fill-digests.ts';
import type { EngineDeps } from '../engine-deps.ts';
import type { End } from '../outcomes/record-ends.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import { Deadlines } from './deadlines.ts';
import type { Slot } from './in-flight.ts';

/**
 * Makes one contact of a claimed turn and records what became of it. The turn is committed already, so whatever happens
 * here happens to a contact that is on record; if this process dies, the audit finds it without an outcome.
 * @returns whether it has come to an end of which nothing has to be found out any more
 */
export async function sendContact(
  deps: EngineDeps,
  claim: ClaimedTurn,
  contact: Contact,
  { slot, record: recordEnd }: Sending = byItself(deps),
): Promise<boolean> {
  const { turn } = claim;
  const { address, channel: channelName } = contact;
  const channel = deps.channels.get(channelName);
  if (address === null || !channel) return false;
  const called = { ...contact, address };
  // Thousands a second need neither, and to wait for nothing costs as much as the message.
  const facts = readsFacts.has(channelName) ? await readFacts(deps, turn, called) : noFacts;
  const tellsOfAll = claim.digest === null || (await tellsWhatStands(deps, turn, claim.digest));
  const isFresh = performance.now() - claim.freshAtMs <= freshClaimMs;
  if (claim.isAnswered || (!isFresh && (await isAnswered(deps, turn))))
    return withdraw(deps, claim, contact, recordEnd);
  if (!facts.isReadable) return record(deps, claim, called, unreadableSettings, recordEnd);
  if (!tellsOfAll) return giveUp(deps, claim, contact, outdated, recordEnd);
  // Judged when nothing is left to wait for: while it is read what to say, its age goes on.
  if (performance.now() - claim.claimedAtMs > claimAgeMs) return giveUp(deps, claim, contact, tooLate, recordEnd);
  const message = messageOf(deps, turn, called, facts);
  deps.fault('call.before');
  const signal = deadlines.after(callTimeoutMs(channelName, deps.providerTimeoutMs));
  const result = await slot.whileWaiting(deps.providers.send(channel, message, signal), patienceMs(channel));
  deps.fault('call.after');
  return record(deps, claim, called, result, recordEnd);
}

/** What a call shares with others that are made at the same time. */
interface Sending {
  slot: Slot;
  /** Writes down an end, and what follows from it. */
  record(end: End): Promise<unknown>;
}

function byItself(deps: EngineDeps): Sending {
  return { slot: { whileWaiting: (answer) => answer }, record: (end) => recordOutcome(deps, end, 'outcome') };
}

/** How long a provider of ours may take before its call gives its slot up. */
const longestQuickMs = 1000;

/** For servers whose addresses people gave us no slot is kept even that long: there is no end of them. */
function patienceMs(channel: Channel): number {
  return channel.providerOf ? 0 : longestQuickMs;
}

const deadlines = new Deadlines();

/** Settings and importance are read only for the channels that ask for them: the others need no further statement. */
const readsFacts: ReadonlySet<string> = new Set(['push', 'webhook']);

/** What is read when it is sent. `isReadable`: what the contact point holds can be opened. */
type ContactFacts = { isReadable: false } | { isReadable: true; settings: unknown; importance: Importance };

const noFacts = { isReadable: true, settings: null, importance: 'medium' } as const;

/** Nobody is called without the credentials that they want to be shown. */
const unreadableSettings: SendResult = {
  status: 'failed',
  retryable: false,
  code: 'contact.settings-unreadable',
  reason: 'What this contact point holds was sealed with another key; it has to be given again.',
};

type Called = Contact & { address: string };

async function readFacts(
  { pool, sealer }: EngineDeps,
  { scheduleId }: NewTurn,
  { personId, channel, address }: Called,
): Promise<ContactFacts> {
  const [opened, importance] = await Promise.all([
    readContactSettings(pool, sealer, { personId, channel, address }),
    readImportance(pool, scheduleId),
  ]);
  return opened.isReadable ? { ...opened, importance } : opened;
}

function messageOf(
  deps: EngineDeps,
  turn: NewTurn,
  contact: Called,
  { settings, importance }: ContactFacts & { isReadable: true },
): OutgoingMessage {
  const { address, channel, personId, personName, subject, text, link } = contact;
  const attempt = attemptOf(turn, contact);
  const attemptKey = () => signAttemptKey(deps.secret, attemptPayload(attempt));
  const unsubscribe = channel === 'email' ? sealUnsubscribe(deps.secret, { tenantId: turn.tenantId, address }) : null;
  return {
    attemptId: attemptId(attempt),
    attemptKey,
    to: address,
    subject,
    text,
    messageId: `${contact.messageId}@${hostOf(deps.publicUrl)}`,
    statusCallbackUrl: () => `${deps.publicUrl}/hooks/twilio/status/${attemptKey()}`,
    link,
    unsubscribeUrl: unsubscribe && `${deps.publicUrl}/u/${unsubscribe}`,
    tenantId: turn.tenantId,
    personId,
    personName,
    occurrenceId: formatOccurrenceId(turn.day, turn.occId),
    settings,
    importance,
    at: turn.at,
  };
}

let lastHost = { url: '', name: '' };

/** There is one, and reading it took as long as the rest of the message. */
function hostOf(url: string): string {
  if (url !== lastHost.url) lastHost = { url, name: new URL(url).hostname };
  return lastHost.name;
}

async function isAnswered(deps: EngineDeps, turn: NewTurn): Promise<boolean> {
  return (await readAnswered(deps.pool, [turn])).has(turn.occId);
}

function attemptOf(turn: NewTurn, contact: Contact) {
  const { day, occId, seq, tenantId } = turn;
  return { day, occId, seq, tenantId, target: contact.target };
}

type RecordEnd = Sending['record'];

async function withdraw(
  deps: EngineDeps,
  { turn, wakeup }: ClaimedTurn,
  contact: Contact,
  recordEnd: RecordEnd,
): Promise<boolean> {
  const reason = 'Somebody answered before it was sent.';
  const withdrawn = { status: 'suppressed', code: 'answered', reason, providerId: null } as const;
  await recordEnd({ outcome: { ...attemptOf(turn, contact), ...withdrawn }, afterFailure: null });
  deps.observe.outcome({ channel: contact.channel, status: 'suppressed', lane: wakeup.lane, latenessMs: null });
  return true;
}

/**
 * What a digest tells of has chains of its own, in which it holds no place: somebody may have answered one of them since it
 * was claimed.
 */
async function tellsWhatStands({ pool }: EngineDeps, turn: NewTurn, digest: FilledDigest): Promise<boolean> {
  const now = (await inTransaction(pool, (tx) => fillDigests(tx, [turn.occId]))).get(turn.occId);
  return isDeepStrictEqual(now?.lines, digest.lines);
}

/** This process was held up so long that others may take it for dead. */
const tooLate = 'The call could not begin in time.';
const outdated = 'Something that it tells of has been dealt with meanwhile.';

/** Not called is certain, so it is tried again, with the data of then. */
async function giveUp(
  deps: EngineDeps,
  { turn, wakeup }: ClaimedTurn,
  contact: Contact,
  reason: string,
  recordEnd: RecordEnd,
): Promise<boolean> {
  const failed = { status: 'failed', code: 'call.not-begun', reason, providerId: null } as const;
  await recordEnd({ outcome: { ...attemptOf(turn, contact), ...failed }, afterFailure: 'again' });
  deps.observe.outcome({ channel: contact.channel, status: 'failed', lane: wakeup.lane, latenessMs: null });
  return true;
}

async function record(
  deps: EngineDeps,
  { turn, wakeup, expectedAt }: ClaimedTurn,
  contact: Called,
  result: SendResult,
  recordEnd: RecordEnd,
): Promise<boolean> {
  const attempt = { ...attemptOf(turn, contact), status: result.status };
  const { address, channel } = contact;
  const latenessMs = hasArrived(result) ? deps.clock.now().epochMilliseconds - expectedAt.epochMilliseconds : null;
  deps.observe.outcome({ channel, status: result.status, lane: wakeup.lane, latenessMs });
  switch (result.status) {
    case 'accepted':
    case 'sent':
    case 'delivered': {
      const { providerId } = result;
      await recordEnd({ outcome: { ...attempt, providerId, code: null, reason: null }, afterFailure: null });
      return true;
    }
    case 'failed': {
      const { code, reason } = result;
      // Where it cannot be noted, the carrier says so again; the end of this call it does not.
      if (code === 'sms.opted-out')
        await noteCarrierOptOut(deps, { channel, address, code }).catch((error: unknown) =>
          deps.onError(error, 'noting that somebody opted out'),
        );
      await recordEnd({ outcome: { ...attempt, providerId: null, code, reason }, afterFailure: result });
      return true;
    }
    case 'unknown': {
      const { reason } = result;
      await recordEnd({ outcome: { ...attempt, providerId: null, code: PENDING_LOOK_UP, reason }, afterFailure: null });
      return false;
    }
  }
}

function hasArrived({ status }: SendResult): boolean {
  return status === 'accepted' || status === 'sent' || status === 'delivered';
}
