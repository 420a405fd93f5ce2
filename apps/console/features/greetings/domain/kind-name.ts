const longest = 40;

/**
 * The word by which programs know an occasion, from its title: «Name day» is name-day. Titles in other letters give none, and two may
 * give the same: what tells them apart is drawn and not counted, for one that was removed leaves its words and the years that were
 * greeted to whatever bears its name next.
 * @param drawn letters and digits, the same as long as one form is open
 */
export function kindNameOf(title: string, taken: readonly string[], drawn: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const word = cut(plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, ''), longest);
  if (word !== '' && !taken.includes(word)) return word;
  return `${cut(word || 'occasion', longest - drawn.length - 1)}-${drawn}`;
}

function cut(word: string, length: number): string {
  return word.slice(0, length).replace(/-+$/, '');
}
