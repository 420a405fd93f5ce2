import type { InboundMessage } from '@belfry/channels';
import { ownersOf } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import type { WhichPaused } from '../../domain/replies/question.ts';
import { ReplyTexts } from '../../domain/replies/reply-texts.ts';
import { type PausedSchedule, readPaused } from '../../store/schedules/pg-paused.ts';
import { manageSchedule, orOver } from '../schedules/manage-schedule.ts';
import type { Managed } from './manage-asked.ts';

/** As many as one message has room to tell of. */
const mostTold = 9;

interface NumberedPause extends PausedSchedule {
  number: number;
  aboutId: PausedSchedule['personId'];
  aboutName: string;
}

/** What is paused, by its numbers, and the list that gives them. */
export interface Paused {
  numbered: NumberedPause[];
  list: WhichPaused;
}

interface ReplyTo {
  tx: Tx;
  message: InboundMessage;
  texts: ReplyTexts;
  now: Temporal.Instant;
}

/**
 * What is paused of those who have an address, by the numbers it goes by: those of the list they were asked by, while
 * that question stands, so that a number never passes to another; else in the order in which it was paused.
 */
export async function numberPaused(
  { tx, message }: Pick<ReplyTo, 'tx' | 'message'>,
  question: WhichPaused | null,
): Promise<Paused> {
  const owners = await ownersOf(tx, message.channel, message.from);
  const paused = await readPaused(tx, owners, mostTold);
  const listed = question?.among ?? [];
  const among = [...listed, ...paused.map(({ scheduleId }) => scheduleId).filter((id) => !listed.includes(id))];
  const numbered = paused.map((one) => ({
    ...one,
    number: among.indexOf(one.scheduleId) + 1,
    aboutId: one.personId,
    aboutName: owners.find(({ id }) => id === one.personId)?.name ?? '',
  }));
  return { numbered: numbered.toSorted((a, b) => a.number - b.number), list: { action: 'resume', among } };
}

/** Resumes the one that is meant, or asks which; what is not paused (any more) is not guessed at. */
export async function resumePaused(
  { tx, message, texts, now }: ReplyTo,
  { numbered: paused, list }: Paused,
  which: number | null,
): Promise<{ answer: string; managed: Managed[]; question: WhichPaused | null }> {
  const named = new ReplyTexts(texts.words, paused);
  const [first, ...others] = paused;
  if (!first) return { answer: texts.words.nothingPaused, managed: [], question: null };
  const only = others.length === 0 ? first : undefined;
  const meant = which === null ? only : paused.find(({ number }) => number === which);
  if (!meant) return { answer: named.askResume(paused), managed: [], question: list };
  const { tenantId, scheduleId, personId: id, aboutName: name } = meant;
  const resumed = await manageSchedule(tx, { action: 'resume', tenantId, id: scheduleId, now }).catch(orOver);
  if (!resumed) return { answer: named.hasEnded(meant), managed: [], question: null };
  const actor = { type: 'person', id, name, via: message.channel } as const;
  const managed = [{ tenantId, scheduleId, action: 'resume', actor } as const];
  return { answer: named.managed('resume', meant), managed, question: null };
}
