import type { ReportedFailure, StatusCallback } from '@belfry/channels';

/**
 * Why a message did not arrive, by its provider's word, told by a callback or found by a look-up: which of the two comes
 * first decides nothing. null where it says nothing of the kind; without a reason it is taken for a refusal for good.
 */
export function failureOf({ status, failure }: Pick<StatusCallback, 'status' | 'failure'>): ReportedFailure | null {
  if (status !== 'failed' && status !== 'undelivered') return null;
  return failure ?? { code: 'provider.reported', retryable: false };
}
