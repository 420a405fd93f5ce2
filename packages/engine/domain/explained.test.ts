import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Explained, explainedAt, explainedBy, watermarkOf } from './explained.ts';
import { isUnseen, unseenFrom } from './unseen.ts';
import { compareKeys, endOf, startOf, type WakeupKey } from './wakeup-key.ts';

const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);
const mark = (second: number, xid: bigint): Explained => explainedAt({ at: at(second), xid }, 1);
const shown = (explained: Explained) => {
  const watermark = watermarkOf(explained);
  return [watermark.at.epochMilliseconds / 1000, watermark.xid];
};
const occ = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
const open = (second: number, insertedXid: bigint, n = 0, lane = 0) => ({
  dueAt: at(second),
  occId: occ(n),
  seq: 0,
  lane,
  insertedXid,
});

describe('the watermark', () => {
  const looked = { to: [endOf(at(20))], unseen: unseenFrom(70n), cutAt: null };

  test('moves to where the audit looked when nothing is open', () => {
    expect(shown(explainedBy(mark(10, 50n), { open: [], ...looked }))).toEqual([20, 70n]);
  });

  test('stops at the first that is open', () => {
    expect(shown(explainedBy(mark(10, 50n), { open: [open(17, 61n), open(15, 62n)], ...looked }))).toEqual([15, 70n]);
  });

  test('never moves back for what committed behind it, but keeps its transaction in sight', () => {
    expect(shown(explainedBy(mark(10, 50n), { open: [open(3, 55n), open(15, 52n)], ...looked }))).toEqual([10, 55n]);
  });

  test('does not pass what a full report may have left out', () => {
    const full = { ...looked, open: [open(12, 60n)], cutAt: at(14) };
    expect(shown(explainedBy(mark(10, 50n), full))).toEqual([12, 70n]);
    expect(shown(explainedBy(mark(10, 50n), { ...full, open: [] }))).toEqual([14, 70n]);
    // Full of rows behind the watermark: some of this shard may be among those left out.
    expect(shown(explainedBy(mark(10, 50n), { ...full, open: [], cutAt: at(4) }))).toEqual([10, 50n]);
  });

  test('is that of the lane which is furthest behind', () => {
    const both = explainedAt({ at: at(10), xid: 50n }, 2);
    const explained = explainedBy(both, { ...looked, open: [open(12, 60n, 0, 1)], to: [endOf(at(20)), endOf(at(20))] });
    expect(shown(explained)).toEqual([12, 70n]);
    expect(explained.before[0]?.dueAt).toEqual(at(20));
  });
});

test('of many due at one instant, what is explained is not read again', () => {
  const to = [{ ...startOf(at(12)), occId: occ(7), seq: 0 }];
  const explained = explainedBy(mark(10, 50n), { open: [open(12, 40n, 5)], to, unseen: unseenFrom(70n), cutAt: null });
  const isRead = (n: number) => compareKeys({ dueAt: at(12), occId: occ(n), seq: 0 }, explained.before[0]!) >= 0;
  expect([4, 5, 6].map(isRead)).toEqual([false, true, true]);
  expect(shown(explained)).toEqual([12, 70n]);
});

/** One row of a shard's history: where it stands, who inserted it, when that committed and when it was explained. */
const row = fc.record({
  due: fc.nat(60),
  n: fc.nat(3),
  lane: fc.nat(1),
  inserted: fc.nat(60),
  lag: fc.nat(20),
  explained: fc.nat(20),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;
const keyOf = (r: Row): WakeupKey => ({ dueAt: at(r.due), occId: occ(r.n), seq: 0 });

test('whatever commits when, every row that is not explained stays in sight, of its owner and of the next one', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.array(fc.nat(90), { maxLength: 12 }), (rows, rounds) => {
      let explained = explainedAt({ at: at(0), xid: 0n }, 2);
      for (const now of rounds.toSorted((a, b) => a - b)) {
        const visible = rows.filter((r) => r.inserted + r.lag <= now);
        const isOpen = (r: Row) => r.inserted + r.lag + r.explained > now;
        const inFlight = rows.filter((r) => r.inserted <= now && r.inserted + r.lag > now);
        const unseen = { underWay: inFlight.map((r) => BigInt(r.inserted)), from: BigInt(now + 1) };
        const watermark = watermarkOf(explained);
        const inSight = (r: Row) =>
          compareKeys(keyOf(r), explained.before[r.lane]!) >= 0 || isUnseen(explained.unseen, BigInt(r.inserted));
        const inSightOfNext = (r: Row) =>
          r.due >= watermark.at.epochMilliseconds / 1000 || BigInt(r.inserted) >= watermark.xid;
        for (const r of [...visible.filter(isOpen), ...inFlight])
          expect([inSight(r), inSightOfNext(r)]).toEqual([true, true]);
        const audited = visible.filter((r) => isOpen(r) && r.due <= now && inSight(r));
        explained = explainedBy(explained, {
          open: audited.map((r) => open(r.due, BigInt(r.inserted), r.n, r.lane)),
          to: [endOf(at(now)), endOf(at(now))],
          unseen,
          cutAt: null,
        });
      }
    }),
    { numRuns: 500 },
  );
});
