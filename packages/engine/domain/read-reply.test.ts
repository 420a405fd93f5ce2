import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReply } from './read-reply.ts';

test.each(['DONE', 'done', ' Done. ', 'Done!', 'yes', 'Y', 'c', 'ＤＯＮＥ', 'done\n'])('%j completes', (text) => {
  expect(readReply(text)).toEqual({ action: 'complete', number: null });
});

test.each(['OK', 'ok.', 'Okay', 'd', 'DISMISS'])('%j acknowledges', (text) => {
  expect(readReply(text)).toEqual({ action: 'acknowledge', number: null });
});

test.each([
  ['DONE 2', 'complete', 2],
  ['done, 2.', 'complete', 2],
  ['OK12', 'acknowledge', 12],
  ['ok ２', 'acknowledge', 2],
])('%j picks one of several', (text, action, number) => {
  expect(readReply(text)).toEqual({ action, number });
});

test.each([
  '',
  '   ',
  '2',
  'DONE 100',
  'DONE two',
  'not done',
  'Done it yesterday',
  'DONE?',
  'D O N E',
  'constructor',
  '👍',
])('%j is no answer', (text) => {
  expect(readReply(text)).toEqual({ action: 'unknown' });
});

test('whatever people write, there is a reading of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(['complete', 'acknowledge', 'unknown']).toContain(readReply(text).action);
    }),
  );
});
