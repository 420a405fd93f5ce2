import type { PersonId } from '@belfry/kernel/ids';
import { expect, test } from 'vitest';
import type { Person, PersonContactPoint } from './person.ts';
import { changesTo, type PersonPatch } from './person-patch.ts';

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
  expect(changesTo(ann, row)).toEqual(changes);
});
