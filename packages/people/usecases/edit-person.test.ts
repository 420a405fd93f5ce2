import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { maskedSecret } from '../domain/contact-settings.ts';
import type { ContactPoint } from '../domain/person.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import { readPerson } from '../store/pg-people.ts';
import { PeopleFixture } from '../test/people-fixture.ts';
import { editPerson } from './edit-person.ts';
import { removePerson, restorePerson } from './remove-person.ts';

let people: PeopleFixture;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

beforeEach(() => {
  people.changes.length = 0;
});

const edit = (id: PersonId, patch: PersonPatch) => people.asTenant((tx) => editPerson({ ...people, tx, id, patch }));
const remove = (id: PersonId) => people.asTenant((tx) => removePerson({ ...people, tx, id }));
const restore = (id: PersonId) => people.asTenant((tx) => restorePerson({ ...people, tx, id }));
const read = (id: PersonId) => people.asTenant((tx) => readPerson(tx, people.sealer, id));

const sms: ContactPoint = { channel: 'sms', address: '+12025550101', settings: null };
const hook = (token: string, timeoutMs = 5000): ContactPoint => ({
  channel: 'webhook',
  address: 'https://example.com/hook',
  settings: { method: 'POST', timeoutMs, auth: { type: 'bearer', token } },
});

describe('an edit', () => {
  test('changes what it names, clears what is null, leaves the rest, and counts', async () => {
    const quietHours = { start: '22:00', end: '07:00' };
    const before = await people.addPerson({ birthDate: '1950-02-28', quietHours, contactPoints: [sms] });
    const { after } = await edit(before.id, { timeZone: 'Asia/Phnom_Penh', quietHours: null });
    expect(after).toEqual({ ...before, timeZone: 'Asia/Phnom_Penh', quietHours: null, version: 2 });
    expect(await read(before.id)).toEqual(after);
    expect(people.changes).toEqual([{ tenantId: people.tenantId, actor: people.actor, before, after }]);
  });

  test('of contact points replaces them all, and keeps a secret that it repeats masked', async () => {
    const { id } = await people.addPerson({ contactPoints: [sms, hook('sesame')] });
    const { after } = await edit(id, { contactPoints: [hook(maskedSecret, 9000)] });
    expect(after.contactPoints).toEqual([{ ...hook('sesame', 9000), isOptedOut: false }]);
  });

  test('shows which addresses have opted out', async () => {
    const { id } = await people.addPerson({ contactPoints: [sms] });
    await people.asTenant((tx) =>
      tx.query('INSERT INTO people.opt_out (tenant_id, channel, address, since) VALUES ($1, $2, $3, now())', [
        people.tenantId,
        'sms',
        '+12025550199',
      ]),
    );
    const stopped: ContactPoint = { ...sms, address: '+12025550199' };
    const { after } = await edit(id, { contactPoints: [sms, stopped] });
    expect(after.contactPoints.map(({ isOptedOut }) => isOptedOut)).toEqual([false, true]);
  });

  test.each<[string, PersonPatch, string]>([
    ['the first name', { firstName: 'Anna' }, 'Anna Archer'],
    ['the name itself', { name: 'Grandma', firstName: 'Anna' }, 'Grandma'],
    ['the last name to nothing', { lastName: null }, 'Ann'],
  ])('of %s moves a name that was only joined', async (_, patch, name) => {
    const { id } = await people.addPerson({ name: null, firstName: 'Ann', lastName: 'Archer' });
    expect((await edit(id, patch)).after.name).toBe(name);
  });

  test('of the first name leaves a name of their own, until that is cleared', async () => {
    const { id } = await people.addPerson({ name: 'Grandma', firstName: 'Ann' });
    expect((await edit(id, { firstName: 'Anna' })).after.name).toBe('Grandma');
    expect((await edit(id, { name: null })).after.name).toBe('Anna');
    await expect(edit(id, { firstName: null })).rejects.toMatchObject({ code: 'person.name-missing' });
  });

  test('that throws in what follows from it changes nothing', async () => {
    const before = await people.addPerson({ contactPoints: [sms] });
    const port = { inTransaction: () => Promise.reject(new Error('could not be planned')) };
    const failing = people.asTenant((tx) =>
      editPerson({ ...people, tx, id: before.id, patch: { name: 'Other', contactPoints: [] }, port }),
    );
    await expect(failing).rejects.toThrow('could not be planned');
    expect(await read(before.id)).toEqual(before);
  });

  test('by ten at once loses none of them', async () => {
    const { id } = await people.addPerson();
    await Promise.all(Array.from({ length: 10 }, (_, n) => edit(id, { locale: `en-${100 + n}` })));
    expect((await read(id))?.version).toBe(11);
    const seen = people.changes.map(({ before, after }) => [before?.version, after?.version]);
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => [n + 1, n + 2]));
  });

  test('cannot take the externalId of another living person', async () => {
    await people.addPerson({ externalId: 'E-1' });
    const { id } = await people.addPerson({ externalId: 'E-2' });
    await expect(edit(id, { externalId: 'E-1' })).rejects.toMatchObject({
      code: 'person.external-id-taken',
      issues: [{ path: 'externalId' }],
    });
  });

  test('of nobody, or of somebody removed, finds nobody', async () => {
    const { id } = await people.addPerson();
    await remove(id);
    for (const nobody of [newId<PersonId>(), id]) {
      await expect(edit(nobody, { name: 'x' })).rejects.toMatchObject({ code: 'person.not-found' });
    }
  });
});

