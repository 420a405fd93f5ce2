const LINK = /https?:\/\/[^\s"'<>\\]+/g;

/** The links of one origin in these texts, each once, in order; a full stop or bracket behind one is not part of it. */
export function findLinks(texts: readonly (string | null)[], origin: string): string[] {
  const found = texts.flatMap((text) => text?.match(LINK) ?? []);
  const links = found.map((link) => link.replaceAll('&amp;', '&').replace(/[.,;:!?)\]]+$/, ''));
  return [...new Set(links)].filter((link) => URL.parse(link)?.origin === origin);
}
