import { expect, test } from 'vitest';
import { replyCatalogues } from './reply-catalogue.ts';

/** What fits into two parts of a joined message: in the GSM alphabet, and in UCS-2. */
test.each([
  ['en', 2 * 153],
  ['km', 2 * 67],
] as const)('the words for HELP in %s are no more than two parts of a message', (language, most) => {
  const { help } = replyCatalogues[language];
  expect(help.length).toBeLessThanOrEqual(most);
  if (language === 'en') expect(help).toMatch(/^[ -Z a-z]+$/);
  for (const word of ['DONE', 'SNOOZE', 'SKIP', 'CALL OFF', 'PAUSE', 'RESUME', 'STATUS', 'STOP'])
    expect(help).toContain(word);
});
