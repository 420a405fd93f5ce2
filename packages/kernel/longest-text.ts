/**
 * Characters that a message may have, by channel, where a channel takes no more than so many. A carrier takes 1,600. A push service takes
 * 4,096 bytes, of which encryption needs about a hundred; the rest is title, link and JSON.
 */
export const longestText: Readonly<Record<string, number | undefined>> = { sms: 1600, push: 700 };

/** Never through the middle of a character beyond the BMP: PostgreSQL stores no half of one. */
export function clipText(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, Math.max(0, most - 1));
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
