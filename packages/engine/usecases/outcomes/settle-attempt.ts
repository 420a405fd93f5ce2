import type { Channel, LookUpResult } from '@belfry/channels';
import type { Tx } from '@belfry/platform/database';
import { attemptId } from '../../domain/attempt-payload.ts';
import { callEndsWithinMs, callTimeoutMs } from '../../domain/claim-age.ts';
import type { AfterFailure } from '../../domain/decide-follow-up.ts';
import { failureOf } from '../../domain/failure-of.ts';
import { LEFT_TO_PERSON, PENDING_LOOK_UP, SENT_AGAIN } from '../../domain/outcome-codes.ts';
import type { OnUnknown } from '../../domain/policy.ts';
import type { AttemptKey, NewOutcome } from '../../store/chain/pg-outcomes.ts';
import { lockOtherAttempts, readOnUnknown } from '../../store/chain/pg-settle.ts';
import type { Unsettled } from '../../store/wakeups/pg-audit.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { recordOutcome } from './record-outcome.ts';

/** What was found out, and what follows from it. */
interface Finding extends Pick<NewOutcome, 'status' | 'providerId' | 'code' | 'reason'> {
  afterFailure: AfterFailure | null;
}

/**
 * Finds out what became of an attempt whose end nobody recorded: the process died, or the provider never answered.
 * First it is written down as unknown, then the provider is asked, and only where it cannot tell does the policy's
 * choice decide. Never a silent success, never a silent repetition (invariant 5).
 * Call it when the claim is older than a call can last: a look-up while the call is still on its way would miss it.
 * Should the attempt's end become known meanwhile, by a callback say, that stands and nothing else is recorded.
 * While an equal text to the same address is under way, nothing is either: the audit comes again.
 * @returns whether its end has been recorded by this
 */
export async function settleAttempt(deps: EngineDeps, unsettled: Unsettled): Promise<boolean> {
  const { wakeup, contact, isRecordedUnknown } = unsettled;
  const { address } = contact;
  if (address === null) return false;
  const { day, occId, seq, tenantId } = wakeup;
  const attempt = { day, occId, seq, tenantId, target: contact.target };
  if (!isRecordedUnknown) {
    const reason = 'Nobody recorded how the call ended.';
    const outcome = { ...attempt, status: 'unknown', providerId: null, code: PENDING_LOOK_UP, reason } as const;
    const isStillUnknown = await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
    if (!isStillUnknown) return false;
  }
  const channel = deps.channels.get(contact.channel);
  if (channel?.lookUp) return askProvider(deps, channel.lookUp, { unsettled, attempt, address });
  return recordOutcome(deps, settled(attempt, await leaveToPolicy(deps, attempt)), 'outcome');
}

type Attempt = AttemptKey & Pick<NewOutcome, 'tenantId'>;

async function askProvider(
  deps: EngineDeps,
  lookUp: NonNullable<Channel['lookUp']>,
  { unsettled, attempt, address }: { unsettled: Unsettled; attempt: Attempt; address: string },
): Promise<boolean> {
  const { wakeup, contact, turnAt } = unsettled;
  const query = { attemptId: attemptId(attempt), to: address, text: contact.text, notBefore: turnAt };
  const result = await lookUp(query, AbortSignal.timeout(deps.providerTimeoutMs));
  const endsWithinMs = callEndsWithinMs(callTimeoutMs(contact.channel, deps.providerTimeoutMs));
  const recording = async (tx: Tx) => {
    if (result.isExact) return settled(attempt, findingOf(result, new Set()));
    const others = await lockOtherAttempts(tx, { wakeup, contact, address, callEndsWithinMs: endsWithinMs });
    return others.isOneUnderWay ? null : settled(attempt, findingOf(result, others.providerIds));
  };
  return recordOutcome(deps, recording, 'outcome');
}

function settled(attempt: Attempt, { afterFailure, ...finding }: Finding) {
  return { outcome: { ...attempt, ...finding }, afterFailure, settles: true };
}

/** @param accounted ids of messages that are other attempts' */
function findingOf({ candidates }: LookUpResult, accounted: ReadonlySet<string>): Finding {
  const found = candidates.find(({ providerId }) => !accounted.has(providerId));
  if (!found) {
    const reason = 'Looked up: the provider has no such message.';
    return { status: 'failed', providerId: null, code: 'look-up.not-found', reason, afterFailure: 'again' };
  }
  const { status, providerId } = found;
  const failure = failureOf(found);
  const code = failure?.code ?? 'look-up.found';
  const reason = failure ? 'Looked up: the provider has it, and it did not arrive.' : 'Looked up: the provider has it.';
  return { status, providerId, code, reason, afterFailure: failure };
}

/** What has an author is judged by what holds now: its schedule may not have been told yet. */
async function whatIsWanted({ pool, authors }: EngineDeps, attempt: Attempt): Promise<OnUnknown> {
  const { choice, author } = await readOnUnknown(pool, attempt);
  const terms = await authors.get(author ?? '')?.terms(pool, attempt.tenantId);
  return terms?.onUnknown ?? choice;
}

async function leaveToPolicy(deps: EngineDeps, attempt: Attempt): Promise<Finding> {
  const unknown = { status: 'unknown', providerId: null } as const;
  if ((await whatIsWanted(deps, attempt)) === 'again') {
    const reason = 'This provider cannot be asked; the policy wants it sent once more.';
    return { ...unknown, code: SENT_AGAIN, reason, afterFailure: 'again' };
  }
  const reason = 'This provider cannot be asked; by the policy a person decides.';
  return { ...unknown, code: LEFT_TO_PERSON, reason, afterFailure: null };
}
