import { describe, expect, test } from 'vitest';
import { cellsUnder, type Header, readHeader, readRow } from './csv-columns.ts';

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
