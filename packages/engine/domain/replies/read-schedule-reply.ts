import { withoutSpaces } from './reply-words.ts';

/** What can be done by reply to the reminder itself, beyond the one time that was asked about. */
export type ScheduleReply = 'pause' | 'finish';

export type ScheduleIntent =
  | { type: 'manage'; action: ScheduleReply; which: number | null }
  /** `which` is its place in the list of what is paused. */
  | { type: 'resume'; which: number | null }
  /** FINISH alone: most who write it mean that it is done this time. */
  | { type: 'maybe-finish' };

const it = '(?: it| this(?: one)?| (?:the |this |my )?reminder)?';
const number = '(?: ?(?<which>\\d{1,3}))?';
const polite = '(?: (?:please|pls|thanks|thank you))?';
const ending = 'end (?:the |this |my )?reminder(?: for good)?';

const patterns: readonly [ScheduleIntent['type'] | ScheduleReply, RegExp][] = [
  ['pause', new RegExp(`^pause${it}${number}${polite}$`, 'u')],
  ['resume', new RegExp(`^(?:resume|unpause)${it}${number}${polite}$`, 'u')],
  ['finish', new RegExp(`^(?:finish${it} for good|${ending})${number}${polite}$`, 'u')],
  ['finish', new RegExp(`^finish (?<which>\\d{1,3}) for good${polite}$`, 'u')],
  ['maybe-finish', new RegExp(`^finish${it}${number}${polite}$`, 'u')],
];

/** Khmer: «pause», «go on», «end»; the last is asked back as FINISH is. */
const khmer: typeof patterns = [
  ['pause', /^(?:សូម)?ផ្អាក(?:ការរំលឹក)?(?<which>\d{1,3})?$/u],
  ['resume', /^(?:សូម)?បន្ត(?:ការរំលឹក)?(?<which>\d{1,3})?$/u],
  ['maybe-finish', /^(?:សូម)?បញ្ចប់(?:ការរំលឹក)?(?<which>\d{1,3})?$/u],
];

/** @param words of `wordsOf` */
export function readScheduleReply(words: string): ScheduleIntent | null {
  return readBy(patterns, words) ?? readBy(khmer, withoutSpaces(words));
}

function readBy(list: typeof patterns, words: string): ScheduleIntent | null {
  for (const [meaning, pattern] of list) {
    const match = pattern.exec(words);
    if (!match) continue;
    const which = match.groups?.which === undefined ? null : Number(match.groups.which);
    if (meaning === 'pause' || meaning === 'finish') return { type: 'manage', action: meaning, which };
    return meaning === 'resume' ? { type: 'resume', which } : { type: 'maybe-finish' };
  }
  return null;
}
