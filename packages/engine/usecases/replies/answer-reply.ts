import { type InboundMessage, readQuestion } from '@belfry/channels';
import { isOptedOut, localeOf, tenantsKnowing } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import type { Action } from '../../domain/decide-action.ts';
import { languageOf } from '../../domain/language.ts';
import { canBeAnswered, chooseAsked } from '../../domain/replies/choose-asked.ts';
import { type Question, readChoice, type WhichPaused } from '../../domain/replies/question.ts';
import { type ReplyIntent, readReply, splitSnooze, type Which } from '../../domain/replies/read-reply.ts';
import type { ScheduleReply } from '../../domain/replies/read-schedule-reply.ts';
import { type ReplyCatalogue, replyCatalogues } from '../../domain/replies/reply-catalogue.ts';
import { ReplyTexts } from '../../domain/replies/reply-texts.ts';
import { parseSnooze, snoozeFor } from '../../domain/snooze/parse-snooze.ts';
import { type AskedOccurrence, readAsked } from '../../store/stopping/pg-asked.ts';
import { optIn, stopAddress } from '../actions/opt-out.ts';
import { actOnAsked, type RepliedAction } from './act-on-asked.ts';
import { type Managed, manageAsked } from './manage-asked.ts';
import { numberPaused, resumePaused } from './resume-paused.ts';

export interface ReplyResult {
  /** null is silence. */
  answer: string | null;
  /** It changed something. An answer to what changed nothing may be one to a machine that answers ours. */
  didChange: boolean;
  /** What was acted on, now or, as the answer says, before; to be drained before the answer is given. */
  acted: AskedOccurrence[];
  /** Schedules that it paused, ended or resumed; to be settled before the answer is given. */
  managed: Managed[];
  /** It said STOP; to be settled before the answer is given. */
  hasStopped: boolean;
  /** What the answer asks back. */
  question: Question | null;
  /** It answers what was asked back before, which stays open. */
  answersQuestion: boolean;
}

interface Reply {
  tx: Tx;
  message: InboundMessage;
  asked: readonly AskedOccurrence[];
  texts: ReplyTexts;
  now: Temporal.Instant;
}

/** How long «2» may follow «Which one?», by the Clock. */
const questionStands = Temporal.Duration.from({ hours: 1 });

const silence: ReplyResult = {
  answer: null,
  didChange: false,
  acted: [],
  managed: [],
  hasStopped: false,
  question: null,
  answersQuestion: false,
};
const idle = (answer: string, question: Question | null = null): ReplyResult => ({ ...silence, answer, question });

/** Does what a reply asks for, in the transaction of its record, and says what to answer. */
export async function answerReply(tx: Tx, message: InboundMessage, now: Temporal.Instant): Promise<ReplyResult> {
  const { channel, from } = message;
  const intent = readReply(message.text);
  const asked = await readAsked(tx, channel, from);
  const reply = { tx, message, asked, texts: new ReplyTexts(await wordsFor(tx, message, asked), asked), now };
  if (intent.type === 'stop' || intent.type === 'start') return changeConsent(reply, intent.type);
  const result = await answerIntent(reply, intent);
  // Who said STOP can still say DONE, but hears nothing, this answer included.
  return result.answer !== null && (await isOptedOut(tx, channel, from)) ? { ...result, answer: null } : result;
}

/** To be said after the answer, in its language, where something had left before it could be stopped. */
export async function wordOfWhatLeft(tx: Tx, message: InboundMessage): Promise<string> {
  const words = await wordsFor(tx, message, await readAsked(tx, message.channel, message.from));
  return words.couldNotStop;
}

async function wordsFor(
  tx: Tx,
  { channel, from }: InboundMessage,
  asked: readonly AskedOccurrence[],
): Promise<ReplyCatalogue> {
  const locale = asked.at(-1)?.locale ?? (await localeOf(tx, channel, from)) ?? 'en';
  return replyCatalogues[languageOf(locale)];
}

