import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Progress } from './progress.ts';
import { unseenFrom } from './unseen.ts';
import { afterKey, compareKeys, startOf, type WakeupKey } from './wakeup-key.ts';

const nine = Temporal.Instant.from('2027-01-15T09:00:00Z');
const row = (n: number): WakeupKey => ({ dueAt: nine, occId: `10000000-${String(n).padStart(6, '0')}`, seq: 0 });
/** Explained to there, as of a transaction that no read here is older than, unless it says so. */
const at = (key: WakeupKey, xid = 7n) => ({ key, unseen: unseenFrom(xid) });
const rowsTo = (count: number) => Array.from({ length: count }, (_, n) => row(n));

describe('what a process knows of a lane', () => {
  test('reaches to the first row that is not explained, in whatever order they come to their end', () => {
    const progress = new Progress();
    const mark = startOf(nine);
    const rows = rowsTo(4);
    progress.add(mark, rows, unseenFrom(7n));
    for (const n of [3, 1]) progress.explain(rows[n]!);
    expect(progress.before(at(mark))).toEqual(at(mark));
    progress.explain(rows[0]!);
    const reached = progress.before(at(mark));
    expect(reached).toEqual(at(afterKey(rows[1]!)));
    progress.explain(rows[2]!);
    expect(progress.before(reached)).toEqual(at(afterKey(rows[3]!)));
  });

  test('follows an audit that has explained what it could not', () => {
    const progress = new Progress();
    const rows = rowsTo(3);
    progress.add(startOf(nine), rows, unseenFrom(7n));
    progress.explain(rows[2]!);
    expect(progress.before(at(rows[2]!))).toEqual(at(afterKey(rows[2]!)));
  });

  test('says nothing of what it has left out, nor of what it forgot because one row stayed open for long', () => {
    const progress = new Progress();
    const late = row(1);
    progress.add(row(0), [late], unseenFrom(7n));
    progress.explain(late);
    expect(progress.before(at(startOf(nine)))).toEqual(at(startOf(nine)));
    const many = rowsTo(30_000);
    progress.add(startOf(nine), many.slice(0, 15_000), unseenFrom(7n));
    progress.add(many[14_999]!, many.slice(15_000), unseenFrom(7n));
    for (const one of many) progress.explain(one);
    expect(progress.before(at(startOf(nine)))).toEqual(at(startOf(nine)));
    // The audit has come to where it remembers again.
    expect(progress.before(at(afterKey(many[14_999]!)))).toEqual(at(afterKey(many[29_999]!)));
  });

  test('is of the oldest snapshot that has shown some of what it passes, and of none that has not', () => {
    const progress = new Progress();
    const rows = rowsTo(6);
    progress.add(startOf(nine), rows.slice(0, 2), unseenFrom(5n));
    progress.add(rows[1]!, rows.slice(2, 4), unseenFrom(9n));
    progress.add(rows[3]!, rows.slice(4), unseenFrom(3n));
    for (const n of [0, 1, 2, 3]) progress.explain(rows[n]!);
    expect(progress.before(at(rows[2]!, 8n))).toEqual(at(afterKey(rows[3]!), 8n));
    for (const n of [4, 5]) progress.explain(rows[n]!);
    expect(progress.before(at(afterKey(rows[3]!), 8n))).toEqual(at(afterKey(rows[5]!), 3n));
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
        progress.add(read === 0 ? startOf(nine) : rows[read - 1]!, rows.slice(read, read + count), unseenFrom(7n));
        read += count;
        for (const n of explain.filter((n) => n < read)) {
          explained.add(n);
          progress.explain(rows[n]!);
        }
        const firstOpen = rows.findIndex((_, n) => !explained.has(n));
        if (audited && firstOpen < read) mark = rows[firstOpen]!;
        mark = progress.before(at(mark)).key;
        expect(compareKeys(mark, rows[firstOpen]!)).toBeLessThanOrEqual(0);
      }
    }),
  );
});
