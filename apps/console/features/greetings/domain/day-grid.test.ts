import { expect, test } from 'vitest';
import { dayGrid, partOfDay, toneOfCell } from './day-grid.ts';

const counts = { planned: 0, gone: 0, late: 0, missed: 0, failed: 0, withheld: 0 };
const send = (at: string, localTime: string, more: Partial<typeof counts>) => ({
  kind: 'birthday',
  at,
  localTime,
  ...counts,
  ...more,
});
const zone = (timeZone: string, ...sends: ReturnType<typeof send>[]) => ({ timeZone, ...counts, sends });

test('zones with one clock share a row, the day begins in the east, and each hour is a cell', () => {
  const rows = dayGrid({
    zones: [
      zone('America/New_York', send('2027-05-17T13:00:00Z', '09:00', { planned: 3 })),
      zone('Asia/Bangkok', send('2027-05-17T02:00:00Z', '09:00', { gone: 2 })),
      zone(
        'Asia/Phnom_Penh',
        send('2027-05-17T02:30:00Z', '09:30', { gone: 1, late: 1 }),
        send('2027-05-17T00:30:00Z', '07:30', { planned: 1 }),
      ),
    ],
  });
  expect(rows.map(({ offsetMinutes, zones }) => [offsetMinutes, zones])).toEqual([
    [420, ['Asia/Bangkok', 'Asia/Phnom_Penh']],
    [-240, ['America/New_York']],
  ]);
  expect(rows[0]?.cells).toMatchObject([
    { hour: 9, at: '2027-05-17T02:00:00Z', gone: 3, late: 1 },
    { hour: 7, planned: 1 },
  ]);
  expect(rows[0]?.total).toMatchObject({ gone: 3, planned: 1 });
});

test('a cell looks like the worst that is in it', () => {
  expect(toneOfCell({ ...counts, planned: 1 })).toBe('planned');
  expect(toneOfCell({ ...counts, gone: 5 })).toBe('gone');
  expect(toneOfCell({ ...counts, gone: 5, late: 1 })).toBe('late');
  expect(toneOfCell({ ...counts, gone: 5, late: 1, missed: 1 })).toBe('failed');
  expect(toneOfCell({ ...counts, planned: 1, withheld: 1 })).toBe('planned');
  expect(toneOfCell({ ...counts, withheld: 1 })).toBe('withheld');
});

test('now stands in the rows in which it is that day', () => {
  const now = Date.parse('2027-05-16T22:00:00Z');
  expect(partOfDay(now, 420, '2027-05-17')).toBeCloseTo(5 / 24);
  expect(partOfDay(now, 0, '2027-05-17')).toBeNull();
});
