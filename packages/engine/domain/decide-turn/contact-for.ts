import { clipText, longestText } from '@belfry/kernel/longest-text';
import { composeMessage } from '../compose-message.ts';
import { languageOf } from '../language.ts';
import { messageTexts } from '../message-texts.ts';
import type { Contact, ContactProblem } from '../occurrence.ts';
import { privacyFor, type Recipient, type ResolvedTarget } from '../resolve-targets.ts';
import type { Words } from '../words.ts';
import type { TurnContext } from './turn-context.ts';

/** Which part of the policy a contact is made for; the same for every try of it. */
export interface Place {
  round: number;
  /** 1 for the first; one more than the policy has steps when it tells that nobody answered. */
  step: number;
  repeat: number;
  message: string | null;
  isExhausted: boolean;
}

/** The channels on which an answer comes back to us; the others tell, and do not promise to listen. */
const takesReplies: ReadonlySet<string> = new Set(['sms']);
/** What is too short for a link that takes a line of its own. */
const takesNoLink: ReadonlySet<string> = new Set(['sms']);

/** The contact of one target with the data of now, by the first of the channels that can reach it. */
export function contactFor(
  context: TurnContext,
  place: Place,
  target: number,
  { personId, recipient, channels }: ResolvedTarget,
): Contact {
  const reachable = channels.filter((name) => context.canSend(name) && addressOf(recipient, name) !== null);
  const [channel = null, ...alternatives] = reachable;
  const isSelf = personId === context.self.id;
  const isAnswerable = context.policy !== null && channel !== null;
  const asksForReply = isAnswerable ? !place.isExhausted : context.digest?.isAnswerable === true;
  const link = isAnswerable && !takesNoLink.has(channel) ? context.linkFor(personId) : null;
  const { words } = context;
  const most = longestText[channel ?? ''] ?? Number.POSITIVE_INFINITY;
  const locale = recipient?.locale ?? context.self.locale;
  const usual = composeMessage({
    locale,
    ...whatToSay(context, locale),
    message: place.message,
    about: isSelf ? null : context.self.name,
    isUnanswered: context.head?.hasReachedSelf === true && context.head.round === place.round,
    showsDetails: privacyFor(context, personId) === 'all',
    isExhausted: place.isExhausted,
    asksForReply: asksForReply && takesReplies.has(channel ?? ''),
    link,
    most,
  });
  const withheld = words === null ? null : whyWithheld(words, channel);
  return {
    target,
    personId,
    personName: recipient?.name ?? '',
    channel: channel ?? channels[0] ?? 'none',
    address: channel === null || withheld ? null : addressOf(recipient, channel),
    problem: withheld ?? (channel === null ? problemOf(context, recipient, channels) : null),
    alternatives,
    link,
    ...(words === null || 'withheld' in words ? usual : { ...words, text: clipText(words.text, most) }),
    messageId: messageIdOf(context.occurrenceId, place, target),
  };
}

function whatToSay({ schedule, digest }: TurnContext, locale: string): { title: string; body: string | null } {
  if (!digest) return { title: schedule.title, body: schedule.body };
  return { title: messageTexts[languageOf(locale)].heldBack, body: digest.lines.join('\n') };
}

function whyWithheld(words: Words, channel: string | null): ContactProblem | null {
  if ('withheld' in words) {
    const { withheld } = words;
    return { ...withheld, until: null, ...(withheld.status === 'suppressed' && { isAuthors: true }) };
  }
  if (channel !== 'email' || words.subject !== '') return null;
  return {
    status: 'failed',
    code: 'contact.no-words',
    reason: 'An email needs a subject, and it is blank.',
    until: null,
  };
}

/** A repeat and a later round are messages of their own; every try of one is the same. */
function messageIdOf(occurrenceId: string, { round, step, repeat }: Place, target: number): string {
  const isFirst = round === 0 && repeat === 0;
  return [occurrenceId, step, target, ...(isFirst ? [] : [round, repeat])].join('.');
}

/** The inbox is everybody's, without an address of their own. */
function addressOf(recipient: Recipient | undefined, channel: string): string | null {
  if (!recipient || recipient.isDeleted) return null;
  if (channel === 'inbox') return 'inbox';
  return recipient.contactPoints.find((point) => point.channel === channel && !point.isOptedOut)?.address ?? null;
}

function problemOf(
  context: TurnContext,
  recipient: Recipient | undefined,
  channels: readonly string[],
): ContactProblem {
  const unreachable = { status: 'failed', code: 'contact.unreachable', until: null } as const;
  if (!recipient) return { ...unreachable, reason: 'The policy names a person who does not exist.' };
  if (recipient.isDeleted) return { ...unreachable, reason: `${recipient.name} has been removed.` };
  const refused = channels.filter(
    (name) => context.canSend(name) && recipient.contactPoints.some((p) => p.channel === name && p.isOptedOut),
  );
  if (refused.length > 0) {
    const reason = `${recipient.name} wants no messages by ${refused.join(' or ')}.`;
    return { status: 'suppressed', code: 'contact.opted-out', reason, until: null };
  }
  return {
    ...unreachable,
    reason: `${recipient.name} cannot be reached by ${channels.join(' or ') || 'any channel'}.`,
  };
}
