import type { Unsaid } from '@belfry/engine/module';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, inTransaction, openDatabase, type Tx } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { greetingId } from '../domain/greetings-of.ts';
import { usualKinds } from '../domain/kind.ts';
import { nothingOwn, usualSettings } from '../domain/settings.ts';
import { saveKind, saveOwnSettings, saveSettings } from '../store/pg-occasions.ts';
import { askForRevision } from '../store/pg-revisions.ts';
import { insertTemplate } from '../store/pg-templates.ts';
import { greetingsAuthor } from './write-greetings.ts';

const nine = Temporal.Instant.from('2027-02-28T09:00:00Z');
let database: Database;
let close: () => Promise<void>;
let tenantId: TenantId;
let personId: PersonId;

beforeAll(async () => {
  const opened = await testDatabase();
  close = opened.close;
  database = openDatabase({ ...throughPool(opened.url), poolMin: 0, poolMax: 2 });
});

afterAll(async () => {
  await database.close();
  await close();
});

const asTenant = <T>(body: (tx: Tx) => Promise<T>) => inTenant(database.pools.app, tenantId, body);
const greets = { ...usualSettings, isEnabled: true };
const [birthday] = usualKinds as [(typeof usualKinds)[number]];

/** Somebody of 29 February, whose greeting of 2027 is planned for the 28th at nine. */
beforeEach(async () => {
  tenantId = newId<TenantId>();
  personId = newId<PersonId>();
  await asTenant(async (tx) => {
    await saveSettings(tx, tenantId, greets);
    await tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
       VALUES ($1, $2, 'Ada Archer', 'Europe/London', 'en', '1992-02-29', now())`,
      [personId, tenantId],
    );
  });
});

/** What the author says of it, at its time or later, as its first turn or one that goes on. */
async function says({ seq = 0, now = nine, day = '2027-02-28' } = {}): Promise<string> {
  const occId = newId<string>() as Unsaid['occId'];
  const of = { occId, tenantId, personId, scheduleId: greetingId(tenantId, personId, 'birthday'), kind: 'birthday' };
  const unsaid = { ...of, slot: '2027', day, isFirst: seq === 0, seq, dueAt: nine };
  const { said } = await inTransaction(database.pools.engine, (tx) => greetingsAuthor.write(tx, [unsaid], now));
  const words = said.get(occId);
  if (!words) return 'nothing';
  if ('isOutdated' in words) return 'outdated';
  if ('notBefore' in words) return `not before ${words.notBefore}`;
  return 'withheld' in words ? words.withheld.code : words.text;
}

const words = "Hey, Ada Archer it's your birthday";

test('a greeting has its words as long as all is as it was planned', async () => {
  expect([await says(), await says({ seq: 1 })]).toEqual([words, words]);
});

test.each<[string, string, (tx: Tx) => Promise<unknown>]>([
  ['all of them are switched off', 'greeting.switched-off', (tx) => saveSettings(tx, tenantId, usualSettings)],
  ['its kind is', 'greeting.kind-off', (tx) => saveKind(tx, tenantId, { ...birthday, isEnabled: false }, nine)],
  [
    'its person is muted',
    'greeting.muted',
    (tx) => saveOwnSettings(tx, tenantId, personId, { ...nothingOwn, isMuted: true }),
  ],
  [
    '29 February is on 1 March',
    'not before 2027-03-01T09:00:00Z',
    (tx) => saveSettings(tx, tenantId, { ...greets, leapDay: 'march-1' }),
  ],
  [
    'its kind follows another date',
    'greeting.not-today',
    (tx) => saveKind(tx, tenantId, { ...birthday, field: 'anniversaryDate' }, nine),
  ],
])('where %s by now it is %s, and before it has begun left to the plan that follows', async (_, instead, change) => {
  await asTenant(async (tx) => {
    await askForRevision(tx, tenantId, nine);
    await change(tx);
  });
  const later = nine.add({ hours: 1 });
  expect([await says(), await says({ now: later }), await says({ seq: 1 })]).toEqual(['outdated', 'outdated', instead]);
  await asTenant((tx) => tx.query('DELETE FROM greetings.revision WHERE tenant_id = $1', [tenantId]));
  // What was read before the revision ended may be of before; what stands much later is not.
  expect([await says(), await says({ now: later })]).toEqual(['outdated', instead]);
});

test('where the hour is a later one by now it waits for that, and for an earlier one no longer', async () => {
  await asTenant((tx) => saveSettings(tx, tenantId, { ...greets, sendTime: '10:00' }));
  await asTenant((tx) => askForRevision(tx, tenantId, nine));
  expect(await says({ now: nine.add({ minutes: 59 }) })).toBe('outdated');
  expect(await says({ now: nine.add({ hours: 1 }) })).toBe(words);
  await asTenant((tx) => saveOwnSettings(tx, tenantId, personId, { ...nothingOwn, sendTime: '08:00' }));
  expect(await says()).toBe(words);
});

test('one that is under way waits for the hour of its day, wherever and whenever that is by now', async () => {
  const change = (column: string, value: string) =>
    asTenant((tx) => tx.query(`UPDATE people.person SET ${column} = $2 WHERE id = $1`, [personId, value]));
  await change('time_zone', 'America/New_York');
  expect(await says({ seq: 1 })).toBe('not before 2027-02-28T14:00:00Z');
  await change('birth_date', '1992-03-03');
  expect(await says({ seq: 1 })).toBe('not before 2027-03-03T14:00:00Z');
  const evening = Temporal.Instant.from('2027-03-04T04:00:00Z');
  const nextDay = evening.add({ hours: 2 });
  expect([await says({ seq: 2, now: evening }), await says({ seq: 2, now: nextDay })]).toEqual([
    words,
    'greeting.not-today',
  ]);
  // Put off on the day itself.
  expect(await says({ seq: 3, now: nextDay, day: '2027-03-03' })).toBe(words);
  await change('birth_date', '1992-02-27');
  expect(await says({ seq: 1 })).toBe('greeting.not-today');
});

test('its date, where the words name it, is the day that is celebrated, and not that which it is filed under', async () => {
  await asTenant(async (tx) => {
    await tx.query(`UPDATE people.person SET birth_date = '1992-03-03' WHERE id = $1`, [personId]);
    await insertTemplate(tx, tenantId, { kind: 'birthday', locale: 'en', subject: 'x', text: '{{ date }}' }, nine);
  });
  expect(await says({ seq: 1, now: Temporal.Instant.from('2027-03-03T09:00:00Z') })).toBe('2027-03-03');
});

test('whoever is there again had theirs also where the ledger alone still knows that there was one', async () => {
  const removedId = newId<PersonId>();
  await asTenant(async (tx) => {
    await tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at, deleted_at)
       VALUES ($1, $2, 'Ada Archer', 'Europe/London', 'en', '1992-02-29', now(), now())`,
      [removedId, tenantId],
    );
    await tx.query(
      `INSERT INTO people.contact_point (person_id, tenant_id, position, channel, address)
       SELECT id, $2, 0, 'sms', '+12025550101' FROM unnest($1::uuid[]) AS p (id)`,
      [[removedId, personId], tenantId],
    );
  });
  expect(await says()).toBe(words);
  await inTransaction(database.pools.engine, async (tx) => {
    await tx.query(`SELECT engine.ensure_partitions('2027-02-28', '2027-02-28')`);
    await tx.query(`INSERT INTO engine.slot_ledger (year, schedule_id, slot) VALUES (2027, $1, '2027')`, [
      greetingId(tenantId, removedId, 'birthday'),
    ]);
  });
  expect(await says()).toBe('greeting.had-already');
});

test('they are judged by the late limit and the choice that hold now', async () => {
  const terms = () => greetingsAuthor.terms(database.pools.engine, tenantId);
  expect(await terms()).toEqual({ lateLimit: 'PT24H', onUnknown: 'again' });
  await asTenant((tx) => saveSettings(tx, tenantId, { ...greets, lateLimit: 'PT72H', onUnknown: 'ask' }));
  expect(await terms()).toEqual({ lateLimit: 'PT72H', onUnknown: 'ask' });
  expect(await greetingsAuthor.terms(database.pools.engine, newId<TenantId>())).toBeNull();
});
