import { expect, test } from 'vitest';
import { isLoop } from './is-loop.ts';

const times = (count: number, text: string) => Array<string>(count).fill(text);

test('what nobody understands is answered five times, whatever it says', () => {
  const unclear = ['who is this?', '2', 'I am out of office.', 'stop it hurting'];
  expect(isLoop('hello?', unclear)).toBe(false);
  expect(isLoop('hello?', [...unclear, '👍'])).toBe(true);
});

test('HELP, STATUS and questions of ours count for nothing, and words of ours are answered beside them', () => {
  const idle = [...times(4, 'HELP'), ...times(4, 'STATUS'), ...times(4, 'DONE')];
  expect(isLoop('who is this?', idle)).toBe(false);
  for (const word of ['DONE', 'SNOOZE 1h', 'HELP']) expect(isLoop(word, [...idle, ...times(9, 'hello?')])).toBe(false);
});

test('a machine that says a word of ours is no person for ever', () => {
  expect(isLoop('OK', times(19, 'Ok.'))).toBe(false);
  expect(isLoop('OK', times(20, 'Ok.'))).toBe(true);
  expect(isLoop('DONE 2', times(20, 'Ok.'))).toBe(false);
});
