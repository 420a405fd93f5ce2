import type { InboundMessage } from '@belfry/channels';
import { AppError } from '@belfry/kernel/app-error';
import { isOptedOut, tenantsKnowing } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import type { Action } from '../domain/decide-action.ts';
import { chooseAsked } from '../domain/replies/choose-asked.ts';
import { type ReplyIntent, readReply, splitSnooze, type Which } from '../domain/replies/read-reply.ts';
import {
  askWhich,
  forHowLong,
  help,
  nothingOpen,
  notUnderstood,
  started,
  status,
  stopped,
  thanks,
} from '../domain/replies/reply-texts.ts';
import { parseSnooze } from '../domain/snooze/parse-snooze.ts';
import { type AskedOccurrence, readAsked } from '../store/pg-asked.ts';
import { type ActionRequest, actOnOccurrence } from './act-on-occurrence.ts';
import { optIn, stopAddress } from './opt-out.ts';

export interface ReplyResult {
  /** null is silence. */
  answer: string | null;
  /** An answer that changed nothing: a machine that answers ours would go on for ever. */
  isIdle: boolean;
  /** What was acted on; to be drained before the answer is given. */
  acted: AskedOccurrence[];
  /** It said STOP; to be settled before the answer is given. */
  hasStopped: boolean;
}

interface Reply {
  tx: Tx;
  message: InboundMessage;
  asked: readonly AskedOccurrence[];
  now: Temporal.Instant;
}

const silence: ReplyResult = { answer: null, isIdle: false, acted: [], hasStopped: false };
const idle = (answer: string): ReplyResult => ({ ...silence, answer, isIdle: true });

/** Does what a reply asks for, in the transaction of its record, and says what to answer. */
export async function answerReply(tx: Tx, message: InboundMessage, now: Temporal.Instant): Promise<ReplyResult> {
  const intent = readReply(message.text);
  if (intent.type === 'stop' || intent.type === 'start') return changeConsent(tx, message, intent.type, now);
  const asked = await readAsked(tx, message.channel, message.from);
  const result = await answerIntent({ tx, message, asked, now }, intent);
  // Who said STOP can still say DONE, but hears nothing, this answer included.
  return result.answer !== null && (await isOptedOut(tx, message.channel, message.from))
    ? { ...result, answer: null }
    : result;
}

async function changeConsent(
  tx: Tx,
  { channel, from: address, text }: InboundMessage,
  word: 'stop' | 'start',
  now: Temporal.Instant,
): Promise<ReplyResult> {
  const actor = { type: 'person', id: address, name: address, via: channel } as const;
  const said = { channel, address, at: now, actor, evidence: text.trim().slice(0, 160) };
  const changed = word === 'stop' ? await stopAddress(tx, said) : await optIn(tx, said);
  // Said twice, or by somebody whom nobody knows: there is nothing to confirm.
  const answer = changed.length === 0 ? null : word === 'stop' ? stopped : started;
  return { ...silence, answer, hasStopped: word === 'stop' };
}

async function answerIntent(reply: Reply, intent: ReplyIntent): Promise<ReplyResult> {
  switch (intent.type) {
    case 'act':
      return act(reply, intent.action, intent.which, null);
    case 'snooze':
      return snooze(reply, intent.words);
    case 'help':
      return (await isKnown(reply)) ? idle(help) : silence;
    case 'status':
      return (await isKnown(reply)) ? idle(status(reply.asked.filter(isWaiting))) : silence;
    default:
      return reply.asked.length > 0 ? idle(notUnderstood) : silence;
  }
}

const isWaiting = ({ state }: AskedOccurrence) => state === 'open' || state === 'exhausted' || state === 'snoozed';

async function isKnown({ tx, message, asked }: Reply): Promise<boolean> {
  return asked.length > 0 || (await tenantsKnowing(tx, message.channel, message.from)).length > 0;
}

function snooze(reply: Reply, words: string): Promise<ReplyResult> {
  const zone = reply.asked[0]?.zone;
  if (!zone) return Promise.resolve(silence);
  const isTime = (text: string) => {
    const result = parseSnooze(text, { now: reply.now, zone });
    return result.ok || result.code !== 'snooze.not-understood';
  };
  const { which, time } = splitSnooze(words, isTime);
  return act(reply, 'snooze', which, time);
}

async function act(
  reply: Reply,
  action: Exclude<Action, 'cancel'>,
  which: Which,
  time: string | null,
): Promise<ReplyResult> {
  const choice = chooseAsked(reply.asked, action, which);
  if (choice.type === 'none') return silence;
  if (choice.type === 'ask-which') return idle(askWhich(choice.among, action));
  const [first] = choice.occurrences;
  const request = first && requestOf(action, time, first, reply.now);
  if (!request) return silence;
  if ('refusal' in request) return idle(request.refusal);
  try {
    return await actOnAll(reply, choice.occurrences, request);
  } catch (error) {
    if (error instanceof AppError && error.code === 'occurrence.not-actionable') return idle(nothingOpen);
    throw error;
  }
}

type Request = { action: ActionRequest; understood: string | null };

/** The time is that of whoever says it. */
function requestOf(
  action: Exclude<Action, 'cancel'>,
  time: string | null,
  { zone }: AskedOccurrence,
  now: Temporal.Instant,
): Request | { refusal: string } {
  if (action !== 'snooze') return { action: { type: action }, understood: null };
  if (!time) return { refusal: forHowLong };
  const result = parseSnooze(time, { now, zone });
  if (!result.ok) return { refusal: `Sorry, it cannot be snoozed. ${result.reason}` };
  return { action: { type: 'snooze', until: result.until }, understood: result.understood };
}

async function actOnAll(
  { tx, message, now }: Reply,
  occurrences: readonly AskedOccurrence[],
  { action, understood }: Request,
): Promise<ReplyResult> {
  let didChange = false;
  // In one order, as whoever else acts on several does.
  for (const occurrence of occurrences.toSorted((a, b) => (a.occId < b.occId ? -1 : 1))) {
    const { personId: id, personName: name } = occurrence;
    const actor = { type: 'person', id, name, via: message.channel } as const;
    const result = await actOnOccurrence({ tx, occurrence, action, actor, now });
    didChange ||= result?.didChange ?? false;
  }
  const titles = occurrences.map(({ title }) => title);
  const answer = thanks(action.type, titles, understood);
  return { answer, isIdle: !didChange, acted: [...occurrences], hasStopped: false };
}
