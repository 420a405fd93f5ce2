import { expect, test } from 'vitest';
import { byDay } from './day-breaks.ts';
import { findHandsets } from './find-handsets.ts';
import { joinHandsets } from './join-handsets.ts';

test('messages are parted by the day of the phone’s zone, not of UTC', () => {
  const messages = [{ at: '2027-01-15T23:30:00Z' }, { at: '2027-01-16T00:30:00Z' }, { at: '2027-01-16T06:00:00Z' }];
  expect(byDay(messages, 'America/New_York').map((day) => [day.date, day.messages.length])).toEqual([
    ['2027-01-15', 2],
    ['2027-01-16', 1],
  ]);
  expect(byDay(messages, 'UTC').map((day) => day.messages.length)).toEqual([1, 2]);
});

test('a phone is found by its number or by its person', () => {
  const phones = [{ address: '+12025550101', personName: 'Ann Archer' }, { address: '+12025550102' }];
  expect(findHandsets(phones, 'ann')).toEqual([phones[0]]);
  expect(findHandsets(phones, '0102')).toEqual([phones[1]]);
  expect(findHandsets(phones, ' ')).toEqual(phones);
});

test('reached phones come first and know their owner, the others follow, none twice', () => {
  const ann = {
    name: 'Ann',
    timeZone: 'America/New_York',
    contactPoints: [
      { channel: 'sms' as const, address: '+12025550101' },
      { channel: 'email' as const, address: 'ann@example.com' },
    ],
  };
  const reached = [
    { address: 'ann@example.com', channel: 'email' as const },
    { address: '+12025550199', channel: 'sms' as const },
  ];
  expect(joinHandsets(reached, [ann]).map((handset) => [handset.address, handset.personName])).toEqual([
    ['ann@example.com', 'Ann'],
    ['+12025550199', null],
    ['+12025550101', 'Ann'],
  ]);
});
