import { expect, test } from 'vitest';
import { staleKeys, topicOf } from './topics.ts';

test('an announcement names what to fetch again, each thing once', () => {
  expect(staleKeys(['schedules', 'occurrences', 'people'])).toEqual([
    ['schedules'],
    ['occurrences'],
    ['warnings'],
    ['dead-letters'],
    ['inbox'],
    ['tally'],
    ['greetings', 'plan'],
    ['people'],
    ['policies'],
    ['handsets'],
  ]);
});

test('a gap in the announcements makes everything out of date', () => {
  expect(staleKeys(['*'])).toEqual([[]]);
});

test('a topic that this console does not know touches nothing', () => {
  expect(staleKeys(['weather'])).toEqual([]);
});

test('what is no announcement is passed over', () => {
  expect(topicOf('{"topic":"clock"}')).toBe('clock');
  for (const data of ['', 'x', 'null', '[]', '{"topic":5}']) expect(topicOf(data)).toBeNull();
});
