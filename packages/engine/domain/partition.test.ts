import { describe, expect, test } from 'vitest';
import { isPastItsTime, partitionNamed } from './partition.ts';

const at = (now: string) => Temporal.Instant.from(now);

test.each([
  ['wakeup_20270228', 'wakeup', '2027-02-28', '2027-03-01'],
  ['turn_202612', 'turn', '2026-12-01', '2027-01-01'],
  ['outcome_202702', 'outcome', '2027-02-01', '2027-03-01'],
  ['slot_ledger_2027', 'slot_ledger', '2027-01-01', '2028-01-01'],
])('%s says what it takes', (name, table, from, to) => {
  expect(partitionNamed(name)).toEqual({ table, name, from, to });
});

test.each(['wakeup', 'wakeup_far', 'turn_2027', 'turn_20270101', 'slot_ledger_202701', 'schedule', 'xturn_202701'])(
  '%s is no partition',
  (name) => expect(partitionNamed(name)).toBeNull(),
);

describe('the time', () => {
  const isPast = (name: string, now: string, months = 3) => isPastItsTime(partitionNamed(name)!, at(now), months);

  test('of turns and outcomes is over when their month ended so many months ago', () => {
    expect(isPast('turn_202701', '2027-04-30T23:59:59Z')).toBe(false);
    expect(isPast('turn_202701', '2027-05-01T00:00:00Z')).toBe(true);
    expect(isPast('outcome_202701', '2027-05-01T00:00:00Z', 4)).toBe(false);
  });

  test('of wake-ups is over after a week, whatever is kept of history', () => {
    expect(isPast('wakeup_20270115', '2027-01-22T23:59:59Z', 0)).toBe(false);
    expect(isPast('wakeup_20270115', '2027-01-23T00:00:00Z', 0)).toBe(true);
  });

  test('of the ledger is over years after that of its history', () => {
    expect(isPast('slot_ledger_2027', '2033-03-31T23:59:59Z')).toBe(false);
    expect(isPast('slot_ledger_2027', '2033-04-01T00:00:00Z')).toBe(true);
  });

  test('of history never comes where it is kept for ever', () => {
    for (const name of ['turn_202701', 'outcome_202701', 'slot_ledger_2027']) {
      expect(isPast(name, '2999-01-01T00:00:00Z', 0)).toBe(false);
    }
  });
});
