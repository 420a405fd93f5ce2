import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReply, splitSnooze } from './read-reply.ts';

const done = [
  'DONE',
  'done',
  ' Done. ',
  'Done!',
  'yes',
  'Y',
  'c',
  'ＤＯＮＥ',
  'done\n',
  'Done 👍',
  'done done',
  '✅',
  '✅ ✅',
];
const spoken = [
  'I took it',
  "I've taken it",
  'took them',
  'Taken',
  'yes I did',
  'I did it',
  'ok done',
  'Done, thanks!',
];
const inKhmer = ['រួចហើយ', 'រួចរាល់', 'ខ្ញុំបានលេបថ្នាំហើយ', 'លេបហើយ ✅'];

test.each([...done, ...spoken, ...inKhmer])('%j completes', (text) => {
  expect(readReply(text)).toEqual({ type: 'act', action: 'complete', which: null });
});

test.each(['OK', 'ok.', 'Okay', 'd', 'DISMISS', 'ok 👍', 'OK ok', 'Ok ✅', 'seen it', 'ឃើញហើយ'])(
  '%j acknowledges',
  (text) => {
    expect(readReply(text)).toEqual({ type: 'act', action: 'acknowledge', which: null });
  },
);

test.each([
  ['DONE 2', 'complete', 2],
  ['done, 2.', 'complete', 2],
  ['OK12', 'acknowledge', 12],
  ['ok ２', 'acknowledge', 2],
  ['skip 1', 'skip', 1],
  ['Done all!', 'complete', 'all'],
  ['done both', 'complete', 'both'],
  ['✅ 2', 'complete', 2],
  ['Done #2', 'complete', 2],
  ['done ២', 'complete', 2],
  ['រួចហើយ ២', 'complete', 2],
])('%j picks one of several', (text, action, which) => {
  expect(readReply(text)).toEqual({ type: 'act', action, which });
});

test.each([
  ['SNOOZE 3h', '3h'],
  ['snooze 2 1 hour.', '2 1 hour'],
  ['Snooze', ''],
  ['Snooze until Friday at 3pm', 'until Friday at 3pm'],
  ['UNTIL 5pm', 'UNTIL 5pm'],
  ['until tomorrow!', 'until tomorrow'],
])('%j snoozes', (text, words) => {
  expect(readReply(text)).toEqual({ type: 'snooze', words });
});

test.each([
  ['PAUSE', 'pause', null],
  ['pause.', 'pause', null],
  ['Pause it please', 'pause', null],
  ['pause the reminder', 'pause', null],
  ['PAUSE 2', 'pause', 2],
  ['Pause #2', 'pause', 2],
  ['ផ្អាក ២', 'pause', 2],
  ['FINISH FOR GOOD', 'finish', null],
  ['finish it for good!', 'finish', null],
  ['Finish for good 2', 'finish', 2],
  ['finish 2 for good', 'finish', 2],
  ['end reminder', 'finish', null],
  ['End the reminder, please', 'finish', null],
  ['end reminder 12', 'finish', 12],
] as const)('%j is about the reminder itself: %s', (text, action, which) => {
  expect(readReply(text)).toEqual({ type: 'manage', action, which });
});

test.each([
  ['RESUME', null],
  ['resume it', null],
  ['Unpause 2', 2],
  ['Resume 2!', 2],
  ['បន្ត', null],
])('%j resumes', (text, which) => {
  expect(readReply(text)).toEqual({ type: 'resume', which });
});

test.each(['FINISH', 'finish it', 'Finish 2', 'finish the reminder', 'បញ្ចប់'])('%j may mean that it is done', (text) => {
  expect(readReply(text)).toEqual({ type: 'maybe-finish' });
});

test.each(['CALL OFF', 'call it off', 'Called off.', "it's called off", 'call this off', 'Not needed', 'បោះបង់'])(
  '%j calls off',
  (text) => {
    expect(readReply(text)).toEqual({ type: 'act', action: 'cancel', which: null });
  },
);

test.each([
  ['call off 2', 2],
  ['Not needed this time, thanks', null],
  ['call off both', 'both'],
  ['បោះបង់ ២', 2],
])('%j calls one of several off', (text, which) => {
  expect(readReply(text)).toEqual({ type: 'act', action: 'cancel', which });
});

test.each([
  ['STOP', 'stop'],
  ['stop.', 'stop'],
  ['Stop all', 'stop'],
  ['UNSUBSCRIBE', 'stop'],
  ['Cancel', 'stop'],
  ['END', 'stop'],
  ['end reminders', 'stop'],
  ['end all my reminders', 'stop'],
  ['quit!', 'stop'],
  ['please stop', 'stop'],
  ['Stop texting me', 'stop'],
  ['stop it hurting', 'maybe-stop'],
  ['STOP 2', 'maybe-stop'],
  ['cancel the appointment', 'maybe-stop'],
  ['the end', 'maybe-stop'],
  ['end 2', 'maybe-stop'],
  ['cancel the reminder', 'maybe-stop'],
  ['the doctor called', 'unknown'],
  ['call me', 'unknown'],
  ['help is needed', 'unknown'],
  ['done, stop it', 'maybe-stop'],
  ['HELP?', 'help'],
  ['ជំនួយ', 'help'],
  ['START', 'start'],
  ['unstop', 'start'],
  ['STATUS', 'status'],
  ['help', 'help'],
] as const)('%j is %s', (text, type) => {
  expect(readReply(text)).toEqual({ type });
});

test.each([
  '',
  '   ',
  '2',
  'DONE 1000',
  'DONE two',
  'not done',
  'Done it yesterday',
  'DONE?',
  'PAUSE?',
  'PAUSE ALL',
  'paused it',
  'FINISH FOR GOOD?',
  'RESUME ❌',
  'D O N E',
  'constructor',
  '__proto__',
  'doneall',
  'startle',
  'snoozed off',
  '👍',
  'no',
  'No!',
  'not yet',
  'not done yet',
  "I'm not sure",
  'I did not',
  'I didn’t take it',
  'yes but not yet',
  'have I taken it?',
  'done ❌',
  'done 👎',
  '✅ not yet',
  'មិនទាន់ទេ',
])('%j is no answer', (text) => {
  expect(readReply(text)).toEqual({ type: 'unknown' });
});

test('whatever people write, there is a reading of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect([
        ...['act', 'snooze', 'manage', 'resume', 'maybe-finish'],
        ...['status', 'help', 'stop', 'maybe-stop', 'start', 'unknown'],
      ]).toContain(readReply(text).type);
    }),
  );
});

test.each([
  ['3h', null, '3h'],
  ['2 hours', null, '2 hours'],
  ['2 1h', 2, '1h'],
  ['2, until 5pm', 2, 'until 5pm'],
  ['all 1h', 'all', '1h'],
  ['2', 2, ''],
  ['', null, ''],
  ['for ever', null, 'for ever'],
])('of a snooze «%s», which one is %s and the time «%s»', (words, which, time) => {
  const isTime = (text: string) => /^(?:\d+ ?h(?:ours)?|until 5pm|\d)$/.test(text);
  expect(splitSnooze(words, isTime)).toEqual({ which, time });
});
