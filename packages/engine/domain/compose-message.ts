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
}

/** Room for the words around it in a message of 1,600 characters, the longest a carrier takes. */
const longestText = 1500;

/** The words of one contact. `text` fits any channel; `subject` is for those that have one. */
export function composeMessage(parts: MessageParts): { subject: string; text: string } {
  const { title, about, message, asksForReply, link, locale } = parts;
  const texts = messageTexts[languageOf(locale)];
  const subject = about === null ? title : `${about}: ${title}`;
  const details = parts.showsDetails && parts.body !== null ? `\n${parts.body}` : '';
  const text = clip(message ?? `${usualWords(parts, texts)}${details}`);
  const reply = asksForReply ? `\n${texts.howToReply}` : '';
  const answer = link === null ? '' : `\n${answerWords(locale)} ${link}`;
  return { subject, text: `${text}${reply}${answer}` };
}

/** Nobody is said not to have answered who may never have been asked. */
function usualWords({ title, about, isUnanswered, isExhausted }: MessageParts, texts: MessageTexts): string {
  if (isExhausted) return about === null ? texts.nobodyAnswered(title) : texts.nobodyAnsweredFor(about, title);
  if (about === null) return title;
  return isUnanswered ? texts.unanswered(about, title) : texts.due(about, title);
}

/** Never through the middle of a character beyond the BMP: PostgreSQL stores no half of one. */
function clip(text: string): string {
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
