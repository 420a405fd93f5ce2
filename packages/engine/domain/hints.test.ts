import { expect, test } from 'vitest';
import { type HintedKey, hintsInMessage, readHints, writeHints } from './hints.ts';
import type { OccId } from './occurrence-id.ts';

const key = (seq: number): HintedKey => ({
  shard: 7,
  lane: 1,
  dueAt: Temporal.Instant.from('2027-01-15T09:00:00.123456Z'),
  occId: '0198c0de-0000-8000-8000-000000000001' as OccId,
  seq,
  timingRev: 3,
});

test('hints come out of a message as they went in, to the microsecond', () => {
  const [message] = writeHints([key(0), key(1)]);
  expect(readHints(JSON.parse(JSON.stringify(message!.body)))).toEqual([key(0), key(1)]);
});

test('many go in messages of a size, in their order, and none is left out', () => {
  const keys = Array.from({ length: 2 * hintsInMessage + 1 }, (_, seq) => key(seq));
  const messages = writeHints(keys);
  expect(messages.map(({ wakeups }) => wakeups.length)).toEqual([hintsInMessage, hintsInMessage, 1]);
  expect(messages.flatMap(({ body }) => readHints(body))).toEqual(keys);
  expect(writeHints([])).toEqual([]);
});

test.each([
  ['of another version', { v: 2, wakeups: [] }],
  ['of no shape', 'hello'],
  ['whose instant is none', { v: 1, wakeups: [[1, 0, 'soon', '0198c0de-0000-8000-8000-000000000001', 0, 0]] }],
  ['whose id is none', { v: 1, wakeups: [[1, 0, '2027-01-15T09:00:00Z', "'; DROP TABLE", 0, 0]] }],
])('a message %s is refused', (_, body) => {
  expect(() => readHints(body)).toThrow();
});
