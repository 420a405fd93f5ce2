import { ManualClock } from '@belfry/kernel/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimEmails } from '../store/pg-email-owners.ts';
import { newPerson, now, PeopleFixture } from '../test/people-fixture.ts';
import { AddInGroups } from './add-in-groups.ts';

let people: PeopleFixture;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

test('whoever wants an address of a file that is being added waits for it, and nobody else does', async () => {
  const groups = new AddInGroups({
    ...{ pool: people.app, clock: new ManualClock(now), sealer: people.sealer, allowLocalHttp: false },
    onPersonChanged: { onAdded: async () => {} },
  });
  const { id: personId } = await people.addPerson();
  const [claimed, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const file = people.asTenant(async (tx) => {
    const addresses = ['kept@example.com', 'given-up@example.com'];
    await claimEmails(
      tx,
      people.tenantId,
      addresses.map((address) => ({ personId, address })),
    );
    claimed.resolve();
    await over.promise;
    await tx.query(`DELETE FROM people.email_owner WHERE address = 'given-up@example.com'`);
  });
  await claimed.promise;
  const ends = new Map<string, string>();
  const add = async (name: string) => {
    const contactPoints = [{ channel: 'email' as const, address: `${name}@example.com`, settings: null }];
    const end = await groups.add(people.tenantId, newPerson({ name, contactPoints })).then(
      () => 'added',
      ({ code }) => code,
    );
    ends.set(name, end);
  };
  const all = ['kept', 'free', 'given-up', 'free-too'].map(add);
  try {
    await expect.poll(() => ends.size, { timeout: 10_000 }).toBe(2);
    // Nor whoever comes meanwhile.
    all.push(add('late'), add('kept'));
    await expect
      .poll(() => Object.fromEntries(ends), { timeout: 10_000 })
      .toEqual({
        ...{ free: 'added', 'free-too': 'added', late: 'added' },
      });
  } finally {
    over.resolve();
    await Promise.all([file, ...all]);
  }
  expect([ends.get('kept'), ends.get('given-up')]).toEqual(['person.email-taken', 'added']);
}, 60_000);
