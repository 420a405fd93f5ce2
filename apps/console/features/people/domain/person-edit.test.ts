import type { Person } from '@belfry/sdk';
import { expect, test } from 'vitest';
import { emptyContact } from './contact-draft.ts';
import { partOfEdit, personEditFieldOf, toPersonEdit, toPersonPatch } from './person-edit.ts';

const ann: Person = {
  id: '0190',
  name: 'Ann Archer',
  firstName: null,
  lastName: null,
  timeZone: 'America/New_York',
  locale: 'en',
  birthDate: '1950-02-28',
  anniversaryDate: null,
  dates: {},
  city: null,
  country: null,
  externalId: null,
  quietHours: null,
  contactPoints: [
    { channel: 'sms', address: '+12025550101', isOptedOut: false },
    {
      channel: 'webhook',
      address: 'https://example.com/hook',
      isOptedOut: false,
      method: 'PUT',
      timeoutMs: 5000,
      auth: { type: 'basic', username: 'ann', password: '••••••••' },
    },
  ],
  version: 3,
  createdAt: '2027-01-15T13:58:00Z',
};

test('a form that nobody has touched changes nothing', () => {
  expect(toPersonPatch(ann, toPersonEdit(ann))).toBeNull();
});

test('only what was changed is sent, and what was emptied is cleared', () => {
  const edit = { ...toPersonEdit(ann), name: ' Ann Baker ', birthDate: '', hasQuietHours: true };
  expect(toPersonPatch(ann, edit)).toEqual({
    name: 'Ann Baker',
    birthDate: null,
    quietHours: { start: '22:00', end: '07:00' },
  });
});

test('contact points go together, in the order of preference, with the secrets that are kept', () => {
  const before = toPersonEdit(ann);
  const edit = { ...before, contacts: before.contacts.toReversed() };
  expect(toPersonPatch(ann, edit)).toEqual({
    contactPoints: [
      {
        channel: 'webhook',
        address: 'https://example.com/hook',
        method: 'PUT',
        timeoutMs: 5000,
        auth: { type: 'basic', username: 'ann', password: '••••••••' },
      },
      { channel: 'sms', address: '+12025550101' },
    ],
  });
});

test('a number is sent without the spaces that people write', () => {
  const before = toPersonEdit(ann);
  const added = { ...emptyContact('sms', before.contacts), address: '+1 (202) 555-0107' };
  const patch = toPersonPatch(ann, { ...before, contacts: [added] });
  expect(patch).toEqual({ contactPoints: [{ channel: 'sms', address: '+12025550107' }] });
});

test('an error finds its field, and leaves it when the field is changed', () => {
  expect(personEditFieldOf('contactPoints.1.address')).toBe('contact 1');
  expect(personEditFieldOf('quietHours.end')).toBe('quietHours');
  expect(personEditFieldOf('weather')).toBeNull();
  const edit = toPersonEdit(ann);
  expect(partOfEdit(edit, 'contact 1')).toBe(edit.contacts[1]);
  expect(partOfEdit(edit, 'name')).toBe('Ann Archer');
});
