import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Progress } from './progress.ts';
import { afterKey, compareKeys, startOf, type WakeupKey } from './wakeup-key.ts';

const nine = Temporal.Instant.from('2027-01-15T09:00:00Z');
const row = (n: number): WakeupKey => ({ dueAt: nine, occId: `10000000-${String(n).padStart(6, '0')}`, seq: 0 });
const rowsTo = (count: number) => Array.from({ length: count }, (_, n) => row(n));

describe('what a process knows of a lane', () => {
  test('reaches to the first row that is not explained, in whatever order they come to their end', () => {
    const progress = new Progress();
    const mark = startOf(nine);
    const rows = rowsTo(4);
    progress.add(mark, rows);
    for (const n of [3, 1]) progress.explain(rows[n]!);
    expect(progress.before(mark)).toEqual(mark);
    progress.explain(rows[0]!);
    const reached = progress.before(mark);
    expect(reached).toEqual(afterKey(rows[1]!));
    progress.explain(rows[2]!);
    expect(progress.before(reached)).toEqual(afterKey(rows[3]!));
  });

  test('follows an audit that has explained what it could not', () => {
    const progress = new Progress();
    const rows = rowsTo(3);
    progress.add(startOf(nine), rows);
    progress.explain(rows[2]!);
    expect(progress.before(rows[2]!)).toEqual(afterKey(rows[2]!));
  });

  test('says nothing of what it has left out, nor of what it forgot because one row stayed open for long', () => {
    const progress = new Progress();
    const late = row(1);
    progress.add(row(0), [late]);
    progress.explain(late);
    expect(progress.before(startOf(nine))).toEqual(startOf(nine));
    const many = rowsTo(30_000);
    progress.add(startOf(nine), many.slice(0, 15_000));
    progress.add(many[14_999]!, many.slice(15_000));
    for (const one of many) progress.explain(one);
    expect(progress.before(startOf(nine))).toEqual(startOf(nine));
    // The audit has come to where it remembers again.
    expect(progress.before(afterKey(many[14_999]!))).toEqual(afterKey(many[29_999]!));
  });
});

test('it never passes a row that is open', () => {
  const reads = fc.array(fc.record({ rows: fc.nat(4), explain: fc.array(fc.nat(30)), audited: fc.boolean() }));
  fc.assert(
    fc.property(reads, (rounds) => {
      const progress = new Progress();
      const rows = rowsTo(200);
      const explained = new Set<number>();
      let read = 0;
      let mark = startOf(nine);
      for (const { rows: count, explain, audited } of rounds) {
        progress.add(read === 0 ? startOf(nine) : rows[read - 1]!, rows.slice(read, read + count));
        read += count;
        for (const n of explain.filter((n) => n < read)) {
          explained.add(n);
          progress.explain(rows[n]!);
        }
        const firstOpen = rows.findIndex((_, n) => !explained.has(n));
        if (audited && firstOpen < read) mark = rows[firstOpen]!;
        mark = progress.before(mark);
        expect(compareKeys(mark, rows[firstOpen]!)).toBeLessThanOrEqual(0);
      }
    }),
  );
});
