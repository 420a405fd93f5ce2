interface MessageParts {
  title: string;
  body: string | null;
  /** The step's own words, which take the place of the usual ones. */
  message: string | null;
  /** Whose reminder this is, when it goes to somebody else; then the details stay private and only the title is shown. */
  about: string | null;
  /** An answer is waited for, and this channel can carry it. */
  asksForReply: boolean;
}

/** Room for the words around it in a message of 1,600 characters, the longest a carrier takes. */
const longestText = 1500;

/** The words of one contact. `text` fits any channel; `subject` is for those that have one. */
export function composeMessage(parts: MessageParts): { subject: string; text: string } {
  const subject = parts.about === null ? parts.title : `${parts.about}: ${parts.title}`;
  const details = parts.about === null && parts.body !== null ? `\n${parts.body}` : '';
  const usual = parts.about === null ? `${parts.title}${details}` : `${parts.about} has not answered: ${parts.title}`;
  const text = clip(parts.message ?? usual);
  return { subject, text: parts.asksForReply ? `${text}\nReply DONE when it is done, OK if you have seen it.` : text };
}

/** Never through the middle of a character beyond the BMP: PostgreSQL stores no half of one. */
function clip(text: string): string {
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
