import { compareInstants } from '@belfry/kernel/instants';

/** The order in which the wake-ups of a lane are read, and told apart but for their plannings. */
export interface WakeupKey {
  dueAt: Temporal.Instant;
  occId: string;
  seq: number;
}

export function compareKeys(a: WakeupKey, b: WakeupKey): number {
  return compareInstants(a.dueAt, b.dueAt) || (a.occId < b.occId ? -1 : a.occId > b.occId ? 1 : a.seq - b.seq);
}

export function earlierKey(a: WakeupKey, b: WakeupKey): WakeupKey {
  return compareKeys(b, a) < 0 ? b : a;
}

/** Before every wake-up that is due at `dueAt`. */
export function startOf(dueAt: Temporal.Instant): WakeupKey {
  return { dueAt, occId: '00000000-0000-0000-0000-000000000000', seq: -1 };
}

/** After every wake-up that is due at `dueAt`. */
export function endOf(dueAt: Temporal.Instant): WakeupKey {
  return { dueAt, occId: 'ffffffff-ffff-ffff-ffff-ffffffffffff', seq: mostSeq };
}

/** What comes next after `key`. */
export function afterKey({ dueAt, occId, seq }: WakeupKey): WakeupKey {
  return { dueAt, occId, seq: Math.min(mostSeq, seq + 1) };
}

/** What an integer column holds. */
const mostSeq = 2 ** 31 - 1;
