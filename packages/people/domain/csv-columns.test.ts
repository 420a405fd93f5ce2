import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asText, cellsOf, cellsUnder, exportColumns, type Header, readHeader, readRow } from './csv-columns.ts';
import type { Person } from './person.ts';

function headerOf(...names: string[]): Header {
  const header = readHeader(names);
  if ('problem' in header) throw new Error(header.problem);
  return header;
}

describe('the columns of a report of rejected rows', () => {
  const header = headerOf('line', 'column', 'reason', 'name', 'timeZone');

  test('say nothing of a person', () => {
    expect(header.columns).toEqual(['name', 'timeZone']);
    const { cells, problem } = cellsUnder(header, ['7', 'timeZone', 'must be an IANA time zone', 'Ann', 'UTC']);
    expect(problem).toBeUndefined();
    expect(readRow(header.columns, cells).body).toEqual({ name: 'Ann', timeZone: 'UTC' });
  });

  test('count among the cells that a row must have, and stand in no second report', () => {
    expect(cellsUnder(header, ['7', '', 'has 1 cells', 'Ann'])).toEqual({
      cells: ['Ann'],
      problem: 'has 4 cells, and the header 5',
    });
  });

  test('are unknown where one of them is missing', () => {
    expect(readHeader(['line', 'reason', 'name'])).toEqual({ problem: expect.stringContaining('line, reason is not') });
  });
});

describe('empty columns behind the last one', () => {
  const header = headerOf('name', 'timeZone', '', ' ');

  test.each([
    ['are passed over', ['Ann', 'UTC', '', '']],
    ['may be left out, as spreadsheets do', ['Ann', 'UTC']],
  ])('%s', (_, cells) => {
    expect(cellsUnder(header, cells)).toEqual({ cells: ['Ann', 'UTC'] });
  });

  test.each([
    ['something in one of them', ['Ann', 'UTC', 'Leeds', ''], 'has something in cell 3, whose column has no name'],
    ['too few cells', ['Ann'], 'has 1 cells, and the header 2'],
    ['too many cells', ['Ann', 'UTC', '', '', ''], 'has 5 cells, and the header 2'],
  ])('do not excuse a row with %s', (_, cells, problem) => {
    expect(cellsUnder(header, cells)).toEqual({ cells, problem });
  });

  test('are not such between others: that one is told by its place', () => {
    expect(readHeader(['name', '', 'timeZone'])).toEqual({ problem: expect.stringContaining('in place 2') });
  });
});

test.each([
  ['date:Foo Bar', 'must name each date like date:nameDay, .*: date:Foo Bar is not so'],
  ['date:', 'date: is not so'],
  ['date:birthDate', 'must name birthDate without date: before it'],
])('a column %s is told of at once, and not by each of its rows', (column, problem) => {
  expect(readHeader(['name', column])).toEqual({ problem: expect.stringMatching(problem) });
  expect(readHeader(['name', 'date:nameDay'])).toMatchObject({ columns: ['name', 'date:nameDay'] });
});

describe('a cell that goes out', () => {
  test.each([
    ['=HYPERLINK("http://evil.example","Ann")', `'=HYPERLINK("http://evil.example","Ann")`],
    ['-1+cmd', "'-1+cmd"],
    ['+1 202 555 0101', "'+1 202 555 0101"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ["'=1", "''=1"],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['+12025550101', '+12025550101'],
    ['Ann = Anna', 'Ann = Anna'],
  ])('%s is no formula', (cell, text) => {
    expect(asText(cell)).toBe(text);
  });

  test('comes back as it was, whatever it holds', () => {
    const header = headerOf('name');
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+@\t-]?[\d'=]*$/));
    fc.assert(fc.property(cell, (text) => void expect(cellsUnder(header, [asText(text)]).cells).toEqual([text])));
  });
});

test('a date called as something that every object has is nobody’s who has none of that name', () => {
  const cells = (dates: Record<string, string>) =>
    cellsOf({ dates, contactPoints: [] as Person['contactPoints'] } as Person, ['constructor']).at(-1);
  expect(exportColumns(['constructor']).at(-1)).toBe('date:constructor');
  expect(cells({})).toBe('');
  expect(cells({ constructor: '2020-01-16' } as unknown as Record<string, string>)).toBe('2020-01-16');
});
