import type { Action } from '../decide-action.ts';
import { readScheduleReply, type ScheduleIntent } from './read-schedule-reply.ts';
import { readStop } from './read-stop.ts';
import { withoutSpaces, wordsOf } from './reply-words.ts';

/** Which of several open reminders is meant: by its number, all (two) of them, or as things are. */
export type Which = number | 'all' | 'both' | null;

/** What a reply asks for: «DONE 2», «SNOOZE 2 until 5pm», «STATUS». */
export type ReplyIntent =
  | { type: 'act'; action: Exclude<Action, 'snooze'>; which: Which }
  /** `words` say until when; they may begin with which one is meant: `splitSnooze`. */
  | { type: 'snooze'; words: string }
  | ScheduleIntent
  /** `maybe-stop` holds a word of stopping and is not clear. */
  | { type: 'status' | 'help' | 'stop' | 'maybe-stop' | 'start' | 'unknown' };

/** What people write for DONE. «No», «not yet» and «I'm not sure» hold none of it; what is not here is asked back. */
const done =
  '(?:done(?: it)?|yes|yep|yeah|y|c|taken|finished|completed|its done|it is done|(?:yes )?i did(?: it)?|did it|(?:(?:yes )?i(?: have|ve)? )?(?:just )?(?:took|taken|done|finished) (?:it|them|that))';
const patterns: readonly [Exclude<Action, 'snooze'>, string][] = [
  ['complete', `(?:ok |okay |yes )?${done}(?: ${done})*`],
  ['acknowledge', '(?:ok|okay|d|dismiss|seen(?: it)?|i(?: have|ve) seen it)(?: ok| okay)*'],
  ['skip', 'skip(?: it| this(?: one)?)?'],
  // CANCEL is one of the carriers' words for STOP.
  [
    'cancel',
    '(?:(?:its |it is )?call(?:ed)? (?:it |this )?off(?: it| this(?: one)?)?|(?:its |it is )?not needed(?: this time)?)',
  ],
];
const thanks = '(?: (?:already|now|just now|thanks|thank you))*';
const english = patterns.map(
  ([action, words]) => [action, new RegExp(`^${words}${thanks}(?: ?(\\d{1,3})| (all|both))?$`, 'u')] as const,
);

/** Khmer: «(it is) done», «(I have) swallowed, eaten, drunk (it)»; «seen», «agreed»; «skip»; «call off». */
const khmer: readonly [Exclude<Action, 'snooze'>, RegExp][] = [
  ['complete', /^(?:ខ្ញុំ)?(?:បាន)?(?:ធ្វើ)?(?:រួច(?:រាល់)?(?:ហើយ)?|(?:ធ្វើ|លេប|ញ៉ាំ|ផឹក)(?:ថ្នាំ)?(?:រួច)?ហើយ)(\d{1,3})?$/u],
  ['acknowledge', /^(?:(?:ខ្ញុំ)?(?:បាន)?ឃើញហើយ|បានឃើញ|យល់ព្រម)(\d{1,3})?$/u],
  ['skip', /^រំលង(\d{1,3})?$/u],
  ['cancel', /^បោះបង់(\d{1,3})?$/u],
];

/**
 * Words that stand alone. START is START or UNSTOP; YES, which Twilio takes for it too, stays «done»: whoever once said
 * STOP must say plainly that they want messages again. What means STOP: `readStop`.
 */
const aloneWords: Record<string, 'status' | 'help' | 'start'> = {
  status: 'status',
  ស្ថានភាព: 'status',
  help: 'help',
  info: 'help',
  ជំនួយ: 'help',
  start: 'start',
  unstop: 'start',
  ចាប់ផ្តើម: 'start',
  ចាប់ផ្ដើម: 'start',
};

/** Reads a reply, whatever its case, its full stops and its emoji; what is not plainly one of these is no answer. */
export function readReply(text: string): ReplyIntent {
  const stop = readStop(text);
  if (stop === 'clear') return { type: 'stop' };
  const words = wordsOf(ticked(text));
  const alone = Object.hasOwn(aloneWords, words) ? aloneWords[words] : undefined;
  if (alone) return { type: alone };
  const snooze = /^(?:snooze\b[\s,:]*(.*)|(until\b.*))$/iu.exec(spaced(text));
  if (snooze) return { type: 'snooze', words: (snooze[1] ?? snooze[2] ?? '').replace(/[.!]+$/u, '') };
  const plain = isDoubtful(text) ? null : (readAct(words) ?? readScheduleReply(words));
  return plain ?? { type: stop === 'unclear' ? 'maybe-stop' : 'unknown' };
}

function readAct(words: string): ReplyIntent | null {
  for (const [action, pattern] of english) {
    const match = pattern.exec(words);
    if (match) return { type: 'act', action, which: readWhich(match[1] ?? match[2]) };
  }
  for (const [action, pattern] of khmer) {
    const match = pattern.exec(withoutSpaces(words));
    if (match) return { type: 'act', action, which: readWhich(match[1]) };
  }
  return null;
}

/** «2 1h» is an hour for the second, «2 hours» are two hours: a number names one only where the rest says the time. */
export function splitSnooze(words: string, isTime: (text: string) => boolean): { which: Which; time: string } {
  if (isTime(words) && !/^\d{1,3}$/.test(words)) return { which: null, time: words };
  const match = /^(\d{1,3}|all|both)\b[\s,:]*(.*)$/iu.exec(words);
  return match ? { which: readWhich(match[1]), time: match[2] ?? '' } : { which: null, time: words };
}

export function readWhich(text: string | undefined): Which {
  const word = text?.toLowerCase();
  if (word === undefined || word === 'all' || word === 'both') return word ?? null;
  return Number(word);
}

/** A tick alone, or before a number, is DONE; beside words it is an ornament. */
function ticked(text: string): string {
  return /\p{L}/u.test(text) ? text : text.replace(/[✅✔☑]/u, 'done ');
}

/** A question («DONE?») and a refusal beside a word say that it is not so. */
function isDoubtful(text: string): boolean {
  return /[?？❓❔🤔❌❎✖🚫👎🙅]/u.test(text);
}

function spaced(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim();
}
