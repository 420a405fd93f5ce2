/** Which of several open reminders is meant: by its number, all of them, or as things are. */
export type Which = number | 'all' | null;

/** What a reply asks for: «DONE 2», «SNOOZE 2 until 5pm», «STATUS». */
export type ReplyIntent =
  | { type: 'act'; action: 'complete' | 'acknowledge' | 'skip'; which: Which }
  /** `words` say until when; they may begin with which one is meant: `splitSnooze`. */
  | { type: 'snooze'; words: string }
  | { type: 'status' | 'help' | 'stop' | 'start' | 'unknown' };

const actions: Record<string, 'complete' | 'acknowledge' | 'skip'> = {
  DONE: 'complete',
  YES: 'complete',
  Y: 'complete',
  C: 'complete',
  OK: 'acknowledge',
  OKAY: 'acknowledge',
  D: 'acknowledge',
  DISMISS: 'acknowledge',
  SKIP: 'skip',
};

/**
 * Words that stand alone. STOP and its like are those of the carriers: Twilio blocks the number at the same words,
 * CANCEL among them, so they can mean nothing else here. START is START or UNSTOP; YES, which Twilio takes for it too,
 * stays «done»: whoever once said STOP must say plainly that they want messages again.
 */
const aloneWords: Record<string, 'status' | 'help' | 'stop' | 'start'> = {
  STATUS: 'status',
  HELP: 'help',
  INFO: 'help',
  STOP: 'stop',
  STOPALL: 'stop',
  'STOP ALL': 'stop',
  'PLEASE STOP': 'stop',
  'STOP PLEASE': 'stop',
  UNSUBSCRIBE: 'stop',
  CANCEL: 'stop',
  END: 'stop',
  QUIT: 'stop',
  REVOKE: 'stop',
  OPTOUT: 'stop',
  'OPT OUT': 'stop',
  'OPT-OUT': 'stop',
  START: 'start',
  UNSTOP: 'start',
};

/** Reads the first word, whatever its case and the full stop behind it; anything else is no answer. */
export function readReply(text: string): ReplyIntent {
  const words = text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim();
  const alone = own(aloneWords, words.replace(/[.!,]+$/u, '').toUpperCase());
  if (alone) return { type: alone };
  const snooze = /^(?:snooze\b[\s,:]*(.*)|(until\b.*))$/iu.exec(words);
  if (snooze) return { type: 'snooze', words: (snooze[1] ?? snooze[2] ?? '').replace(/[.!]+$/u, '') };
  const match = /^(\p{L}+)[\s.!,]*(\d{1,3}|all)?[\s.!]*$/iu.exec(separated(words));
  const action = own(actions, match?.[1]?.toUpperCase() ?? '');
  if (!action) return { type: 'unknown' };
  return { type: 'act', action, which: whichOf(match?.[2]) };
}

/** «2 1h» is an hour for the second, «2 hours» are two hours: a number names one only where the rest says the time. */
export function splitSnooze(words: string, isTime: (text: string) => boolean): { which: Which; time: string } {
  if (isTime(words) && !/^\d{1,3}$/.test(words)) return { which: null, time: words };
  const match = /^(\d{1,3}|all)\b[\s,:]*(.*)$/iu.exec(words);
  return match ? { which: whichOf(match[1]), time: match[2] ?? '' } : { which: null, time: words };
}

/** «OK12» is «OK 12»; «DONEALL» is no word. */
function separated(words: string): string {
  return words.replace(/^(\p{L}+)(\d)/u, '$1 $2');
}

function whichOf(text: string | undefined): Which {
  if (text === undefined) return null;
  return text.toLowerCase() === 'all' ? 'all' : Number(text);
}

function own<Value>(words: Record<string, Value>, word: string): Value | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}