describe('an email address', () => {
  const mail = (address: string): ContactPoint => ({ channel: 'email', address, settings: null });
  const taken = (index: number, by: RegExp) => ({
    ...{ code: 'person.email-taken', kind: 'conflict' },
    issues: [{ path: `contactPoints.${index}.address`, message: expect.stringMatching(by) }],
  });

  test('is one living person’s of a tenant, and free once they give it up or are removed', async () => {
    const ann = await people.addPerson({ contactPoints: [mail('one@example.com'), mail('two@example.com')] });
    const bob = await people.addPerson({ name: 'Bob Baker' });
    await expect(people.addPerson({ contactPoints: [sms, mail('two@example.com')] })).rejects.toMatchObject(
      taken(1, /two@example.com is the address of Ann Archer/),
    );
    await expect(edit(bob.id, { contactPoints: [mail('one@example.com')] })).rejects.toMatchObject(taken(0, /Ann/));
    expect((await read(bob.id))?.contactPoints).toEqual([]);
    await edit(ann.id, { contactPoints: [mail('one@example.com')] });
    await edit(bob.id, { contactPoints: [mail('two@example.com')] });
    await remove(ann.id);
    await edit(bob.id, { contactPoints: [mail('two@example.com'), mail('one@example.com')] });
    await expect(restore(ann.id)).rejects.toMatchObject(taken(0, /Bob Baker/));
    await edit(bob.id, { contactPoints: [] });
    expect((await restore(ann.id)).after.contactPoints).toMatchObject([{ address: 'one@example.com' }]);
  });

  test('is another person’s in another tenant', async () => {
    await people.addPerson({ contactPoints: [mail('each@example.com')] });
    const theirs = newId<TenantId>();
    const { contactPoints } = await people.addPerson({ contactPoints: [mail('each@example.com')] }, theirs);
    expect(contactPoints).toHaveLength(1);
  });

  test('is claimed by ten at once for one of them, and by nobody whose externalId is another’s', async () => {
    const contactPoints = [mail('raced@example.com'), mail('raced2@example.com')];
    await people.addPerson({ externalId: 'E-20' });
    await expect(people.addPerson({ externalId: 'E-20', contactPoints })).rejects.toMatchObject({
      code: 'person.external-id-taken',
    });
    // And whoever is sent twice is told who it is, not that the address is taken.
    const again = { externalId: 'E-21', contactPoints: [mail('twice@example.com')] };
    await people.addPerson(again);
    await expect(people.addPerson(again)).rejects.toMatchObject({ code: 'person.external-id-taken' });
    const added = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        people.addPerson({ contactPoints: n % 2 ? contactPoints : contactPoints.toReversed() }),
      ),
    );
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = added.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['person.email-taken']));
  });
});

describe('a removed person', () => {
  test('is gone until restored, and comes back as they were', async () => {
    const before = await people.addPerson({ externalId: 'E-7', contactPoints: [sms] });
    await remove(before.id);
    expect(await read(before.id)).toBeNull();
    await expect(remove(before.id)).rejects.toMatchObject({ code: 'person.not-found' });
    const { after } = await restore(before.id);
    expect(after).toEqual({ ...before, version: 3 });
    expect(people.changes).toMatchObject([
      { before: { id: before.id }, after: null },
      { before: null, after: { id: before.id } },
    ]);
    await expect(restore(before.id)).rejects.toMatchObject({ code: 'person.not-removed' });
  });

  test('does not come back while their externalId belongs to another', async () => {
    const { id } = await people.addPerson({ externalId: 'E-8' });
    await remove(id);
    const heir = await people.addPerson({ externalId: 'E-8' });
    await expect(restore(id)).rejects.toMatchObject({ code: 'person.external-id-taken' });
    await remove(heir.id);
    expect((await restore(id)).after.externalId).toBe('E-8');
  });
});
