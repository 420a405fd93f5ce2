import type { ScheduleId } from '@belfry/kernel/ids';
import type { Action } from '../decide-action.ts';
import type { OccId } from '../occurrence-id.ts';
import { readWhich, type Which } from './read-reply.ts';
import type { ScheduleReply } from './read-schedule-reply.ts';
import { withoutSpaces, wordsOf } from './reply-words.ts';

/** What we asked back, kept with the message that made us ask: what the answer to it is about. */
export type Question = WhichOccurrence | WhichPaused;

interface WhichOccurrence {
  action: Action | ScheduleReply;
  /** Until when, in the words of whoever said it; null while it has not been said. */
  time: string | null;
  among: OccId[];
}

export interface WhichPaused {
  action: 'resume';
  /** In the order of their numbers, which stay what they are while others are resumed. */
  among: ScheduleId[];
}

interface Option {
  number: number | null;
  title: string;
}

/**
 * Which of the options an answer to «Which one?» picks: by its number («2», «#2», «the second», «no. 2 please»), by its
 * title, or all of them. A word that is in one title alone is enough. Undefined where it is no such answer.
 */
export function readChoice(text: string, options: readonly Option[]): Which | undefined {
  const words = wordsOf(text).replace(/^(?:the|number|no|nr) | (?:one|please)$/gu, '');
  const all = /^(all|both)(?: of them)?$/u.exec(words);
  if (all) return readWhich(all[1]);
  if (/^ទាំងអស់$/u.test(withoutSpaces(words))) return 'all';
  if (/^\d{1,3}$/u.test(words)) return Number(words);
  const ordinal = ordinals.findIndex((names) => names.includes(words));
  if (ordinal >= 0) return ordinal + 1;
  if (words.length < 3 || /^(?:not|none|never|neither|nothing|later)\b/u.test(words)) return undefined;
  const isNamed = (title: string) => ` ${wordsOf(title)} `.includes(` ${words} `);
  const [exact, ...alike] = options.filter(({ title }) => wordsOf(title) === words);
  if (exact) return alike.length === 0 ? exact.number : undefined;
  const [named, ...others] = options.filter(({ title }) => isNamed(title));
  return named && others.length === 0 ? named.number : undefined;
}

const ordinals = [
  ['first', '1st'],
  ['second', '2nd'],
  ['third', '3rd'],
  ['fourth', '4th'],
  ['fifth', '5th'],
];
