import type { TimelineEntry } from '@belfry/sdk';

/** An entry of the timeline; an attempt carries its outcomes. */
export interface EntryWithOutcomes {
  entry: TimelineEntry;
  outcomes: TimelineEntry[];
}

/** Each outcome goes to its attempt; one whose attempt is not in the list stands for itself, so that nothing is lost. */
export function withOutcomes(entries: readonly TimelineEntry[]): EntryWithOutcomes[] {
  const attempts = new Map<string, EntryWithOutcomes>();
  const rows: EntryWithOutcomes[] = [];
  for (const entry of entries) {
    const attempt = entry.type === 'outcome' && entry.attemptId !== null ? attempts.get(entry.attemptId) : undefined;
    if (attempt) {
      attempt.outcomes.push(entry);
      continue;
    }
    const row = { entry, outcomes: [] };
    rows.push(row);
    if (entry.type === 'attempt' && entry.attemptId !== null) attempts.set(entry.attemptId, row);
  }
  return rows;
}
