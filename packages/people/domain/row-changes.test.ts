import type { PersonId } from '@belfry/kernel/ids';
import { describe, expect, test } from 'vitest';
import type { Person, PersonContactPoint } from './person.ts';
import type { PersonPatch } from './person-patch.ts';
import { changesTo, editOf } from './row-changes.ts';

const email = (address: string) => ({ channel: 'email', address, settings: null }) as const;
const sms = (address: string) => ({ channel: 'sms', address, settings: null }) as const;
const has = (point: ReturnType<typeof email | typeof sms>): PersonContactPoint => ({ ...point, isOptedOut: false });

const ann: Person = {
  id: 'ann' as PersonId,
  name: 'Ann Archer',
  firstName: 'Ann',
  lastName: 'Archer',
  timeZone: 'Europe/London',
  locale: 'en',
  birthDate: '1990-05-17',
  anniversaryDate: null,
  dates: { nameDay: '2000-11-30' },
  city: null,
  country: null,
  externalId: 'E-1',
  quietHours: null,
  version: 1,
  createdAt: Temporal.Instant.from('2027-01-01T00:00:00Z'),
  contactPoints: [has(sms('+12025550101')), has(email('ann@example.com')), has(email('ann@home.example'))],
};

test.each<[string, PersonPatch, PersonPatch | null]>([
  ['what she is already', { externalId: 'E-1', name: 'Ann Archer', birthDate: '1990-05-17' }, null],
  ['nothing', {}, null],
  ['another zone', { externalId: 'E-1', timeZone: 'Asia/Tokyo' }, { timeZone: 'Asia/Tokyo' }],
  ['the name she goes by and another last one', { name: 'Ann Archer', lastName: 'Ames' }, { lastName: 'Ames' }],
  ['a date that she has', { dates: { nameDay: '2000-11-30' } }, null],
  ['another date', { dates: { firstDay: '2020-02-03' } }, { dates: { nameDay: '2000-11-30', firstDay: '2020-02-03' } }],
  ['her first address', { contactPoints: [email('ann@example.com')] }, null],
  ['her second address', { contactPoints: [email('ann@home.example')] }, null],
  [
    'an address of a channel that she has: it takes the place of the first',
    { contactPoints: [email('ann@new.example')] },
    { contactPoints: [sms('+12025550101'), email('ann@new.example'), email('ann@home.example')] },
  ],
  [
    'two of them',
    { contactPoints: [email('a@new.example'), email('b@new.example')] },
    { contactPoints: [sms('+12025550101'), email('a@new.example'), email('b@new.example')] },
  ],
  [
    'more of a channel than she has',
    { contactPoints: [sms('+12025550101'), sms('+12025550102')] },
    { contactPoints: [sms('+12025550101'), email('ann@example.com'), email('ann@home.example'), sms('+12025550102')] },
  ],
])('a row that says %s', (_, row, changes) => {
  const decided = changesTo(ann, row);
  expect(editOf(ann, decided)).toEqual({ ok: true, patch: changes });
  // It is stored in between.
  expect(JSON.parse(JSON.stringify(decided))).toEqual(decided);
});

describe('what has been decided of a row, when it is made', () => {
  const row: PersonPatch = {
    ...{ city: 'York', dates: { nameDay: '2000-12-01' }, externalId: 'E-2' },
    contactPoints: [email('ann@new.example'), sms('+12025550101')],
  };
  const decided = changesTo(ann, row);
  const edited = { ...ann, city: 'York', externalId: 'E-2' };

  test('leaves what somebody else has edited of other fields, and what is so already', () => {
    const meanwhile = { ...edited, country: 'Wales', dates: { ...ann.dates, firstDay: '2020-02-03' } };
    expect(editOf({ ...meanwhile, contactPoints: [...ann.contactPoints, has(sms('+12025550109'))] }, decided)).toEqual({
      ok: true,
      patch: {
        dates: { nameDay: '2000-12-01', firstDay: '2020-02-03' },
        contactPoints: [
          ...[sms('+12025550101'), email('ann@new.example'), email('ann@home.example')],
          sms('+12025550109'),
        ],
      },
    });
  });

  test.each<[Partial<Person>, string, string]>([
    [{ city: 'Leeds' }, 'city', 'Leeds'],
    [{ dates: {} }, 'dates.nameDay', ''],
    [{ externalId: null }, 'externalId', ''],
    [{ contactPoints: [has(email('ann@other.example'))] }, 'contactPoints.0.address', 'ann@other.example'],
  ])('is told of what somebody else has edited of these: %o', (edit, path, now) => {
    expect(editOf({ ...ann, ...edit }, decided)).toEqual({ ok: false, path, now });
  });
});

test('an address that a row and the person both have is not displaced by another of the row', () => {
  const two = { ...ann, contactPoints: [has(sms('+12025550101')), has(sms('+12025550102'))] };
  const decided = changesTo(two, { contactPoints: [sms('+12025550102'), sms('+12025550103')] });
  expect(decided).toMatchObject([{ to: ['+12025550103', '+12025550102'] }]);
});
