import type { AppError } from '@belfry/kernel/app-error';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEvent, LogFixture, newTenant } from '../test/log-fixture.ts';

let log: LogFixture;

beforeAll(async () => {
  log = await LogFixture.open();
});

afterAll(() => log[Symbol.asyncDispose]());

describe('a batch', () => {
  test('of several traces gives each its own sequence, in the order given', async () => {
    const tenant = newTenant();
    const words = ['b1', 'a1', 'b2', 'b3', 'a2'];
    const events = words.map((word) => anEvent({ traceId: `call-${word[0]}`, payload: { word } }));
    const appended = await log.append(tenant, events);
    expect(appended.map(({ traceId, sequence }) => `${traceId.slice(-1)}${sequence}`)).toEqual(words);
    const more = await log.append(tenant, [anEvent({ traceId: 'call-a', payload: { word: 'a3' } })]);
    expect(more).toMatchObject([{ traceId: 'call-a', sequence: 3, isNew: true }]);
    const trace = await log.trace(tenant, 'call-a');
    expect(trace.map(({ sequence, payload }) => [sequence, payload])).toEqual([
      [1, { word: 'a1' }],
      [2, { word: 'a2' }],
      [3, { word: 'a3' }],
    ]);
    expect(await log.trace(tenant, 'call-b')).toHaveLength(3);
  });

  test('is read as it was given', async () => {
    const tenant = newTenant();
    const given = anEvent({
      id: 'E-1',
      version: 3,
      causationId: 'E-0',
      correlationId: 'booking-1',
      payload: { text: 'a "quoted" \\ word, {braces}, null and ☎', list: [1, null, { deep: true }], none: null },
    });
    await log.append(tenant, [given, anEvent()]);
    const [first, second] = await log.trace(tenant, 'call-1');
    const { recordedAt, ...rest } = first!;
    expect({ ...rest, at: `${rest.at}` }).toEqual({ ...given, sequence: 1, at: `${given.at}` });
    expect(Temporal.Instant.compare(recordedAt, given.at)).not.toBe(0);
    expect(second?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('repeated answers with the same places and adds nothing, also where it has grown', async () => {
    const tenant = newTenant();
    const events = [1, 2, 3].map((n) => anEvent({ id: `E-${n}`, payload: { n } }));
    const first = await log.append(tenant, events);
    const again = await log.append(tenant, [anEvent({ id: 'E-0' }), ...events, anEvent({ id: 'E-4' }), anEvent()]);
    expect(again.slice(1, 4)).toEqual(first.map((one) => ({ ...one, isNew: false })));
    expect(again.map(({ sequence, isNew }) => [sequence, isNew])).toEqual([
      [4, true],
      [1, false],
      [2, false],
      [3, false],
      [5, true],
      [6, true],
    ]);
    expect((await log.trace(tenant, 'call-1')).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await log.append(tenant, [anEvent()])).toMatchObject([{ sequence: 7 }]);
  });

  test('with an id that stands for something else is refused as a whole, and names each place', async () => {
    const tenant = newTenant();
    await log.append(tenant, [anEvent({ id: 'E-1', payload: { n: 1 } }), anEvent({ id: 'E-2' })]);
    const wrong = [
      anEvent({ id: 'new' }),
      anEvent({ id: 'E-1', payload: { n: 2 } }),
      anEvent({ id: 'E-2', type: 'turn.said' }),
    ];
    const refused = await log.append(tenant, wrong).catch((error: AppError) => error);
    expect(refused).toMatchObject({ code: 'event.id-taken', kind: 'conflict' });
    expect((refused as AppError).issues.map(({ path }) => path)).toEqual(['events.1.id', 'events.2.id']);
    expect(await log.append(tenant, [anEvent()])).toMatchObject([{ sequence: 3 }]);
  });

  test('of ten thousand, twice, and at once with its twin, is there once', async () => {
    const tenant = newTenant();
    const events = Array.from({ length: 10_000 }, (_, n) => anEvent({ traceId: `call-${n % 7}`, id: `E-${n}` }));
    const both = await Promise.all([log.append(tenant, events), log.append(tenant, events.toReversed())]);
    expect(both.flat().filter(({ isNew }) => isNew)).toHaveLength(10_000);
    const placeOf = (batch: (typeof both)[number]) => batch.map(({ id, sequence }) => `${id} ${sequence}`).toSorted();
    expect(placeOf(both[0])).toEqual(placeOf(both[1]));
    const trace = await log.trace(tenant, 'call-3');
    expect(trace.map(({ sequence }) => sequence)).toEqual(trace.map((_, index) => index + 1));
  }, 60_000);
});

test('the same ids and traces of two organisations are two things, and neither sees the other’s', async () => {
  const [ours, theirs] = [newTenant(), newTenant()];
  await log.append(ours, [anEvent({ id: 'E-1', payload: { whose: 'ours' } })]);
  expect(await log.append(theirs, [anEvent({ id: 'E-1', payload: { whose: 'theirs' } })])).toMatchObject([
    { sequence: 1, isNew: true },
  ]);
  expect((await log.trace(ours, 'call-1')).map(({ payload }) => payload)).toEqual([{ whose: 'ours' }]);
  const counts = await log.as(ours, (tx) =>
    tx.query(
      'SELECT (SELECT count(*) FROM eventlog.event)::int AS events, (SELECT count(*) FROM eventlog.trace)::int AS traces',
    ),
  );
  expect(counts.rows).toEqual([{ events: 1, traces: 1 }]);
});

test('without a tenant nothing is written and nothing is seen', async () => {
  const { app } = log.database.pools;
  await log.append(newTenant(), [anEvent()]);
  await expect(app.query(`SELECT eventlog.emit_event('call-1', 'turn.heard')`)).rejects.toThrow('no tenant is set');
  await expect(app.query(`SELECT * FROM eventlog.get_conversation_events('call-1')`)).rejects.toThrow(
    'no tenant is set',
  );
  expect((await app.query('SELECT FROM eventlog.event')).rowCount).toBe(0);
});
