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

function groupsOf({ app: pool, sealer }: PeopleFixture): AddInGroups {
  const onPersonChanged = { onAdded: async () => {} };
  return new AddInGroups({ pool, sealer, clock: new ManualClock(now), allowLocalHttp: false, onPersonChanged });
}

const email = (address: string) => ({ channel: 'email' as const, address, settings: null });

test('whoever waits for an address of a file keeps from it none of the others that they want', async () => {
  const groups = groupsOf(people);
  const { id: personId } = await people.addPerson();
  const added = await people.asTenant(async (tx) => {
    await claimEmails(tx, people.tenantId, [{ personId, address: 'later@example.com' }]);
    const contactPoints = ['earlier@example.com', 'later@example.com'].map(email);
    const adding = groups.add(people.tenantId, newPerson({ contactPoints })).catch(({ code }) => code);
    const isWaiting = `SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`;
    await expect.poll(async () => (await people.asEngine((own) => own.query(isWaiting))).rowCount).toBeGreaterThan(0);
    expect(await claimEmails(tx, people.tenantId, [{ personId, address: 'earlier@example.com' }])).toEqual([]);
    return [adding];
  });
  expect(await added[0]).toBe('person.email-taken');
});

test('whoever wants an address of a file that is being added waits for it, and nobody else does', async () => {
  const groups = groupsOf(people);
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
    const contactPoints = [email(`${name}@example.com`)];
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
