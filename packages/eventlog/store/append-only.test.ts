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
      `SELECT tgrelid::regclass::text AS on, tgenabled AS enabled FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1`,
    ),
  );
  expect(rows).toEqual([
    { on: 'eventlog.event', enabled: 'A' },
    { on: partition, enabled: 'A' },
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
