const mostWords = 12;
const longest = 40;

/**
 * The words by which names are looked for: in small letters, without accents, each once. What stands between letters and
 * digits parts them; marks that letters of other scripts are made of stay.
 */
export function wordsOf(...names: readonly (string | null)[]): string[] {
  const words = names
    .flatMap((name) => name ?? [])
    .join(' ')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => [...word].slice(0, longest).join(''));
  return [...new Set(words)].slice(0, mostWords);
}
