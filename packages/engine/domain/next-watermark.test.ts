import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextWatermark, type Watermark } from './next-watermark.ts';

const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);
const mark = (second: number, xid: bigint): Watermark => ({ at: at(second), xid });
const shown = (watermark: Watermark) => [watermark.at.epochMilliseconds / 1000, watermark.xid];
const open = (second: number, insertedXid: bigint) => ({ dueAt: at(second), insertedXid });

describe('the watermark', () => {
  test('moves to where the audit looked when nothing is open', () => {
    const audited = { open: [], to: at(20), snapshotXmin: 70n, cutAt: null };
    expect(shown(nextWatermark(mark(10, 50n), audited))).toEqual([20, 70n]);
  });

  test('stops at the first that is open', () => {
    const audited = { open: [open(17, 61n), open(15, 62n)], to: at(20), snapshotXmin: 70n, cutAt: null };
    expect(shown(nextWatermark(mark(10, 50n), audited))).toEqual([15, 70n]);
  });

  test('never moves back for what committed behind it, but keeps its transaction in sight', () => {
    const audited = { open: [open(3, 55n), open(15, 52n)], to: at(20), snapshotXmin: 70n, cutAt: null };
    expect(shown(nextWatermark(mark(10, 50n), audited))).toEqual([10, 55n]);
  });

  test('does not pass what a full report may have left out', () => {
    const full = { open: [open(12, 60n)], to: at(20), snapshotXmin: 70n, cutAt: at(14) };
    expect(shown(nextWatermark(mark(10, 50n), full))).toEqual([12, 70n]);
    expect(shown(nextWatermark(mark(10, 50n), { ...full, open: [] }))).toEqual([14, 70n]);
    // Full of rows behind the watermark: some of this shard may be among those left out.
    expect(shown(nextWatermark(mark(10, 50n), { ...full, open: [], cutAt: at(4) }))).toEqual([10, 50n]);
  });
});

/** One row of a shard's history: when it was due, who inserted it, when that committed and when it was explained. */
const row = fc.record({ due: fc.nat(60), inserted: fc.nat(60), lag: fc.nat(20), explained: fc.nat(20) });

test('whatever commits when, every row that is not explained stays in sight of the next owner', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.array(fc.nat(90), { maxLength: 12 }), (rows, rounds) => {
      let watermark = mark(0, 0n);
      for (const now of rounds.toSorted((a, b) => a - b)) {
        const visible = rows.filter((r) => r.inserted + r.lag <= now);
        const isOpen = (r: (typeof rows)[number]) => r.inserted + r.lag + r.explained > now;
        const inFlight = rows.filter((r) => r.inserted <= now && r.inserted + r.lag > now);
        const snapshotXmin = BigInt(Math.min(now + 1, ...inFlight.map((r) => r.inserted)));
        const inSight = (r: (typeof rows)[number]) =>
          r.due >= watermark.at.epochMilliseconds / 1000 || BigInt(r.inserted) >= watermark.xid;
        for (const r of visible.filter(isOpen)) expect(inSight(r)).toBe(true);
        for (const r of inFlight) expect(inSight(r)).toBe(true);
        const audited = visible.filter((r) => isOpen(r) && r.due <= now && inSight(r));
        watermark = nextWatermark(watermark, {
          open: audited.map((r) => open(r.due, BigInt(r.inserted))),
          to: at(now),
          snapshotXmin,
          cutAt: null,
        });
      }
    }),
    { numRuns: 500 },
  );
});
