import type { TimelineEntry } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { withOutcomes } from './with-outcomes.ts';

const entry = (type: TimelineEntry['type'], attemptId: string | null, status: string) =>
  ({ type, attemptId, status }) as TimelineEntry;

test('outcomes stand with their attempt, and the order of the others is kept', () => {
  const rows = withOutcomes([
    entry('decision', null, 'fired'),
    entry('attempt', 'a', 'delivered'),
    entry('attempt', 'b', 'failed'),
    entry('outcome', 'a', 'sent'),
    entry('outcome', 'b', 'failed'),
    entry('outcome', 'a', 'delivered'),
    entry('action', null, 'completed'),
  ]);
  expect(rows.map((row) => [row.entry.status, row.outcomes.map((outcome) => outcome.status)])).toEqual([
    ['fired', []],
    ['delivered', ['sent', 'delivered']],
    ['failed', ['failed']],
    ['completed', []],
  ]);
});

test('an outcome without its attempt is shown all the same', () => {
  expect(withOutcomes([entry('outcome', 'x', 'delivered')])).toHaveLength(1);
});
