import { expect, test } from 'vitest';
import { waitingOf } from './waiting-groups.ts';

const kinds = new Set(['birthday']);
const of = (kind: string, dueAt: string, timeZone = 'Europe/London') => ({ kind, dueAt, timeZone });

test('whoever has waited longest comes first', () => {
  const [late, early] = [of('reminder', '2027-01-15T12:00:00Z'), of('reminder', '2027-01-15T10:00:00Z')];
  expect(waitingOf('exhausted', [late, early], kinds)).toEqual([early, late]);
});

test('missed greetings of one local day are one entry, where the first of them stands', () => {
  const tokyo = of('birthday', '2027-01-15T00:00:00Z', 'Asia/Tokyo');
  const honolulu = of('birthday', '2027-01-15T19:00:00Z', 'Pacific/Honolulu');
  const dayAfter = of('birthday', '2027-01-16T00:00:00Z', 'Asia/Tokyo');
  const reminder = of('reminder', '2027-01-15T08:00:00Z');
  expect(waitingOf('missed', [dayAfter, honolulu, reminder, tokyo], kinds)).toEqual([
    { date: '2027-01-15', greetings: [tokyo, honolulu] },
    reminder,
    dayAfter,
  ]);
});

test('what waits for an answer is not put together', () => {
  const both = [of('birthday', '2027-01-15T09:00:00Z'), of('birthday', '2027-01-15T09:00:00Z')];
  expect(waitingOf('open', both, kinds)).toEqual(both);
});
