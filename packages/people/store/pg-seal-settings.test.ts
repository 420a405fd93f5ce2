import type { PersonId } from '@belfry/kernel/ids';
import { createSealer } from '@belfry/platform/sealer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContactPoint } from '../domain/person.ts';
import { PeopleFixture } from '../test/people-fixture.ts';
import { writeContactPoints } from './pg-contact-points.ts';
import { readContactSettings } from './pg-contact-settings.ts';
import { readPerson } from './pg-people.ts';
import { sealContactSettings } from './pg-seal-settings.ts';

const webhook: ContactPoint = {
  channel: 'webhook',
  address: 'https://receiver.example/hook',
  settings: { method: 'POST', timeoutMs: 5000, auth: { type: 'bearer', token: 'sesame-token' } },
};
const secret = 'a secret of this installation';
let people: PeopleFixture;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

const stored = async (id: PersonId) => {
  const { rows } = await people.engine.query(
    'SELECT settings::text AS text FROM people.contact_point WHERE person_id = $1',
    [id],
  );
  return rows.map(({ text }) => text as string | null);
};
const writePlain = (id: PersonId) =>
  people.asTenant((tx) =>
    tx.query('UPDATE people.contact_point SET settings = $2 WHERE person_id = $1', [
      id,
      JSON.stringify(webhook.settings),
    ]),
  );
const settingsOf = async (id: PersonId, sealer = people.sealer) =>
  (await people.asTenant((tx) => readPerson(tx, sealer, id)))?.contactPoints.map(({ settings }) => settings);

describe('what a contact point holds', () => {
  test('is sealed from the first write on, and read as it was', async () => {
    const { id } = await people.addPerson({
      contactPoints: [webhook, { channel: 'sms', address: '+12025550101', settings: null }],
    });
    expect(await stored(id)).toEqual([expect.not.stringContaining('sesame'), null]);
    expect(await settingsOf(id)).toEqual([webhook.settings, null]);
    expect(await readContactSettings(people.engine, people.sealer, { ...webhook, personId: id })).toEqual({
      isReadable: true,
      settings: webhook.settings,
    });
  });

  test('and was written plain by an older version is read, and sealed once', async () => {
    const { id } = await people.addPerson({ contactPoints: [webhook] });
    await writePlain(id);
    expect(await stored(id)).toEqual([expect.stringContaining('sesame')]);
    expect(await settingsOf(id)).toEqual([webhook.settings]);
    expect(await sealContactSettings(people.engine, people.sealer)).toBe(1);
    expect(await stored(id)).toEqual([expect.not.stringContaining('sesame')]);
    expect(await settingsOf(id)).toEqual([webhook.settings]);
    expect(await sealContactSettings(people.engine, people.sealer)).toBe(0);
  });

  test('moves to a new key, from which on the old one opens nothing', async () => {
    const { id } = await people.addPerson({ contactPoints: [webhook] });
    const changed = createSealer('contact settings', { secret: 'the next secret', previous: [secret] });
    expect(await settingsOf(id, changed)).toEqual([webhook.settings]);
    expect(await sealContactSettings(people.engine, changed)).toBeGreaterThan(0);
    expect(await settingsOf(id)).toEqual([null]);
    const alone = createSealer('contact settings', { secret: 'the next secret', previous: [] });
    expect(await settingsOf(id, alone)).toEqual([webhook.settings]);
    await sealContactSettings(
      people.engine,
      createSealer('contact settings', { secret, previous: ['the next secret'] }),
    );
  });

  test.each([
    ['to another person', 'UPDATE people.contact_point SET settings = $2 WHERE person_id = $1'],
    [
      'to another address',
      `UPDATE people.contact_point SET settings = $2, address = 'https://thief.example/' WHERE person_id = $1`,
    ],
  ])('and is moved %s opens nothing there', async (_, move) => {
    const [from, to] = [
      await people.addPerson({ contactPoints: [webhook] }),
      await people.addPerson({ contactPoints: [webhook] }),
    ];
    const [taken] = await stored(from.id);
    await people.asTenant((tx) => tx.query(move, [to.id, taken]));
    expect(await settingsOf(to.id)).toEqual([null]);
    const address = move.includes('thief') ? 'https://thief.example/' : webhook.address;
    expect(
      await readContactSettings(people.engine, people.sealer, { channel: 'webhook', address, personId: to.id }),
    ).toEqual({
      isReadable: false,
    });
    await people.asTenant((tx) =>
      tx.query('UPDATE people.contact_point SET settings = NULL WHERE person_id = $1', [to.id]),
    );
  });

  test('outlives an edit of another point by whoever has not the key', async () => {
    const { tenantId } = people;
    const { id } = await people.addPerson({ contactPoints: [webhook] });
    const [before] = await stored(id);
    const stranger = createSealer('contact settings', { secret: 'of another shell', previous: [] });
    const points = [
      { channel: 'sms', address: '+12025550102', settings: null },
      { ...webhook, settings: null },
    ] as const;
    await people.asTenant((tx) => writeContactPoints(tx, stranger, { tenantId, personId: id, points }));
    expect((await stored(id)).toSorted()).toEqual([before, null].toSorted());
    expect(await settingsOf(id)).toEqual([null, webhook.settings]);
    const settings = { method: 'POST', timeoutMs: 5000, auth: { type: 'none' } } as const;
    const given = [{ ...webhook, settings }];
    await people.asTenant((tx) => writeContactPoints(tx, stranger, { tenantId, personId: id, points: given }));
    expect(await settingsOf(id, stranger)).toEqual([settings]);
  });

  test('is not overwritten by a sealing that comes after an edit', async () => {
    const { id } = await people.addPerson({ contactPoints: [webhook] });
    await writePlain(id);
    const edited = people.asTenant((tx) => tx.query('DELETE FROM people.contact_point WHERE person_id = $1', [id]));
    await Promise.all([edited, sealContactSettings(people.engine, people.sealer)]);
    expect(await stored(id)).toEqual([]);
  });
});
