import { answerWords } from './answer-words.ts';

interface MessageParts {
  title: string;
  body: string | null;
  /** The step's own words, which take the place of the usual ones. */
  message: string | null;
  /** Whose reminder this is, when it goes to somebody else. */
  about: string | null;
  /** Whether the reader may see the details, or the title only. */
  showsDetails: boolean;
  /** The policy has come to its end unanswered, and this says so. */
  isExhausted: boolean;
  /** An answer is waited for, and this channel can carry it. */
  asksForReply: boolean;
  /** The page on which it can be answered, where the message carries it. */
  link: string | null;
  /** Of the reader. */
  locale: string;
}

/** Room for the words around it in a message of 1,600 characters, the longest a carrier takes. */
const longestText = 1500;

/** The words of one contact. `text` fits any channel; `subject` is for those that have one. */
export function composeMessage(parts: MessageParts): { subject: string; text: string } {
  const { title, about, message, asksForReply, link, locale } = parts;
  const subject = about === null ? title : `${about}: ${title}`;
  const details = parts.showsDetails && parts.body !== null ? `\n${parts.body}` : '';
  const text = clip(message ?? `${usualWords(parts)}${details}`);
  const reply = asksForReply ? '\nReply DONE when it is done, OK if you have seen it.' : '';
  const answer = link === null ? '' : `\n${answerWords(locale)} ${link}`;
  return { subject, text: `${text}${reply}${answer}` };
}

function usualWords({ title, about, isExhausted }: MessageParts): string {
  if (isExhausted) return about === null ? `Nobody answered: ${title}` : `Nobody answered for ${about}: ${title}`;
  return about === null ? title : `${about} has not answered: ${title}`;
}

/** Never through the middle of a character beyond the BMP: PostgreSQL stores no half of one. */
function clip(text: string): string {
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
