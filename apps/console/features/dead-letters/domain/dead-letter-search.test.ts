import { expect, test } from 'vitest';
import { readDeadLetterSearch } from './dead-letter-search.ts';

test.each([
  [{}, {}],
  [{ state: 'open' }, {}],
  [{ state: 'lost', code: '' }, {}],
  [{ state: 'replayed', code: 7 }, { state: 'replayed' }],
  [{ state: 'open', code: 'sms.rejected' }, { code: 'sms.rejected' }],
])('%j is read as %j', (search, read) => {
  expect(readDeadLetterSearch(search)).toEqual(read);
});
