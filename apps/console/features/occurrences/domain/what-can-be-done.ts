/** States in which an answer still means something; one that ran out unanswered is answered late. */
const acknowledgeable = ['open', 'snoozed', 'exhausted', 'missed', 'failed'];

export function canAcknowledge(state: string): boolean {
  return acknowledgeable.includes(state);
}

export function canComplete(state: string): boolean {
  return canAcknowledge(state) || state === 'acknowledged';
}

/** Nothing more of it will happen by itself. */
export function isClosed(state: string): boolean {
  return !['planned', 'due', 'open', 'snoozed'].includes(state);
}
