import { describe, expect, test } from 'vitest';
import { readResult } from './read-result.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
const read = { due: ['a', 'b', 'c'], late: ['x', 'y'], snapshotXmin: 70n, limit: 10, now };

describe('a read of which everything was handled', () => {
  test('moves the cursor past it, forgets older transactions and has seen all until now', () => {
    expect(readResult(read, new Set())).toEqual({ handled: ['a', 'b', 'c'], sinceXid: 70n, readUntil: now });
  });

  test('and that was full may have left out what is due, or what is late', () => {
    expect(readResult({ ...read, limit: 3 }, new Set())).toMatchObject({ sinceXid: 70n, readUntil: null });
    expect(readResult({ ...read, due: [], limit: 2 }, new Set())).toMatchObject({ sinceXid: null, readUntil: now });
  });
});

describe('a read of which something is left over', () => {
  test('moves the cursor to the row before it', () => {
    expect(readResult(read, new Set(['b', 'c']))).toEqual({ handled: ['a'], sinceXid: 70n, readUntil: null });
    expect(readResult(read, new Set(['a', 'b', 'c']))).toMatchObject({ handled: [] });
  });

  test('looks for late rows from the same transaction again, if it is one of them', () => {
    expect(readResult(read, new Set(['y', 'a', 'b', 'c']))).toEqual({ handled: [], sinceXid: null, readUntil: null });
  });
});
