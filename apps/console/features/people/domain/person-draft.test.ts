import { expect, test } from 'vitest';
import { emptyPerson, isPersonDirty, personFieldOf, toNewPerson } from './person-draft.ts';

const draft = { ...emptyPerson('America/New_York'), name: ' Ann ', phone: '+1 (202) 555-0101' };

test('a number is sent without its spacing, what is empty not at all', () => {
  expect(toNewPerson(draft)).toEqual({
    name: 'Ann',
    timeZone: 'America/New_York',
    contactPoints: [{ channel: 'sms', address: '+12025550101' }],
  });
});

test('somebody is added with their birthday, both names and language, and needs no name beside them', () => {
  const more = { firstName: 'Ann ', lastName: 'Archer', birthDate: '1990-05-17', anniversaryDate: '', locale: 'km' };
  expect(toNewPerson({ ...draft, name: '', ...more })).toEqual({
    ...{ firstName: 'Ann', lastName: 'Archer', birthDate: '1990-05-17', locale: 'km' },
    timeZone: 'America/New_York',
    contactPoints: [{ channel: 'sms', address: '+12025550101' }],
  });
  expect(personFieldOf(draft, 'birthDate')).toBe('birthDate');
});

test('an error of a contact point finds the field it came from', () => {
  expect(personFieldOf(draft, 'contactPoints.0.address')).toBe('phone');
  expect(personFieldOf({ ...draft, phone: '', email: 'x' }, 'contactPoints.0.address')).toBe('email');
  expect(personFieldOf({ ...draft, email: 'x' }, 'contactPoints.1')).toBe('email');
  expect(personFieldOf(draft, 'contactPoints')).toBeNull();
});

test('a zone that stands there from the beginning is nothing that was typed', () => {
  expect(isPersonDirty(emptyPerson('UTC'))).toBe(false);
  expect(isPersonDirty({ ...emptyPerson('UTC'), birthDate: '1990-05-17' })).toBe(true);
});
