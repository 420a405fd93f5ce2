import type { OnUnknown } from '../domain/policy.ts';
import type { Unsettled } from '../store/pg-audit.ts';
import { accountedProviderIds, readOnUnknown } from '../store/pg-settle.ts';
import type { EngineDeps } from './engine-deps.ts';
import { LEFT_TO_PERSON, PENDING_LOOK_UP, recordOutcome, SENT_AGAIN } from './record-outcome.ts';

/**
 * Finds out what became of an attempt whose end nobody recorded: the process died, or the provider never answered.
 * First it is written down as unknown, then the provider is asked, and only where it cannot tell does the policy's
 * choice decide. Never a silent success, never a silent repetition (invariant 5).
 * Call it when the claim is older than a call can last: a look-up while the call is still on its way would miss it.
 */
export async function settleAttempt(deps: EngineDeps, unsettled: Unsettled): Promise<void> {
  const { wakeup, contact, turnAt } = unsettled;
  const { address } = contact;
  const channel = deps.channels.get(contact.channel);
  if (address === null) return;
  const attempt = {
    day: wakeup.day,
    occId: wakeup.occId,
    seq: wakeup.seq,
    tenantId: wakeup.tenantId,
    target: contact.target,
  };
  if (!unsettled.isRecordedUnknown) {
    const reason = 'Nobody recorded how the call ended.';
    const outcome = { ...attempt, status: 'unknown', providerId: null, code: PENDING_LOOK_UP, reason } as const;
    await recordOutcome(deps, { outcome, afterFailure: null }, 'outcome');
  }
  if (!channel?.lookUp) {
    const choice = await readOnUnknown(deps.pool, attempt);
    return recordChoice(deps, attempt, choice);
  }
  const { candidates } = await channel.lookUp({ to: address, text: contact.text, notBefore: turnAt });
  const accounted = await accountedProviderIds(deps.pool, { wakeup, contact, address });
  const found = candidates.find((candidate) => !accounted.has(candidate.providerId));
  if (!found) {
    const reason = 'Looked up: the provider has no such message.';
    const outcome = { ...attempt, status: 'failed', providerId: null, code: 'look-up.not-found', reason } as const;
    await recordOutcome(deps, { outcome, afterFailure: 'again' }, 'outcome');
    return;
  }
  const reason = 'Looked up: the provider has it.';
  const outcome = { ...attempt, status: found.status, providerId: found.providerId, code: 'look-up.found', reason };
  const isFailure = found.status === 'failed' || found.status === 'undelivered';
  await recordOutcome(deps, { outcome, afterFailure: isFailure ? { retryable: false } : null }, 'outcome');
}

type Attempt = Pick<Unsettled['wakeup'], 'day' | 'occId' | 'seq' | 'tenantId'> & { target: number };

async function recordChoice(deps: EngineDeps, attempt: Attempt, choice: OnUnknown): Promise<void> {
  const isAgain = choice === 'again';
  const outcome = {
    ...attempt,
    status: 'unknown',
    providerId: null,
    code: isAgain ? SENT_AGAIN : LEFT_TO_PERSON,
    reason: isAgain
      ? 'This provider cannot be asked; by the policy it is sent once more.'
      : 'This provider cannot be asked; by the policy a person decides.',
  } as const;
  await recordOutcome(deps, { outcome, afterFailure: isAgain ? 'again' : null }, 'outcome');
}
