import { expect, test } from 'vitest';
import { optOutTypeOf } from './opt-out.ts';

test.each([
  ['STOP', 'STOP'],
  [' stop ', 'STOP'],
  ['StopAll', 'STOP'],
  ['quit', 'STOP'],
  ['START', 'START'],
  ['yes', 'START'],
  ['unstop', 'START'],
  ['HELP', 'HELP'],
  ['info', 'HELP'],
  ['stop it', null],
  ['please stop', null],
  ['done', null],
  ['', null],
])('%j is %s', (text, type) => {
  expect(optOutTypeOf(text)).toBe(type);
});
