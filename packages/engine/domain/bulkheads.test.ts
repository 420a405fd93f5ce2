import { describe, expect, test } from 'vitest';
import { Bulkheads } from './bulkheads.ts';

const mine = { name: 'tenant 1', most: 2 };
const shared = { name: 'all', most: 3 };

describe('a bulkhead', () => {
  test('lets as many in as it holds, and another when one has left', () => {
    const bulkheads = new Bulkheads();
    const [leave] = [bulkheads.enter([mine]), bulkheads.enter([mine])];
    expect(bulkheads.enter([mine])).toBeNull();
    leave!();
    expect(bulkheads.enter([mine])).not.toBeNull();
    expect(bulkheads.enter([mine])).toBeNull();
  });

  test('holds up nobody else', () => {
    const bulkheads = new Bulkheads();
    for (let i = 0; i < 5; i++) bulkheads.enter([mine]);
    expect(bulkheads.enter([{ name: 'tenant 2', most: 2 }])).not.toBeNull();
  });

  test('that is full takes no place in the others either', () => {
    const bulkheads = new Bulkheads();
    for (let i = 0; i < 9; i++) bulkheads.enter([shared, mine]);
    expect(bulkheads.open('all')).toBe(2);
  });

  test('gives a place back once, however often it is left', () => {
    const bulkheads = new Bulkheads();
    const leave = bulkheads.enter([mine, shared])!;
    bulkheads.enter([mine]);
    leave();
    leave();
    expect(bulkheads.open('tenant 1')).toBe(1);
    expect(bulkheads.open('all')).toBe(0);
  });
});
