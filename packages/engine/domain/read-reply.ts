/** What a reply asks for. `number` picks one of several open reminders: «DONE 2». */
export type ReplyIntent = { action: 'complete' | 'acknowledge'; number: number | null } | { action: 'unknown' };

const words: Record<string, 'complete' | 'acknowledge'> = {
  DONE: 'complete',
  YES: 'complete',
  Y: 'complete',
  C: 'complete',
  OK: 'acknowledge',
  OKAY: 'acknowledge',
  D: 'acknowledge',
  DISMISS: 'acknowledge',
};

/** Reads the first word, whatever its case and the full stop behind it; anything else is no answer. */
export function readReply(text: string): ReplyIntent {
  const match = /^\s*(\p{L}+)[\s.!,]*(\d{1,2})?[\s.!]*$/u.exec(text.normalize('NFKC'));
  const action = words[match?.[1]?.toUpperCase() ?? ''];
  if (!action) return { action: 'unknown' };
  return { action, number: match?.[2] ? Number(match[2]) : null };
}
