import { expect, test } from 'vitest';
import { staleKeys, topicOf } from './topics.ts';

test('an announcement names what to fetch again, each thing once', () => {
  expect(staleKeys(['schedules', 'occurrences', 'policies'])).toEqual([
    ['schedules'],
    ['occurrences'],
    ['warnings'],
    ['dead-letters'],
    ['inbox'],
    ['tally'],
    ['greetings', 'plan'],
    ['policies'],
  ]);
});

test('somebody who has moved, or whose birthday was put right, has other times from then on', () => {
  const keys = staleKeys(['people']).map(([room]) => room);
  expect(keys).toEqual(expect.arrayContaining(['people', 'schedules', 'occurrences', 'greetings']));
});

test('what holds for everybody is read again wherever it shows, and where it decides what would happen', () => {
  expect(staleKeys(['settings'])).toEqual([['settings'], ['occurrences', 'timeline'], ['policies', 'simulation']]);
});

test('a gap in the announcements makes everything out of date', () => {
  expect(staleKeys(['*'])).toEqual([[]]);
});

test('a topic that this console does not know touches nothing', () => {
  expect(staleKeys(['weather', 'constructor'])).toEqual([]);
});

test('what is no announcement is passed over', () => {
  expect(topicOf('{"topic":"clock"}')).toBe('clock');
  for (const data of ['', 'x', 'null', '[]', '{"topic":5}']) expect(topicOf(data)).toBeNull();
});
