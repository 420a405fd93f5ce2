const longest = 40;

/**
 * The word by which programs know an occasion, from its title: «Name day» is name-day. Titles in other letters give none, and two may
 * give the same: it is the next that is free.
 */
export function kindNameOf(title: string, taken: readonly string[]): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const word =
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, longest)
      .replace(/-+$/, '') || 'occasion';
  let name = word;
  for (let number = 2; taken.includes(name); number++) {
    const suffix = `-${number}`;
    name = word.slice(0, longest - suffix.length) + suffix;
  }
  return name;
}