async function changeConsent({ tx, message, texts, now }: Reply, word: 'stop' | 'start'): Promise<ReplyResult> {
  const { channel, from: address, text } = message;
  const actor = { type: 'person', id: address, name: address, via: channel } as const;
  const said = { channel, address, at: now, actor, evidence: text.trim().slice(0, 160) };
  const changed = word === 'stop' ? await stopAddress(tx, said) : await optIn(tx, said);
  const didChange = changed.length > 0;
  // Said twice, or by somebody whom nobody knows: there is nothing to confirm.
  const answer = word === 'stop' ? texts.words.stopped : texts.words.started;
  return { ...silence, answer: didChange ? answer : null, didChange, hasStopped: word === 'stop' };
}

async function answerIntent(reply: Reply, intent: ReplyIntent): Promise<ReplyResult> {
  const { words } = reply.texts;
  switch (intent.type) {
    case 'act':
      return act(reply, intent.action, intent.which, null);
    case 'snooze':
      return snooze(reply, intent.words);
    case 'manage':
      return manage(reply, intent.action, intent.which);
    case 'resume':
      return resume(reply, intent.which, await openQuestion(reply));
    case 'maybe-finish':
      return (await isKnown(reply)) ? idle(words.howToFinish) : silence;
    case 'help':
      return (await isKnown(reply)) ? idle(words.help) : silence;
    case 'status':
      return (await isKnown(reply)) ? idle(reply.texts.status(reply.asked.filter(isWaiting))) : silence;
    case 'maybe-stop':
      return (await isKnown(reply)) ? idle(words.howToStop) : silence;
    default:
      return (await answerQuestion(reply)) ?? (reply.asked.some(canBeAnswered) ? idle(words.notUnderstood) : silence);
  }
}

const isWaiting = ({ state }: AskedOccurrence) => state === 'open' || state === 'exhausted' || state === 'snoozed';

async function isKnown({ tx, message, asked }: Reply): Promise<boolean> {
  return asked.length > 0 || (await tenantsKnowing(tx, message.channel, message.from)).length > 0;
}

/** Written by `handleReply` and nobody else. */
async function openQuestion({ tx, message, now }: Reply): Promise<Question | null> {
  return (await readQuestion(tx, message.from, now.subtract(questionStands))) as Question | null;
}

/** «2», «pills», «all», «1 hour»: carries out what was asked back, among what was asked about and nothing else. */
async function answerQuestion(reply: Reply): Promise<ReplyResult | null> {
  const { message } = reply;
  const question = await openQuestion(reply);
  if (!question) return null;
  if (question.action === 'resume') return answerWhichPaused(reply, question);
  const among = { ...reply, asked: reply.asked.filter(({ occId }) => question.among.includes(occId)) };
  const { which, time } = splitSnooze(message.text.trim(), isTimeFor(among));
  const saysTime = isTimeFor(among)(time) || (typeof which === 'number' && time === '');
  if (question.action === 'snooze' && question.time === null && saysTime) {
    return { ...(await snooze(among, message.text.trim())), answersQuestion: true };
  }
  const choice = readChoice(message.text, among.asked);
  if (choice === undefined || among.asked.length === 0) return null;
  const { action, time: saidTime } = question;
  const isManaged = action === 'pause' || action === 'finish';
  const result = isManaged ? await manage(among, action, choice) : await act(among, action, choice, saidTime);
  return { ...result, answersQuestion: true };
}

async function answerWhichPaused(reply: Reply, question: WhichPaused): Promise<ReplyResult | null> {
  const { numbered } = await numberPaused(reply, question);
  const choice = readChoice(reply.message.text, numbered);
  return typeof choice === 'number' ? resume(reply, choice, question) : null;
}

function isTimeFor({ asked, now }: Reply): (text: string) => boolean {
  const [first] = asked;
  return (text) => {
    const result = first && parseSnooze(text, { now, zone: first.zone });
    return result !== undefined && (result.ok || result.code !== 'snooze.not-understood');
  };
}

async function snooze(reply: Reply, words: string): Promise<ReplyResult> {
  const { which, time } = splitSnooze(words, isTimeFor(reply));
  const number = reply.asked.some(canBeAnswered) ? bareNumber(reply, which, time) : null;
  return number === null ? act(reply, 'snooze', which, time) : refuseNumber(reply, number);
}

