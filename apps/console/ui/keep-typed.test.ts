import { expect, test } from 'vitest';
import { keepTyped } from './keep-typed.ts';

test('what is typed while a save is under way stays; everything else is as it was saved', () => {
  const sent = { title: ' Name day ', sendTime: '09:00', days: [1] };
  const saved = { title: 'Name day', sendTime: '09:00', days: [1, 2] };
  expect(keepTyped(sent, sent, saved)).toEqual(saved);
  expect(keepTyped({ ...sent, sendTime: '10:30' }, sent, saved)).toEqual({ ...saved, sendTime: '10:30' });
  expect(keepTyped({ ...sent, days: [] }, sent, saved)).toEqual({ ...saved, days: [] });
});
