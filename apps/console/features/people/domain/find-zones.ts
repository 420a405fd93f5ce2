/** The zones whose name contains every word, the nearest match first: `new york`, `phnom`, `europe lond`. */
export function findZones(zones: readonly string[], search: string): string[] {
  const words = plain(search).split(' ').filter(Boolean);
  const matches = zones.filter((zone) => words.every((word) => plain(zone).includes(word)));
  return matches.sort((a, b) => rank(a, words) - rank(b, words));
}

function rank(zone: string, words: readonly string[]): number {
  const city = plain(zone.split('/').at(-1) ?? zone);
  const [first] = words;
  return first === undefined || city.startsWith(first) ? 0 : 1;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[_/\s]+/g, ' ')
    .trim();
}
