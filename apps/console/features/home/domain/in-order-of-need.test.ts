import { expect, test } from 'vitest';
import { inOrderOfNeed } from './in-order-of-need.ts';

test('what ran out unanswered comes before what is still under way, the oldest first', () => {
  const open = { state: 'open' as const, dueAt: '2027-01-15T10:00:00Z' };
  const exhausted = { state: 'exhausted' as const, dueAt: '2027-01-15T12:00:00Z' };
  const failed = { state: 'failed' as const, dueAt: '2027-01-15T11:00:00Z' };
  expect(inOrderOfNeed([open, exhausted, failed])).toEqual([failed, exhausted, open]);
});
