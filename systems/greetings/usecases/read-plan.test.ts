import { Partitions, promptLane } from '@belfry/engine/module';
import { ManualClock } from '@belfry/kernel/clock';
import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTenant, openDatabase, type Tx } from '@belfry/platform/database';
import { testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { greetingId } from '../domain/greetings-of.ts';
import { usualSettings } from '../domain/settings.ts';
import { saveSettings } from '../store/pg-occasions.ts';
import { coverGreetings, keepGreetings } from './keep-greetings.ts';
import { readPlan } from './read-plan.ts';

const clock = new ManualClock('2027-01-15T08:00:00Z');
const tenantId = newId<TenantId>();
let database: Database;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await testDatabase();
  close = opened.close;
  database = openDatabase({ ...throughPool(opened.url), poolMin: 0, poolMax: 4 });
  await coverGreetings({ partitions: new Partitions(database.pools.engine) }, clock.now());
  await asTenant((tx) => saveSettings(tx, tenantId, { ...usualSettings, isEnabled: true }));
});

afterAll(async () => {
  await database.close();
  await close();
});

const asTenant = <T>(body: (tx: Tx) => Promise<T>) => inTenant(database.pools.app, tenantId, body);

async function addPeople(count: number, timeZone: string): Promise<PersonId[]> {
  const ids = Array.from({ length: count }, () => newId<PersonId>());
  await asTenant(async (tx) => {
    await tx.query(
      `INSERT INTO people.person (id, tenant_id, name, time_zone, locale, birth_date, created_at)
       SELECT id, $2, 'Ada Archer', $3, 'en', '1990-06-15', clock_timestamp() FROM unnest($1::uuid[]) AS id`,
      [ids, tenantId, timeZone],
    );
    await keepGreetings({ tx, tenantId, now: clock.now(), lane: promptLane }, ids);
  });
  return ids;
}

/** @returns the plan of the day that all of them have, and how many rows were read for it */
async function plan() {
  return asTenant(async (tx) => {
    let rows = 0;
    const counted = {
      query: async (text: string, values: unknown[]) => {
        const answer = await tx.query(text, values);
        rows += answer.rows.length;
        return answer;
      },
    } as unknown as Tx;
    const date = Temporal.PlainDate.from('2027-06-15');
    const { counts } = await readPlan({ tx: counted, tenantId, date, now: clock.now() });
    return { counts: counts.map(({ zone, planned }) => ({ zone, planned })), rows };
  });
}

test('a day further ahead is counted without reading who has it, however many do; those for whom it will not come are left out', async () => {
  const [had, paused] = await addPeople(5, 'Europe/London');
  await addPeople(2, 'Asia/Tokyo');
  const idOf = (id: PersonId | undefined) => greetingId(tenantId, id ?? expect.fail(), 'birthday');
  await asTenant(async (tx) => {
    await tx.query(`INSERT INTO engine.slot_ledger (year, schedule_id, slot) VALUES (2027, $1, '2027')`, [idOf(had)]);
    await tx.query('UPDATE engine.schedule SET paused_at = $2 WHERE id = $1', [idOf(paused), clock.now().toString()]);
  });
  const few = await plan();
  expect(few.counts).toEqual([
    { zone: 'Asia/Tokyo', planned: 2 },
    { zone: 'Europe/London', planned: 3 },
  ]);
  await addPeople(300, 'Europe/London');
  expect(await plan()).toEqual({ rows: few.rows, counts: [few.counts[0], { zone: 'Europe/London', planned: 303 }] });
});
