import type { TimelineEntry } from '@belfry/sdk';
import { useEffect, useState } from 'react';

const DISSOLVE_MS = 1_400;
const nothing: readonly TimelineEntry[] = [];

/** The planned steps that an answer has just made needless: they stay for a moment, so that one sees them go. */
export function useDissolving(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const [seen, setSeen] = useState(entries);
  const [dissolving, setDissolving] = useState(nothing);
  // While rendering, not after it: a mark that left the page for one frame could not fade.
  if (seen !== entries) {
    setSeen(entries);
    const isCut = isAnswered(entries) && !isAnswered(seen) && !entries.some(isPlanned);
    if (isCut) setDissolving(seen.filter(isPlanned));
  }
  useEffect(() => {
    if (dissolving.length === 0) return;
    const timer = setTimeout(() => setDissolving(nothing), DISSOLVE_MS);
    return () => clearTimeout(timer);
  }, [dissolving]);
  return dissolving;
}

function isPlanned(entry: TimelineEntry): boolean {
  return entry.type === 'planned';
}

function isAnswered(entries: readonly TimelineEntry[]): boolean {
  return entries.some((entry) => entry.type === 'action');
}
