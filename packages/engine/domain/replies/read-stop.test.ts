import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStop } from './read-stop.ts';

describe('asks clearly for no more messages:', () => {
  test.each(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'opt-out', 'Stop all'])(
    'a word of the carriers, %j',
    (text) => {
      expect(readStop(text)).toBe('clear');
      for (const around of [`${text}.`, ` ${text.toLowerCase()}!!! `, `${text}?`, `“${text}”`, `${text} 🛑`]) {
        expect(readStop(around), around).toBe('clear');
      }
    },
  );

  test.each([
    'STOP NOW',
    'Stop it',
    'stop this please',
    'STOP STOP STOP',
    'ok stop',
    'Please stop!',
    'ＳＴＯＰ',
    'Stop texting me',
    'stop texting',
    'Please stop sending me these messages',
    'stop sending messages to this number',
    'Could you please stop messaging me?',
    'I want you to stop texting me',
    'stop all reminders',
    'cancel my reminders',
    'No more please',
    'no more texts',
    'No messages please',
    "Don't text me",
    'don’t text me anymore',
    'Do not send me any more messages.',
    "don't remind me again",
    'unsubscribe me',
    'Please unsubscribe me from this list',
    'I want to unsubscribe',
    'I would like to opt out',
    'opt me out',
    'I revoke my consent',
    'Remove me from your list',
    'remove my number',
    'take me off the list',
    'leave me alone',
    'Wrong number. Stop.',
    'Wrong number, stop texting me',
    "I don't know who Ann is. Stop texting me!",
  ])('%j', (text) => {
    expect(readStop(text)).toBe('clear');
  });

  test.each(['ឈប់', 'សូមឈប់', 'ឈប់ផ្ញើ', 'ឈប់ផ្ញើសារ', 'ឈប់ ផ្ញើសារ មកខ្ញុំ ទៀត។', 'កុំផ្ញើសារមកខ្ញុំទៀត', 'សូមកុំផ្ញើ'])(
    'in Khmer, %j',
    (text) => {
      expect(readStop(text)).toBe('clear');
    },
  );
});

describe('holds a word of stopping and may mean something else:', () => {
  test.each([
    'stop it hurting',
    'I stopped taking it',
    'how do I stop the bleeding',
    'STOP 2',
    'stop for today',
    'Stop reminding me about the pills',
    "don't stop",
    'It hurts. Stop it.',
    'Stop! I already took it',
    'I want to stop smoking',
    'should I stop?',
    'cancel the appointment',
    'cancel it',
    'the end',
    'end it',
    'I quit smoking',
    'no more pills left',
    'ខ្ញុំឈប់លេបថ្នាំ',
  ])('%j', (text) => {
    expect(readStop(text)).toBe('unclear');
  });
});

test.each(['DONE', '', '🛑', 'remove the plaster', 'weekend', 'friends', 'I took it', 'no', 'START', 'លេបហើយ'])(
  '%j has nothing to do with stopping',
  (text) => {
    expect(readStop(text)).toBeNull();
  },
);

test('long rigmaroles are read as well: none of its patterns tries all the ways to divide one', () => {
  const words = fc.constantFrom('stop', 'please', 'now', 'all', 'of', 'the', 'me', 'messages', 'sending', 'no', 'more');
  fc.assert(
    fc.property(fc.array(words, { minLength: 100, maxLength: 300 }), (text) => {
      expect(['clear', 'unclear', null]).toContain(readStop(`${text.join(' ')} x`));
    }),
  );
});
