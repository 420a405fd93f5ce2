import { expect, test } from 'vitest';
import { readChoice } from './question.ts';

const options = [
  { number: 1, title: 'Take pills' },
  { number: 2, title: 'Drink water' },
  { number: 4, title: 'Water the plants' },
];

test.each([
  ['2', 2],
  ['#2', 2],
  ['2.', 2],
  ['2️⃣', 2],
  ['២', 2],
  ['number 2', 2],
  ['No. 2 please', 2],
  ['the second one', 2],
  ['1st', 1],
  ['7', 7],
  ['Drink water', 2],
  ['pills!', 1],
  ['the plants', 4],
  ['all', 'all'],
  ['All of them.', 'all'],
  ['both', 'both'],
  ['ទាំងអស់', 'all'],
])('%j picks %j', (text, which) => {
  expect(readChoice(text, options)).toBe(which);
});

test.each(['', 'no', 'not', 'none', 'water', 'not pills', '2 or 3', '1000', 'later', '👍', 'pi'])(
  '%j picks nothing',
  (text) => {
    expect(readChoice(text, options)).toBeUndefined();
  },
);

test('a title that two have picks nothing, and that of the only one is the only one', () => {
  const twice = [
    { number: 1, title: 'Pills' },
    { number: 2, title: 'Pills' },
  ];
  expect(readChoice('pills', twice)).toBeUndefined();
  expect(readChoice('pills', [{ number: null, title: 'Pills' }])).toBeNull();
});
