import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEvent, LogFixture, newTenant } from '../test/log-fixture.ts';

let log: LogFixture;
const tenant = newTenant();
let partition: string;

beforeAll(async () => {
  log = await LogFixture.open();
  await log.append(tenant, [anEvent({ payload: { n: 1 } }), anEvent({ payload: { n: 2 } })]);
  const { rows } = await log.asOwner((owner) =>
    owner.query<{ name: string }>(`SELECT inhrelid::regclass::text AS name FROM pg_inherits
      WHERE inhparent = 'eventlog.event'::regclass`),
  );
  partition = rows[0]!.name;
});

afterAll(() => log[Symbol.asyncDispose]());

const changes = [
  ['UPDATE', (table: string) => `UPDATE ${table} SET payload = '{}'`],
  ['UPDATE of nothing', (table: string) => `UPDATE ${table} SET payload = '{}' WHERE false`],
  ['DELETE', (table: string) => `DELETE FROM ${table}`],
  ['TRUNCATE', (table: string) => `TRUNCATE ${table}`],
  [
    'MERGE',
    (table: string) => `MERGE INTO ${table} e USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET version = 2`,
  ],
] as const;

test.each(changes)('%s is refused to the application, to the engine and to the owner', async (_, statement) => {
  for (const pool of [log.database.pools.app, log.database.pools.engine]) {
    for (const table of ['eventlog.event', partition]) {
      await expect(pool.query(statement(table))).rejects.toMatchObject({ code: '42501' });
    }
  }
  await log.asOwner(async (owner) => {
    for (const table of ['eventlog.event', partition]) {
      await expect(owner.query(statement(table))).rejects.toThrow('events are only ever added');
    }
  });
  expect((await log.trace(tenant, 'call-1')).map(({ payload }) => payload)).toEqual([{ n: 1 }, { n: 2 }]);
});

test('the triggers fire whatever a session says about replication', async () => {
  const { rows } = await log.asOwner((owner) =>
    owner.query(
      `SELECT tgrelid::regclass::text AS on, tgenabled AS enabled FROM pg_trigger WHERE tgname IN ('append_only', 'kept_with_its_month')
       AND tgrelid::regclass::text LIKE 'eventlog.%' ORDER BY 1`,
    ),
  );
  expect(rows).toEqual([
    { on: 'eventlog.event', enabled: 'A' },
    { on: partition, enabled: 'A' },
    { on: 'eventlog.trace', enabled: 'A' },
    { on: 'eventlog.trace', enabled: 'A' },
  ]);
});

test('a new month has the same triggers before its first event', async () => {
  await log.asOwner(async (owner) => {
    await owner.query(`SELECT eventlog.ensure_partition('2031-05-01')`);
    await expect(owner.query('TRUNCATE eventlog.event_203105')).rejects.toThrow('events are only ever added');
  });
});

test('the application writes by the functions alone, so that no mistake of its own makes a gap', async () => {
  const column = `(tenant_id, trace_id, sequence, month, id, type, version, at, payload)`;
  const values = `('${tenant}', 'call-1', 9, date_trunc('month', now())::date, 'E', 'x', 1, now(), '{}')`;
  await expect(
    log.as(tenant, (tx) => tx.query(`INSERT INTO eventlog.event ${column} VALUES ${values}`)),
  ).rejects.toMatchObject({ code: '42501' });
  await expect(log.as(tenant, (tx) => tx.query('UPDATE eventlog.trace SET last_sequence = 9'))).rejects.toMatchObject({
    code: '42501',
  });
  await expect(
    log.as(tenant, (tx) => tx.query(`SELECT eventlog.ensure_partition('2040-01-01')`)),
  ).rejects.toMatchObject({ code: '42501' });
  expect(await log.append(tenant, [anEvent()])).toMatchObject([{ sequence: 3 }]);
});

test('a counter is neither removed nor moved by anybody but its events', async () => {
  await log.asOwner(async (owner) => {
    for (const statement of ['DELETE FROM eventlog.trace', 'TRUNCATE eventlog.trace']) {
      await expect(owner.query(statement)).rejects.toThrow('events are only ever added');
    }
    for (const change of ['last_sequence = last_sequence + 1', 'last_sequence = 0', `trace_id = 'call-9'`]) {
      await expect(owner.query(`UPDATE eventlog.trace SET ${change}`)).rejects.toThrow('by its events alone');
    }
    await expect(
      owner.query(`INSERT INTO eventlog.trace VALUES (gen_random_uuid(), 'call-2', '2027-01-01', 5)`),
    ).rejects.toThrow('by its events alone');
  });
  expect(await log.append(tenant, [anEvent()])).toMatchObject([{ sequence: 4 }]);
});

test('a counter that is missing all the same is made anew from its events', async () => {
  const other = newTenant();
  const event = anEvent({ id: 'E-1' });
  await log.append(other, [event, anEvent()]);
  await log.asOwner(async (owner) => {
    await owner.query('ALTER TABLE eventlog.trace DISABLE TRIGGER kept_with_its_month');
    await owner.query('DELETE FROM eventlog.trace WHERE tenant_id = $1', [other]);
    await owner.query('ALTER TABLE eventlog.trace ENABLE ALWAYS TRIGGER kept_with_its_month');
  });
  const appended = await log.append(other, [event, anEvent({ traceId: 'call-2' }), anEvent()]);
  expect(appended.map(({ sequence, isNew }) => [sequence, isNew])).toEqual([
    [1, false],
    [1, true],
    [3, true],
  ]);
  expect((await log.trace(other, 'call-1')).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
});

test('both are called by their names alone where the search path of the transaction has the schema', async () => {
  const other = newTenant();
  const rows = await log.as(other, async (tx) => {
    await tx.query('SET LOCAL search_path = eventlog');
    await tx.query(`SELECT emit_event('call-1', 'turn.heard', '{"n": 1}')`);
    return (await tx.query(`SELECT sequence, payload FROM get_conversation_events('call-1')`)).rows;
  });
  expect(rows).toEqual([{ sequence: 1, payload: { n: 1 } }]);
});
