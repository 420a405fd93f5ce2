/**
 * What somebody wrote, down to its words: in lower case, without punctuation, emoji and apostrophes, with a single space
 * between words and digits that a program reads.
 */
export function wordsOf(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      // What turns a character into an emoji or a key stays behind when that is taken out.
      .replace(/[\ufe00-\ufe0f\u20e3\u200b-\u200d]/gu, '')
      .replace(/[’'`]/gu, '')
      .replace(/[០-៩]/gu, (digit) => String(digit.charCodeAt(0) - '០'.charCodeAt(0)))
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** Khmer puts no spaces between words, or puts them where it likes. */
export function withoutSpaces(words: string): string {
  return words.replaceAll(' ', '');
}
