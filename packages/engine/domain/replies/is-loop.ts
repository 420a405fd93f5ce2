import { readReply } from './read-reply.ts';
import { wordsOf } from './reply-words.ts';

/** So many answers to what nobody understands, and it is a machine that answers ours. */
const mostUnclear = 5;
/** A machine can say a word of ours, too; no person says the same one so often to no effect. */
const mostAlike = 20;

/**
 * Whether to leave a message that changes nothing unanswered. `earlier` are the messages that were answered and changed
 * nothing, since something last did, within the hour.
 */
export function isLoop(text: string, earlier: readonly string[]): boolean {
  if (isUnclear(text)) return earlier.filter(isUnclear).length >= mostUnclear;
  return earlier.filter((one) => wordsOf(one) === wordsOf(text)).length >= mostAlike;
}

function isUnclear(text: string): boolean {
  const { type } = readReply(text);
  return type === 'unknown' || type === 'maybe-stop';
}
