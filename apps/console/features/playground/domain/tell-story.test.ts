import { expect, test } from 'vitest';
import { chapterOf, inFocus } from './tell-story.ts';

const cast = { grandmother: { personId: 'g' }, daughter: { personId: 'd' } };
const attempt = (personId: string) => ({ type: 'attempt' as const, personId });

test('the chapter follows whom was tried last, and how it ended', () => {
  expect(chapterOf('planned', [], cast)).toBe('before');
  expect(chapterOf('open', [attempt('g')], cast)).toBe('asked');
  expect(chapterOf('open', [attempt('g'), attempt('g')], cast)).toBe('askedAgain');
  expect(chapterOf('open', [attempt('g'), attempt('d')], cast)).toBe('daughter');
  expect(chapterOf('open', [attempt('g'), attempt('d'), attempt('n')], cast)).toBe('neighbour');
  expect(chapterOf('completed', [attempt('g'), attempt('d')], cast)).toBe('answered');
  expect(chapterOf('exhausted', [attempt('g')], cast)).toBe('nobody');
});

test('what waits is shown before what is about to begin, that before what is over, and that before what is far', () => {
  const of = (state: 'open' | 'completed' | 'planned', dueAt: string) => ({ state, dueAt });
  const nowMs = Date.parse('2027-01-02T12:00:00Z');
  const far = of('planned', '2027-01-03T00:00:00Z');
  const near = of('planned', '2027-01-02T12:02:00Z');
  const done = of('completed', '2027-01-02T00:00:00Z');
  const open = of('open', '2027-01-01T00:00:00Z');
  expect(inFocus([far, near, done, open], nowMs)).toBe(open);
  expect(inFocus([far, near, done], nowMs)).toBe(near);
  expect(inFocus([far, done], nowMs)).toBe(done);
  expect(inFocus([far], nowMs)).toBe(far);
  expect(inFocus([], nowMs)).toBeNull();
});
