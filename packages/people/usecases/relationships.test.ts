import { newId, type PersonId } from '@belfry/kernel/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../domain/person.ts';
import { listConsent } from '../store/pg-consent-ledger.ts';
import { recordOptIn, recordOptOut } from '../store/pg-opt-outs.ts';
import { lockPersonRow } from '../store/pg-people.ts';
import { listRelationships } from '../store/pg-relationships.ts';
import { now, PeopleFixture } from '../test/people-fixture.ts';
import { addRelationship } from './add-relationship.ts';
import { editRelationship, type RelationshipPatch, removeRelationship } from './edit-relationship.ts';
import { removePerson } from './remove-person.ts';

let people: PeopleFixture;
let ann: Person;
let bob: Person;
let cara: Person;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

beforeEach(async () => {
  ann = await people.addPerson();
  bob = await people.addPerson({ name: 'Bob Baker' });
  cara = await people.addPerson({ name: 'Cara Cole' });
});

type Given = Parameters<typeof addRelationship>[0]['given'];

function wholeOf(personId: PersonId, given: Partial<Given>): Given {
  return {
    personId,
    role: 'caregiver',
    permissions: ['acknowledge'],
    consent: 'granted',
    privacy: 'all',
    priority: null,
    ...given,
  };
}

function relate(personId: PersonId, given: Partial<Given> = {}, forPersonId = ann.id) {
  return people.asTenant((tx) => addRelationship({ ...people, tx, forPersonId, given: wholeOf(personId, given) }));
}

const edit = (id: string, patch: RelationshipPatch) =>
  people.asTenant((tx) => editRelationship({ ...people, tx, forPersonId: ann.id, id, patch }));
const end = (id: string) => people.asTenant((tx) => removeRelationship({ ...people, tx, forPersonId: ann.id, id }));
const list = () => people.asTenant((tx) => listRelationships(tx, ann.id, { limit: 10 }));
const ledger = async (person: Person) =>
  (await people.asTenant((tx) => listConsent(tx, person.id, { limit: 50 }))).toReversed().map(({ kind }) => kind);

/** What the engine resolves a role by. */
const resolvable = async (role: string) => {
  const { rows } = await people.asTenant((tx) =>
    tx.query<{ id: string }>(
      `SELECT related_person_id AS id FROM people.relation
       WHERE person_id = $1 AND role = $2 AND consent = 'granted' ORDER BY priority`,
      [ann.id, role],
    ),
  );
  return rows.map(({ id }) => id);
};

describe('a relationship', () => {
  test('takes the next free place, or the one it was given', async () => {
    const places = [
      await relate(bob.id),
      await relate(bob.id, { role: 'son' }),
      await relate(cara.id, { priority: 1 }),
    ];
    expect(places.map(({ priority }) => priority)).toEqual([1, 2, 1]);
    expect((await list()).map(({ personName, role }) => `${personName}, ${role}`).toSorted()).toEqual([
      'Bob Baker, caregiver',
      'Bob Baker, son',
      'Cara Cole, caregiver',
    ]);
  });

  test('of ten at once takes ten places', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => relate(bob.id, { role: `role-${n}` })));
    expect(all.map(({ priority }) => priority).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('comes into being both ways at once', async () => {
    const bothLocked = Promise.withResolvers<void>();
    let locked = 0;
    const relateHolding = (forPersonId: PersonId, personId: PersonId) =>
      people.asTenant(async (tx) => {
        await lockPersonRow(tx, forPersonId);
        if (++locked === 2) bothLocked.resolve();
        await bothLocked.promise;
        return addRelationship({ ...people, tx, forPersonId, given: wholeOf(personId, { role: 'spouse' }) });
      });
    const both = await Promise.all([relateHolding(ann.id, bob.id), relateHolding(bob.id, ann.id)]);
    expect(both.map(({ personName }) => personName)).toEqual(['Bob Baker', 'Ann Archer']);
  });

  test('is with somebody else, who exists, and once for a pair and a role', async () => {
    await relate(bob.id);
    await expect(relate(ann.id)).rejects.toMatchObject({ code: 'relationship.to-oneself', kind: 'rule' });
    await expect(relate(newId<PersonId>())).rejects.toMatchObject({ code: 'relationship.person-unknown' });
    await expect(relate(bob.id)).rejects.toMatchObject({ code: 'relationship.exists', kind: 'conflict' });
    await expect(relate(bob.id, {}, newId<PersonId>())).rejects.toMatchObject({ code: 'person.not-found' });
    const son = await relate(bob.id, { role: 'son' });
    await expect(edit(son.id, { role: 'caregiver' })).rejects.toMatchObject({ code: 'relationship.exists' });
  });

  test('that has ended can begin again', async () => {
    const first = await relate(bob.id);
    expect((await end(first.id)).isWithdrawn).toBe(true);
    expect(await list()).toEqual([]);
    await expect(end(first.id)).rejects.toMatchObject({ code: 'relationship.not-found' });
    expect((await relate(bob.id)).id).not.toBe(first.id);
  });

  test('is not shown while the related person is removed', async () => {
    await relate(bob.id);
    await people.asTenant((tx) => removePerson({ ...people, tx, id: bob.id }));
    expect(await list()).toEqual([]);
  });
});

