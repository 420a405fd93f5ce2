import { notFound } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import { formatOccurrenceId, type OccId } from '../../domain/occurrence-id.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readOccurrence } from '../../store/occurrences/pg-occurrences.ts';

/** @throws AppError `occurrence.not-found` (404) */
export async function requireOccurrence(
  tx: Tx,
  key: { day: string; occId: OccId },
  now: Temporal.Instant,
): Promise<OccurrenceRecord> {
  const occurrence = await readOccurrence(tx, key, now);
  if (!occurrence) throw notFound('occurrence', formatOccurrenceId(key.day, key.occId));
  return occurrence;
}
