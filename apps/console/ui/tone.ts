/** The looks of a state; every word of the API belongs to exactly one (console.md, Manners). */
export type Tone = 'planned' | 'open' | 'gone' | 'answered' | 'failed' | 'quiet' | 'unknown';

const tones: Record<string, Tone> = {
  // occurrences
  planned: 'planned',
  fired: 'planned',
  due: 'planned',
  snoozed: 'planned',
  open: 'open',
  acknowledged: 'answered',
  completed: 'answered',
  exhausted: 'failed',
  failed: 'failed',
  missed: 'failed',
  cancelled: 'quiet',
  skipped: 'quiet',
  // attempts
  sending: 'open',
  accepted: 'gone',
  sent: 'gone',
  delivered: 'gone',
  answered: 'answered',
  undelivered: 'failed',
  suppressed: 'quiet',
  unknown: 'unknown',
  // schedules
  active: 'gone',
  paused: 'quiet',
  finished: 'quiet',
  // what the engine decided
  deferred: 'quiet',
  refired: 'planned',
  repaged: 'open',
  step: 'quiet',
  repeat: 'quiet',
  retry: 'quiet',
  // consent
  pending: 'planned',
  granted: 'answered',
  withdrawn: 'quiet',
  'opted-out': 'quiet',
  // imports
  running: 'open',
  done: 'answered',
  // dead letters
  replayed: 'gone',
  discarded: 'quiet',
  recovered: 'answered',
};

/** A word this version does not know looks unknown rather than like something it may not be. */
export function toneOf(state: string): Tone {
  return tones[state] ?? 'unknown';
}