describe('consent', () => {
  test('decides by whom a role is answered, and each change of it stays in the ledger', async () => {
    const { id } = await relate(bob.id, { consent: 'pending' });
    expect(await resolvable('caregiver')).toEqual([]);
    expect((await edit(id, { consent: 'granted' })).isWithdrawn).toBe(false);
    expect(await resolvable('caregiver')).toEqual([bob.id]);
    expect((await edit(id, { priority: 5 })).isWithdrawn).toBe(false);
    expect((await edit(id, { consent: 'withdrawn' })).isWithdrawn).toBe(true);
    expect(await resolvable('caregiver')).toEqual([]);
    await edit(id, { consent: 'granted' });
    await end(id);
    const words = ['requested', 'granted', 'withdrawn', 'granted', 'withdrawn'];
    expect(await ledger(bob)).toEqual(words);
    expect(await ledger(ann)).toEqual(words);
    expect(await ledger(cara)).toEqual([]);
  });

  test('narrowed in what may be seen or as what somebody is asked counts as withdrawn for what is under way', async () => {
    const { id } = await relate(bob.id);
    expect((await edit(id, { privacy: 'title' })).isWithdrawn).toBe(true);
    expect((await edit(id, { privacy: 'all' })).isWithdrawn).toBe(false);
    expect((await edit(id, { role: 'son' })).isWithdrawn).toBe(true);
  });

  test('of an address stands in the ledger of its person', async () => {
    const dora = await people.addPerson({
      name: 'Dora Dean',
      contactPoints: [{ channel: 'sms', address: '+12025550104', settings: null }],
    });
    const said = {
      channel: 'sms',
      address: '+12025550104',
      at: now,
      actor: { type: 'person', id: dora.id, name: dora.name, via: 'sms' } as const,
      evidence: 'STOP',
    };
    await people.asTenant((tx) => recordOptOut(tx, [people.tenantId], said));
    await people.asTenant((tx) => recordOptIn(tx, [people.tenantId], { ...said, at: now.add({ seconds: 1 }) }));
    expect(await ledger(dora)).toEqual(['opted-out', 'opted-in']);
    expect(await ledger(ann)).toEqual([]);
  });

  test('that was said can be neither changed nor removed', async () => {
    await relate(bob.id);
    for (const statement of [`UPDATE people.consent_event SET kind = 'granted'`, 'DELETE FROM people.consent_event']) {
      await expect(people.asTenant((tx) => tx.query(statement))).rejects.toMatchObject({ code: '42501' });
    }
  });
});
