import { expect, test } from 'vitest';
import { parseListQuery } from './parse-list-query.ts';

const bounds = (query: Record<string, string>) => {
  const { notBefore, notAfter } = parseListQuery(query);
  return [notBefore?.toString() ?? null, notAfter?.toString() ?? null];
};

test('an instant is cut to its second, a date is its whole UTC day', () => {
  expect(bounds({ DateSent: '2027-01-15T14:30:00.900Z' })).toEqual(['2027-01-15T14:30:00Z', '2027-01-15T14:30:00Z']);
  expect(bounds({ DateSent: '2027-01-15' })).toEqual(['2027-01-15T00:00:00Z', '2027-01-15T23:59:59Z']);
  expect(bounds({ 'DateSent>': '2027-01-15T14:30:00.900Z' })).toEqual(['2027-01-15T14:30:00Z', null]);
  expect(bounds({ 'DateSent<': '2027-01-15' })).toEqual([null, '2027-01-15T00:00:00Z']);
});

test('pages hold 50 unless told, a thousand at the most', () => {
  expect(parseListQuery({}).pageSize).toBe(50);
  expect(parseListQuery({ PageSize: '7' }).pageSize).toBe(7);
  expect(parseListQuery({ PageSize: '100000' }).pageSize).toBe(1000);
});

test.each([
  ['DateSent', { DateSent: 'yesterday' }],
  ['DateSent', { DateSent: '2027-02-30' }],
  ['PageSize', { PageSize: '0' }],
  ['PageToken', { PageToken: 'x' }],
  ['Status', { Status: 'sent' }],
  ['To', { To: ['a', 'b'] }],
])('a query with a bad %s is refused by name', (name, query) => {
  expect(() => parseListQuery(query)).toThrow(
    expect.objectContaining({ code: 20001, message: expect.stringContaining(`'${name}'`) }),
  );
});
