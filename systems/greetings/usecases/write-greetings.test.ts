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
async function says({ seq = 0, now = nine } = {}): Promise<string> {
  const occId = newId<string>() as Unsaid['occId'];
  const of = { occId, tenantId, personId, scheduleId: greetingId(tenantId, personId, 'birthday'), kind: 'birthday' };
  const unsaid = { ...of, slot: '2027', day: '2027-02-28', isFirst: seq === 0, seq, dueAt: nine };
  const said = await inTransaction(database.pools.engine, (tx) => greetingsAuthor.write(tx, [unsaid], now));
  const words = said.get(occId);
  if (!words) return 'nothing';
  if ('isOutdated' in words) return 'outdated';
  return 'withheld' in words ? words.withheld.code : words.text;
}

const words = "Hey, Ada Archer it's your birthday";

test('a greeting has its words as long as all is as it was planned', async () => {
  expect([await says(), await says({ seq: 1 })]).toEqual([words, words]);
});

test.each<[string, string, (tx: Tx) => Promise<unknown>]>([
  ['all of them are switched off', 'switched-off', (tx) => saveSettings(tx, tenantId, usualSettings)],
  ['its kind is', 'kind-off', (tx) => saveKind(tx, tenantId, { ...birthday, isEnabled: false }, nine)],
  ['its person is muted', 'muted', (tx) => saveOwnSettings(tx, tenantId, personId, { ...nothingOwn, isMuted: true })],
  ['29 February is on 1 March', 'not-today', (tx) => saveSettings(tx, tenantId, { ...greets, leapDay: 'march-1' })],
  [
    'its kind follows another date',
    'not-today',
    (tx) => saveKind(tx, tenantId, { ...birthday, field: 'anniversaryDate' }, nine),
  ],
])('where %s by now it is withheld, and before it has begun left to the plan that follows', async (_, code, change) => {
  await asTenant(async (tx) => {
    await askForRevision(tx, tenantId, nine);
    await change(tx);
  });
  const later = nine.add({ hours: 1 });
  expect([await says(), await says({ now: later }), await says({ seq: 1 })]).toEqual([
    'outdated',
    'outdated',
    `greeting.${code}`,
  ]);
  await asTenant((tx) => tx.query('DELETE FROM greetings.revision WHERE tenant_id = $1', [tenantId]));
  // What was read before the revision ended may be of before; what stands much later is not.
  expect([await says(), await says({ now: later })]).toEqual(['outdated', `greeting.${code}`]);
});

test('where the hour is a later one by now it waits for that, and for an earlier one no longer', async () => {
  await asTenant((tx) => saveSettings(tx, tenantId, { ...greets, sendTime: '10:00' }));
  await asTenant((tx) => askForRevision(tx, tenantId, nine));
  expect(await says({ now: nine.add({ minutes: 59 }) })).toBe('outdated');
  expect(await says({ now: nine.add({ hours: 1 }) })).toBe(words);
  await asTenant((tx) => saveOwnSettings(tx, tenantId, personId, { ...nothingOwn, sendTime: '08:00' }));
  expect(await says()).toBe(words);
});
