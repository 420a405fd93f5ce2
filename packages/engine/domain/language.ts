/** Those that people are written to in. */
export type Language = 'en' | 'km';

/** The person's language where there are texts in it, else English. */
export function languageOf(locale: string): Language {
  return /^km\b/i.test(locale) ? 'km' : 'en';
}
