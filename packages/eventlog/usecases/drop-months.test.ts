import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEvents } from '../store/pg-read-events.ts';
import { anEvent, LogFixture, newTenant } from '../test/log-fixture.ts';
import { countWhatGoes, dropMonths } from './drop-months.ts';

const tenant = newTenant();
const [old, older] = ['2024-03-01', '2024-02-01'];
let log: LogFixture;

beforeEach(async () => {
  log = await LogFixture.open();
});

afterEach(() => log[Symbol.asyncDispose]());

/** As if these traces had begun in that month, and as if all their events but the last `recent` had been recorded then. */
async function beganIn(month: string, traces: string[], recent = 0): Promise<void> {
  await log.append(
    tenant,
    traces.flatMap((traceId) => [1, 2, 3].map((n) => anEvent({ traceId, id: `E-${n}`, payload: { n } }))),
  );
  await log.asOwner(async (owner) => {
    await owner.query('BEGIN');
    await owner.query('SELECT eventlog.ensure_partition($1)', [month]);
    await owner.query('ALTER TABLE eventlog.event DISABLE TRIGGER append_only');
    await owner.query(
      `UPDATE eventlog.event SET month = $1, recorded_at = CASE WHEN sequence <= 3 - $3::int THEN $1::date ELSE now() END
       WHERE trace_id = ANY($2)`,
      [month, traces, recent],
    );
    await owner.query('UPDATE eventlog.trace SET month = $1 WHERE trace_id = ANY($2)', [month, traces]);
    await owner.query('SET CONSTRAINTS ALL IMMEDIATE');
    await owner.query('ALTER TABLE eventlog.event ENABLE ALWAYS TRIGGER append_only');
    await owner.query('COMMIT');
  });
}

const drop = () => dropMonths(log.url, 12);
/** Whoever appends from then on is told. */
const untilAMonthGoes = () =>
  expect
    .poll(async () => (await log.database.pools.engine.query('SELECT FROM eventlog.going_month')).rowCount, {
      interval: 10,
    })
    .toBe(1);
const numbers = async (traceId: string) => (await log.trace(tenant, traceId)).map(({ sequence }) => sequence);
const stored = async () => {
  const { rows } = await log.database.pools.engine.query<{ trace: string }>(
    'SELECT trace_id AS trace FROM eventlog.trace ORDER BY 1',
  );
  return rows.map(({ trace }) => trace);
};

describe('a month that is dropped', () => {
  test('goes with its traces and their counters, and leaves all others', async () => {
    await beganIn(old, ['a', 'b']);
    await log.append(tenant, [anEvent({ traceId: 'young' })]);
    expect(await countWhatGoes(log.url, 12)).toMatchObject([{ month: old, isNeeded: false, events: 6 }]);
    expect(await drop()).toMatchObject([{ month: old }]);
    expect(await stored()).toEqual(['young']);
    const found = await log.as(tenant, (tx) => findEvents(tx, {}, { limit: 10 }));
    expect(found.map(({ traceId }) => traceId)).toEqual(['young']);
    expect(await drop()).toEqual([]);
  });

  test('stays where a trace that began in it goes on, and holds up no other', async () => {
    await beganIn(older, ['long'], 1);
    await beganIn(old, ['a']);
    expect((await countWhatGoes(log.url, 12)).map(({ isNeeded }) => isNeeded)).toEqual([true, false]);
    expect(await drop()).toMatchObject([{ month: old }]);
    expect(await numbers('long')).toEqual([1, 2, 3]);
    expect(await log.append(tenant, [anEvent({ traceId: 'long' })])).toMatchObject([{ sequence: 4 }]);
  });

  test('stays with its counters where its time is not over', async () => {
    await beganIn(old, ['a']);
    expect(await dropMonths(log.url, 1200)).toEqual([]);
    await expect(log.asOwner((owner) => owner.query('DELETE FROM eventlog.trace'))).rejects.toThrow('only ever added');
    expect(await numbers('a')).toEqual([1, 2, 3]);
  });

  test('cut after it was told, is dropped next time, and who appended meanwhile has begun anew', async () => {
    await beganIn(old, ['a', 'b']);
    await log.asOwner((owner) => owner.query('INSERT INTO eventlog.going_month VALUES ($1)', [old]));
    const again = [anEvent({ traceId: 'a', id: 'E-3' }), anEvent({ traceId: 'a' })];
    expect(await log.append(tenant, again)).toMatchObject([
      { sequence: 1, isNew: true },
      { sequence: 2, isNew: true },
    ]);
    expect(await numbers('a')).toEqual([1, 2]);
    expect(await dropMonths(log.url, 1200)).toMatchObject([{ month: old }]);
    expect(await stored()).toEqual(['a']);
    expect(await log.append(tenant, again)).toMatchObject([{ sequence: 1, isNew: false }, { sequence: 3 }]);
  });

  test('stays where a trace of it has gone on while an older one was being dropped', async () => {
    await beganIn(older, ['a']);
    await beganIn(old, ['b']);
    let dropping: ReturnType<typeof drop> = Promise.resolve([]);
    await log.as(tenant, async (tx) => {
      await tx.query(`SELECT eventlog.emit_event('a', 'turn.heard')`);
      dropping = drop();
      await untilAMonthGoes();
      expect(await log.append(tenant, [anEvent({ traceId: 'b' })])).toMatchObject([{ sequence: 4 }]);
    });
    // It waits for the append for two seconds, and may have to be asked again on a busy machine.
    expect([...(await dropping), ...(await drop())]).toMatchObject([{ month: older }]);
    expect(await numbers('b')).toEqual([1, 2, 3, 4]);
  });

  test('waits for who is just appending to it, whose event goes with its trace, and then answers', async () => {
    await beganIn(old, ['a']);
    let dropping: Promise<unknown> = Promise.resolve();
    await log.as(tenant, async (tx) => {
      await tx.query(`SELECT eventlog.emit_event('a', 'turn.heard')`);
      dropping = drop();
      await untilAMonthGoes();
    });
    expect(await dropping).toMatchObject([{ month: old }]);
    expect(await log.append(tenant, [anEvent({ traceId: 'a' })])).toMatchObject([{ sequence: 1 }]);
  });
});

test('a batch that goes on with a trace of a dropped month begins it anew, and the others go on', async () => {
  await beganIn(old, ['a']);
  await log.append(tenant, [anEvent({ traceId: 'b', id: 'E-1' })]);
  await drop();
  const events = ['b', 'a', 'c', 'a'].map((traceId) => anEvent({ traceId, id: traceId === 'b' ? 'E-1' : null }));
  expect((await log.append(tenant, events)).map(({ sequence, isNew }) => [sequence, isNew])).toEqual([
    [1, false],
    [1, true],
    [1, true],
    [2, true],
  ]);
});

test('so it is where the month was dropped by hand, and its counters stand', async () => {
  await beganIn(old, ['a']);
  await log.append(tenant, [anEvent({ traceId: 'b' })]);
  await log.asOwner((owner) => owner.query('DROP TABLE eventlog.event_202403'));
  const events = ['b', 'a', 'c', 'a'].map((traceId) => anEvent({ traceId, id: `${traceId}-1` })).slice(0, 3);
  expect((await log.append(tenant, events)).map(({ sequence }) => sequence)).toEqual([2, 1, 1]);
  expect((await log.append(tenant, events)).map(({ isNew }) => isNew)).toEqual([false, false, false]);
  expect(await numbers('a')).toEqual([1]);
});
