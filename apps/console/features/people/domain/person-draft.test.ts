import { expect, test } from 'vitest';
import { personFieldOf, toNewPerson } from './person-draft.ts';

const draft = { name: ' Ann ', phone: '+1 (202) 555-0101', email: '', timeZone: 'America/New_York' };

test('a number is sent without its spacing, an empty address not at all', () => {
  expect(toNewPerson(draft)).toEqual({
    name: 'Ann',
    timeZone: 'America/New_York',
    contactPoints: [{ channel: 'sms', address: '+12025550101' }],
  });
});

test('an error of a contact point finds the field it came from', () => {
  expect(personFieldOf(draft, 'contactPoints.0.address')).toBe('phone');
  expect(personFieldOf({ ...draft, phone: '', email: 'x' }, 'contactPoints.0.address')).toBe('email');
  expect(personFieldOf({ ...draft, email: 'x' }, 'contactPoints.1')).toBe('email');
  expect(personFieldOf(draft, 'contactPoints')).toBeNull();
});
