import { expect, test } from 'vitest';
import { isSamePerson, type Somebody } from './is-same-person.ts';

const ada: Somebody = {
  ...{ name: 'Ada Archer', externalId: 'E-1', birthDate: '1990-05-17', anniversaryDate: null },
  dates: { nameDay: '2000-11-30' },
};
const other = { ...ada, name: 'Ben Baker', externalId: 'E-2', birthDate: '1961-07-02', dates: {} };

test.each<[string, Partial<Somebody>, string, boolean]>([
  [
    'is the same whose year has been corrected',
    { ...other, name: 'Ada Archer', birthDate: '1991-05-17' },
    'birthDate',
    true,
  ],
  ['is the same whose name has been corrected', { ...other, birthDate: '1990-05-17' }, 'birthDate', true],
  ['is somebody else, born on that day of another year', { ...other, birthDate: '1991-05-17' }, 'birthDate', false],
  ['is the same whose day has been corrected', { ...other, name: 'ada archer ' }, 'birthDate', true],
  ['is the same by another system’s id', { ...other, externalId: 'E-1' }, 'birthDate', true],
  ['is the same by another date', { ...other, dates: { nameDay: '2000-11-30' } }, 'nameDay', true],
  ['is somebody else with a date and a name of their own', other, 'birthDate', false],
  ['is somebody else though neither has an anniversary', other, 'anniversaryDate', false],
])('whoever has the address of somebody who has been removed %s', (_, has, field, isSame) => {
  expect(isSamePerson(ada, { ...ada, ...has }, field)).toBe(isSame);
  const nameless = { ...ada, name: 'A', externalId: null, birthDate: '1990-05-18' };
  expect(isSamePerson(nameless, { ...nameless, name: 'B', birthDate: '1990-05-19' }, field)).toBe(field === 'nameDay');
});
