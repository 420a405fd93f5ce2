import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRRule } from './parse-rrule.ts';

test.each([
  ['', /must be parts like/],
  ['DAILY', /must be parts like/],
  ['INTERVAL=2', /must have FREQ/],
  ['FREQ=OFTEN', /must have FREQ/],
  ['FREQ=SECONDLY', /more often than once a minute/],
  ['FREQ=DAILY;BYHOUR=9;BYSECOND=0,30', /more often than once a minute/],
  ['FREQ=DAILY;FREQ=WEEKLY', /FREQ twice/],
  ['FREQ=DAILY;INTERVAL=0', /INTERVAL/],
  ['FREQ=DAILY;INTERVAL=1.5', /INTERVAL/],
  ['FREQ=DAILY;INTERVAL=2,3', /one number/],
  ['FREQ=DAILY;COUNT=0', /COUNT/],
  ['FREQ=DAILY;COUNT=10001', /COUNT/],
  ['FREQ=DAILY;COUNT=2;UNTIL=20280101', /COUNT and UNTIL/],
  ['FREQ=DAILY;UNTIL=20270230', /UNTIL/],
  ['FREQ=DAILY;UNTIL=tomorrow', /UNTIL/],
  ['FREQ=DAILY;BYDAY=XX', /BYDAY/],
  ['FREQ=DAILY;BYDAY=2MO', /must not number weekdays/],
  ['FREQ=MONTHLY;BYDAY=6MO', /from 1 to 5/],
  ['FREQ=MONTHLY;BYMONTHDAY=32', /BYMONTHDAY/],
  ['FREQ=MONTHLY;BYMONTHDAY=0', /BYMONTHDAY/],
  ['FREQ=WEEKLY;BYMONTHDAY=3', /BYMONTHDAY/],
  ['FREQ=MONTHLY;BYYEARDAY=3', /BYYEARDAY/],
  ['FREQ=MONTHLY;BYWEEKNO=3', /BYWEEKNO/],
  ['FREQ=MONTHLY;BYSETPOS=1', /BYSETPOS/],
  ['FREQ=DAILY;BYEASTER=1', /BYEASTER/],
  ['DTSTART:20270101T090000Z\nRRULE:FREQ=DAILY', /must be parts like/],
])('«%s» is refused and says why', (text, reason) => {
  const parsed = parseRRule(text);
  expect(parsed.ok).toBe(false);
  expect(!parsed.ok && parsed.message).toMatch(reason);
});

test('any text is read or refused, never thrown at', () => {
  const words = fc.constantFrom(
    'FREQ',
    'DAILY',
    'BYDAY',
    'MO',
    '=',
    ';',
    ',',
    '-1',
    'COUNT',
    '99999999',
    'UNTIL',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join('')),
      ),
      (text) => {
        expect(typeof parseRRule(text).ok).toBe('boolean');
      },
    ),
  );
});