/** «SNOOZE 90»: no reminder has that number, and nobody can tell minutes from hours. */
function bareNumber({ asked }: Reply, which: Which, time: string): number | null {
  if (/^\d+$/.test(time)) return Number(time);
  const isTime = typeof which === 'number' && time === '' && chooseAsked(asked, 'snooze', which).type === 'ask-which';
  return isTime ? which : null;
}

function refuseNumber({ asked, texts, now }: Reply, number: number): ReplyResult {
  const open = asked.filter(canBeAnswered);
  const [first] = open;
  if (!first) return silence;
  const nothing = snoozeFor(Temporal.Duration.from({ minutes: 0 }), { now, zone: first.zone });
  const refusal = number === 0 && !nothing.ok ? texts.words.cannotSnooze(nothing, first.zone) : null;
  return idle(refusal ?? texts.words.forHowLongIs(number), { action: 'snooze', time: null, among: idsOf(open) });
}

/** What is over for this time still says which reminder is meant. */
async function manage(reply: Reply, action: ScheduleReply, which: Which): Promise<ReplyResult> {
  const { texts } = reply;
  const choice = chooseAsked(reply.asked, action, which);
  switch (choice.type) {
    case 'none':
      return (await isKnown(reply)) ? idle(texts.words.nothingOpen) : silence;
    case 'ask-which':
      return idle(texts.askWhich(choice.among, action, null), { action, time: null, among: idsOf(choice.among) });
    default: {
      const [one] = choice.occurrences;
      return one ? { ...silence, ...(await manageAsked(reply, one, action)) } : silence;
    }
  }
}

async function resume(reply: Reply, which: number | null, asked: Question | null): Promise<ReplyResult> {
  if (!(await isKnown(reply))) return silence;
  const question = asked?.action === 'resume' ? asked : null;
  const result = await resumePaused(reply, await numberPaused(reply, question), which);
  return { ...silence, ...result, didChange: result.managed.length > 0, answersQuestion: question !== null };
}

async function act(reply: Reply, action: Action, which: Which, time: string | null): Promise<ReplyResult> {
  const { texts } = reply;
  const choice = chooseAsked(reply.asked, action, which);
  switch (choice.type) {
    case 'none':
      return silence;
    case 'ended':
      return {
        ...idle(choice.occurrences.map((one) => texts.already(one, standingOf(one))).join('\n')),
        acted: [...choice.occurrences],
      };
    case 'ask-which': {
      const saidTime = time === '' ? null : time;
      const question = { action, time: saidTime, among: idsOf(choice.among) };
      return idle(texts.askWhich(choice.among, action, saidTime), question);
    }
    case 'these': {
      const resting = action === 'snooze' ? choice.occurrences.filter(isOver) : [];
      // It would be confirmed, and never come.
      if (resting.length > 0) {
        return idle(resting.map((one) => texts.managed(one.finishedAt ? 'finish' : 'pause', one)).join('\n'));
      }
      const request = requestOf(reply, action, time, choice.occurrences);
      if ('answer' in request) return request;
      return { ...silence, ...(await actOnAsked(reply, choice.occurrences, request)) };
    }
  }
}

const isOver = ({ pausedAt, finishedAt }: AskedOccurrence) => pausedAt !== null || finishedAt !== null;
const idsOf = (occurrences: readonly AskedOccurrence[]) => occurrences.map(({ occId }) => occId);
const standingOf = ({ state, stateBy: by, stateAt: at }: AskedOccurrence) => ({ state, by, at });

/** The time is that of whoever says it. */
function requestOf(
  { texts, now }: Reply,
  action: Action,
  time: string | null,
  occurrences: readonly AskedOccurrence[],
): RepliedAction | ReplyResult {
  if (action !== 'snooze') return { type: action };
  const [first] = occurrences;
  if (!first) return silence;
  if (!time) return idle(texts.words.forHowLong, { action, time: null, among: idsOf(occurrences) });
  const result = parseSnooze(time, { now, zone: first.zone });
  if (!result.ok) return idle(texts.words.cannotSnooze(result, first.zone));
  return { type: 'snooze', until: result.until };
}
