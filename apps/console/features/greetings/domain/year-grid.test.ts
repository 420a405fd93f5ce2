import { expect, test } from 'vitest';
import { dateByKey, fullestDay, yearGrid } from './year-grid.ts';

const days = [
  { date: '2027-03-01', total: 1 },
  { date: '2027-09-12', total: 100 },
  { date: '2027-09-13', total: 25 },
];

test('each day of the year stands under its weekday, in weeks from Monday on', () => {
  const cells = yearGrid(2027, days);
  expect(cells).toHaveLength(365);
  // 1 January 2027 is a Friday.
  expect(cells[0]).toEqual({ date: '2027-01-01', total: 0, level: 0, weekday: 4, week: 0 });
  expect(cells[3]).toMatchObject({ date: '2027-01-04', weekday: 0, week: 1 });
  expect(yearGrid(2028, [])).toHaveLength(366);
});

test('the fullest day looks strongest, and a single person is seen', () => {
  const level = (date: string) => yearGrid(2027, days).find((cell) => cell.date === date)?.level;
  expect(['2027-09-12', '2027-09-13', '2027-03-01', '2027-03-02'].map(level)).toEqual([4, 2, 1, 0]);
});

test('arrows lead to the day and the week beside, and not out of the year', () => {
  expect(dateByKey('2027-05-17', 'ArrowDown')).toBe('2027-05-18');
  expect(dateByKey('2027-05-17', 'ArrowLeft')).toBe('2027-05-10');
  expect(dateByKey('2027-01-01', 'ArrowUp')).toBeNull();
  expect(dateByKey('2027-05-17', 'Enter')).toBeNull();
});

test('the fullest day is the first of those', () => {
  expect(fullestDay([...days, { date: '2027-10-01', total: 100 }])?.date).toBe('2027-09-12');
  expect(fullestDay([])).toBeNull();
});
