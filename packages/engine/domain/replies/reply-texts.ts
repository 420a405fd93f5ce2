import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Action } from '../decide-action.ts';

/** What is said back by SMS. Every text is short enough for two segments as long as titles are. */

interface Open {
  number: number | null;
  title: string;
  dueAt: Temporal.Instant;
  zone: TimeZone;
}

const word: Partial<Record<Action, string>> = { complete: 'DONE', acknowledge: 'OK', skip: 'SKIP', snooze: 'SNOOZE' };
const shown = 9;

export const notUnderstood =
  'Sorry, that was not understood. Reply DONE when it is done, OK if you have seen it, HELP for more.';

export const help =
  'Reply DONE when it is done, OK if you have seen it, SNOOZE 1h or UNTIL 5pm to be reminded later, SKIP to leave it ' +
  'out, STATUS for what is open, STOP for no more messages.';

export const stopped = 'You will get no more messages from us. Reply START to get them again.';
export const started = 'You will get messages from us again. Reply STOP for no more.';
export const nothingOpen = 'Nothing is waiting for your answer.';
export const forHowLong = 'For how long? Reply for example SNOOZE 1h or UNTIL tomorrow.';

export function askWhich(among: readonly Open[], action: Action): string {
  const time = action === 'snooze' ? ', its number and for how long' : ' and its number';
  return `Which one? Reply ${word[action] ?? 'DONE'}${time}.\n${listOf(among)}`;
}

export function status(open: readonly Open[]): string {
  if (open.length === 0) return nothingOpen;
  return `Waiting for your answer:\n${open
    .slice(0, shown)
    .map((one) => `${nameOf(one)} (${timeOf(one)})`)
    .join('\n')}`;
}

export function thanks(action: Action, titles: readonly string[], understood: string | null): string {
  const what = titles.join(', ');
  switch (action) {
    case 'complete':
      return `Thank you. Done: ${what}`;
    case 'acknowledge':
      return `Thank you. Seen: ${what}`;
    case 'snooze':
      return `Snoozed until ${understood}: ${what}`;
    case 'skip':
      return `Skipped: ${what}`;
    case 'cancel':
      return `Cancelled: ${what}`;
  }
}

function listOf(among: readonly Open[]): string {
  return among.slice(0, shown).map(nameOf).join('\n');
}

function nameOf({ number, title }: Open): string {
  return number === null ? title : `${number} ${title}`;
}

function timeOf({ dueAt, zone }: Open): string {
  const local = dueAt.toZonedDateTimeISO(zone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
