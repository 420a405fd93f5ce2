import { newId, type PersonId, type ScheduleId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatOccurrenceId,
  type OccId,
  occurrenceIdOf,
  parseOccurrenceId,
  shardCount,
  shardOf,
  shardOfOccurrence,
} from './occurrence-id.ts';

const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const uuid = fc.uuid() as fc.Arbitrary<string>;
const slot = fc.string({ minLength: 1 });
const shard = fc.nat(shardCount - 1);

describe("an occurrence's id", () => {
  test('comes back whole from what the API shows', () => {
    fc.assert(
      fc.property(day, uuid, (date, id) => {
        const shown = formatOccurrenceId(date, id as OccId);
        expect(shown).toMatch(/^occ_\d{8}_[0-9a-f]{32}$/);
        expect(parseOccurrenceId(shown)).toEqual({ day: date, occId: id });
      }),
    );
  });

  test('follows from schedule and slot alone, and tells its shard', () => {
    fc.assert(
      fc.property(uuid, slot, shard, (schedule, name, place) => {
        const id = occurrenceIdOf(schedule as ScheduleId, name, place);
        expect(id).toBe(occurrenceIdOf(schedule as ScheduleId, name, place));
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(shardOfOccurrence(id)).toBe(place);
      }),
    );
  });

  test('differs for another slot and another schedule', () => {
    const [first, second] = [newId<ScheduleId>(), newId<ScheduleId>()];
    const ids = [first, second].flatMap((schedule) =>
      ['2027-01-15#1', '2027-01-16#1', '2027-01-1', '5#1'].map((name) => occurrenceIdOf(schedule, name, 7)),
    );
    expect(new Set(ids).size).toBe(8);
  });

  test.each([
    '',
    'occ_',
    'occ_20270115',
    'occ_20270115_',
    `occ_20270115_${'0'.repeat(31)}`,
    `occ_20270115_${'0'.repeat(33)}`,
    `occ_20270115_${'G'.repeat(32)}`,
    `occ_20270115_${'A'.repeat(32)}`,
    `occ_20270229_${'0'.repeat(32)}`,
    `occ_20271301_${'0'.repeat(32)}`,
    `occ_00000101_${'0'.repeat(32)}`,
    `occ_2027-01-15_${'0'.repeat(32)}`,
    ` occ_20270115_${'0'.repeat(32)}`,
    `occ_20270115_${'0'.repeat(32)}\n`,
    newId(),
  ])('is not %j', (text) => {
    expect(parseOccurrenceId(text)).toBeNull();
  });
});

test('people spread over all shards', () => {
  const people = Array.from({ length: 6400 }, () => shardOf(newId<PersonId>()));
  const counts = Array.from({ length: shardCount }, (_, id) => people.filter((place) => place === id).length);
  expect(Math.min(...counts)).toBeGreaterThan(40);
  expect(Math.max(...counts)).toBeLessThan(200);
});
