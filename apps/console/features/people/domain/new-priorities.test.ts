import { expect, test } from 'vitest';
import { newPriorities } from './new-priorities.ts';

const asked = [
  { name: 'daughter', priority: 1 },
  { name: 'neighbour', priority: 2 },
  { name: 'nurse', priority: 9 },
];

test('whoever moves up changes places with those in between', () => {
  const changes = newPriorities(asked, 1, 0).map(({ item, priority }) => [item.name, priority]);
  expect(changes).toEqual([
    ['neighbour', 1],
    ['daughter', 2],
    ['nurse', 3],
  ]);
});

test('who has the right priority already is left alone', () => {
  const changes = newPriorities(asked, 2, 1).map(({ item, priority }) => [item.name, priority]);
  expect(changes).toEqual([
    ['nurse', 2],
    ['neighbour', 3],
  ]);
});
