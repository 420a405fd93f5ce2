import { readAttemptKey, type StatusCallback } from '@belfry/channels';
import { readAttemptPayload } from '../../domain/attempt-payload.ts';
import { failureOf } from '../../domain/failure-of.ts';
import { readTurn } from '../../store/chain/pg-turns.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { recordOutcome } from './record-outcome.ts';

/**
 * Takes a provider's news of an attempt into its record. In any order and any number: only what says more than is
 * known changes anything. News of an attempt that was never made changes nothing.
 */
export async function applyStatus(deps: EngineDeps, callback: StatusCallback): Promise<void> {
  const payload = readAttemptKey(deps.secret, callback.attemptKey);
  const attempt = payload === null ? null : readAttemptPayload(payload);
  if (!attempt) return;
  // It comes from outside, and may name an attempt that is none: of another database, or of a dropped partition.
  const turn = await readTurn(deps.pool, attempt);
  const contact = turn?.contacts.find(({ target }) => target === attempt.target);
  if (!contact) return;
  const { status, providerId, reason } = callback;
  const failure = failureOf(callback);
  const outcome = { ...attempt, status, providerId, code: failure?.code ?? null, reason };
  const isNews = await recordOutcome(deps, { outcome, afterFailure: failure }, 'callback');
  if (isNews) deps.observe.outcome({ channel: contact.channel, status, lane: null, latenessMs: null });
}
