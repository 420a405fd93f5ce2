import { newId, type PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contact } from './occurrence.ts';
import { countSent, type ThrottleTally, throttleContacts } from './throttle.ts';

const start = Temporal.Instant.from('2027-01-15T09:00:00Z');
const [ann, bob] = [newId<PersonId>(), newId<PersonId>()];

function contactTo(personId: PersonId, target = 0): Contact {
  const words = { subject: '', text: '', messageId: '', link: null };
  return { target, personId, personName: '', channel: 'sms', address: '+1', problem: null, alternatives: [], ...words };
}

const given = (tally: ThrottleTally, minute: number, perHour = 2) => {
  return { now: start.add({ minutes: minute }), perHour, tally, isDigest: false };
};

test('beyond so many an hour a contact waits for the digest, which comes when the oldest counts no more', () => {
  const tally = new Map([[ann, [start, start.add({ minutes: 10 })]]]);
  const { contacts, entries } = throttleContacts([contactTo(ann), contactTo(bob, 1)], given(tally, 20));
  expect(contacts.map(({ address, problem }) => address ?? problem?.code)).toEqual(['contact.throttled', '+1']);
  expect(entries).toEqual([
    { target: 0, personId: ann, digestAt: start.add({ hours: 1 }) },
    { target: 1, personId: bob, digestAt: null },
  ]);
  expect(throttleContacts([contactTo(ann)], given(tally, 60)).contacts[0]?.problem).toBeNull();
});

test('a digest that may be on its way already is not added to: the next one is', () => {
  const tally = new Map([[ann, [start, start.add({ minutes: 10 })]]]);
  const now = start.add({ minutes: 59, seconds: 55 });
  const [entry] = throttleContacts([contactTo(ann)], { ...given(tally, 0), now }).entries;
  expect(entry?.digestAt).toEqual(start.add({ minutes: 70 }));
});

test('a digest is counted and never held back, and several contacts of one turn count too', () => {
  const tally = new Map([[ann, [start]]]);
  const digest = throttleContacts([contactTo(ann)], { ...given(tally, 5, 1), isDigest: true });
  expect(digest).toMatchObject({ contacts: [{ problem: null }], entries: [{ digestAt: null }] });
  const both = throttleContacts([contactTo(bob, 0), contactTo(bob, 1)], given(tally, 5, 1));
  expect(both.entries.map(({ digestAt }) => digestAt === null)).toEqual([true, false]);
});

test('nobody is ever sent more than so many within any hour', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (minutes, perHour) => {
      const tally = new Map<PersonId, readonly Temporal.Instant[]>();
      let minute = 0;
      const sent: number[] = [];
      for (const gap of minutes) {
        minute += gap;
        const { contacts, entries } = throttleContacts([contactTo(ann)], given(tally, minute, perHour));
        countSent(tally, entries, start.add({ minutes: minute }));
        if (contacts[0]?.address) sent.push(minute);
      }
      for (const [index, at] of sent.entries()) {
        expect(sent.slice(index).filter((other) => other < at + 60).length).toBeLessThanOrEqual(perHour);
      }
    }),
  );
});
