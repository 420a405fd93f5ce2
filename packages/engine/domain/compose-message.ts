import { clipText } from '@belfry/kernel/longest-text';
import { answerWords } from './answer-words.ts';
import { languageOf } from './language.ts';
import { type MessageTexts, messageTexts } from './message-texts.ts';

interface MessageParts {
  /** Of whoever reads it. */
  locale: string;
  title: string;
  body: string | null;
  /** The step's own words, which take the place of the usual ones. */
  message: string | null;
  /** Whose reminder this is, when it goes to somebody else. */
  about: string | null;
  /** A message about it has reached the person whom it is for, and no answer came. */
  isUnanswered: boolean;
  /** Whether the reader may see the details, or the title only. */
  showsDetails: boolean;
  /** The policy has come to its end unanswered, and this says so. */
  isExhausted: boolean;
  /** An answer is waited for, and this channel can carry it. */
  asksForReply: boolean;
  /** The page on which it can be answered, where the message carries it. */
  link: string | null;
  /** Characters in all; what is longer loses the end of its details. */
  most: number;
}

/** The words of one contact. `text` fits its channel; `subject` is for those that have one. */
export function composeMessage(parts: MessageParts): { subject: string; text: string } {
  const { title, about, message, asksForReply, link, locale } = parts;
  const texts = messageTexts[languageOf(locale)];
  const subject = about === null ? title : `${about}: ${title}`;
  const details = parts.showsDetails && parts.body !== null ? `\n${parts.body}` : '';
  const reply = asksForReply ? `\n${texts.howToReply}` : '';
  const answer = link === null ? '' : `\n${answerWords(locale)} ${link}`;
  const text = clipText(message ?? `${usualWords(parts, texts)}${details}`, parts.most - reply.length - answer.length);
  return { subject, text: `${text}${reply}${answer}` };
}

/** Nobody is said not to have answered who may never have been asked. */
function usualWords({ title, about, isUnanswered, isExhausted }: MessageParts, texts: MessageTexts): string {
  if (isExhausted) return about === null ? texts.nobodyAnswered(title) : texts.nobodyAnsweredFor(about, title);
  if (about === null) return title;
  return isUnanswered ? texts.unanswered(about, title) : texts.due(about, title);
}
