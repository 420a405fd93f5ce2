import type { TimeZone } from '@belfry/kernel/time-zone';
import type { OccurrenceState } from './occurrence.ts';
import { formatLocal } from './snooze/format-local.ts';

interface Acted {
  state: OccurrenceState;
  didChange: boolean;
  snoozedUntil: Temporal.Instant | null;
  zone: TimeZone;
}

/** What an action did, in a sentence; that of a snooze says when, where the person is. */
export function actionMessage({ state, didChange, snoozedUntil, zone }: Acted): string {
  const what = state === 'snoozed' && snoozedUntil ? `snoozed until ${formatLocal(snoozedUntil, zone)}` : state;
  return didChange ? `It is ${what}.` : `It was ${what} already.`;
}
