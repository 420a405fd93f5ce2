import format from 'icu-minify/format';
import { expect, test } from 'vitest';
import { compileAll } from './compile-messages.ts';
import { messages } from './messages/en.ts';

const options = {
  formatters: {
    getNumberFormat: (...of: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...of),
    getDateTimeFormat: (...of: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...of),
    getPluralRules: (...of: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...of),
  },
};

/** As the console will show it. */
function say(message: string, values: Record<string, string | number>): unknown {
  return format(compileAll({ message })['message'] as Parameters<typeof format>[0], 'en', values, options);
}

test('what was compiled reads as it was written', () => {
  expect(say('{n, plural, =0 {none} one {# reminder} other {# reminders}} of {who}', { n: 1200, who: 'Ann' })).toBe(
    '1,200 reminders of Ann',
  );
  expect(say('the {day, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}', { day: 22 })).toBe('the 22nd');
  expect(say('{kind, select, a {one} other {two}}', { kind: 'b' })).toBe('two');
});

test('the whole catalogue can be read; what is no ICU message ends the build', () => {
  expect(Object.keys(compileAll(messages))).toEqual(Object.keys(messages));
  expect(() => compileAll({ broken: '{n, plural, one {#}}' })).toThrow();
});
