/* Which actions mean something in which state, as the engine decides them (packages/engine/domain/decide-action.ts). */

/** What has yet to come, or waits for somebody. */
const ahead = ['planned', 'due', 'open', 'snoozed'];
/** Ended without an answer; a late answer is an answer. */
const unanswered = ['exhausted', 'missed', 'failed'];

/** Nobody can have seen what has not fired. */
export function canAcknowledge(state: string): boolean {
  return state === 'open' || state === 'snoozed' || unanswered.includes(state);
}

/** What is planned can be done ahead of time. */
export function canComplete(state: string): boolean {
  return ahead.includes(state) || unanswered.includes(state) || state === 'acknowledged';
}

export function canSnooze(state: string): boolean {
  return canComplete(state);
}

/** Left out or called off. */
export function canSkip(state: string): boolean {
  return ahead.includes(state) || state === 'acknowledged' || state === 'exhausted';
}

/** Nothing more of it will happen by itself. */
export function isClosed(state: string): boolean {
  return !ahead.includes(state);
}
