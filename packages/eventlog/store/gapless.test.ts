import { roleUrl } from '@belfry/platform/database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogFixture, newTenant } from '../test/log-fixture.ts';

let log: LogFixture;
const tenant = newTenant();

beforeAll(async () => {
  log = await LogFixture.open();
  await log.asOwner((owner) =>
    owner.query(`CREATE SEQUENCE public.plain; CREATE TABLE public.control (n bigint);
      GRANT USAGE ON SEQUENCE public.plain TO belfry_app; GRANT INSERT ON public.control TO belfry_app`),
  );
});

afterAll(() => log[Symbol.asyncDispose]());

const writers = 20;
const rounds = 25;

/** By a generator of its own for each writer, so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Written {
  committed: number;
  lost: number;
  killed: number;
}

/**
 * Emits in transactions of which some roll back and some lose their connection, once or twice before the end.
 * @returns how many events were committed
 */
async function write(writer: number): Promise<Written> {
  const random = randomOf(writer + 1);
  const written = { committed: 0, lost: 0, killed: 0 };
  let client = await connect();
  for (let round = 0; round < rounds; round++) {
    const count = 1 + Math.floor(random() * 3);
    const fate = random();
    await client.query(`BEGIN; SELECT set_config('app.tenant', '${tenant}', true)`);
    for (let event = 0; event < count; event++) {
      await client.query(`SELECT eventlog.emit_event('busy', 'turn.heard', jsonb_build_object('w', $1::int))`, [
        writer,
      ]);
      await client.query(`INSERT INTO public.control VALUES (nextval('public.plain'))`);
    }
    if (fate < 0.2) {
      await client.query('ROLLBACK');
      written.lost += count;
    } else if (fate < 0.35) {
      const gone = new Promise<void>((resolve) => client.once('end', () => resolve()));
      await log.asOwner((owner) => owner.query('SELECT pg_terminate_backend($1)', [processOf(client)]));
      await gone;
      written.lost += count;
      written.killed += 1;
      client = await connect();
    } else {
      await client.query('COMMIT');
      written.committed += count;
    }
  }
  await client.end();
  return written;
}

function processOf(client: pg.Client): number {
  return (client as unknown as { processID: number }).processID;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: roleUrl({ url: log.url }, 'app') });
  client.on('error', () => {});
  await client.connect();
  return client;
}

test('twenty writers on one trace, with rollbacks and killed connections, leave no gap; a plain sequence does', async () => {
  const written = await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const sum = (of: keyof Written) => written.reduce((total, one) => total + one[of], 0);
  const trace = await log.trace(tenant, 'busy');
  expect(trace.map(({ sequence }) => sequence)).toEqual(Array.from({ length: sum('committed') }, (_, n) => n + 1));

  expect(sum('killed')).toBeGreaterThan(20);
  expect(sum('lost')).toBeGreaterThan(100);
  const { rows } = await log.asOwner((owner) =>
    owner.query<{ gaps: number }>('SELECT max(n)::int - count(*)::int AS gaps FROM public.control'),
  );
  expect(rows[0]?.gaps).toBeGreaterThan(0);
}, 60_000);

test('writers that take the same traces in opposite orders wait for each other and do not deadlock', async () => {
  const traces = Array.from({ length: 50 }, (_, n) => `crossed-${n}`);
  const emit = (ids: string[]) =>
    log.as(tenant, (tx) =>
      tx.query(`SELECT count(*) FROM eventlog.append_events($1, array_fill('turn.heard'::text, ARRAY[$2::int]), $3)`, [
        ids,
        ids.length,
        JSON.stringify(ids.map(() => ({}))),
      ]),
    );
  await Promise.all(Array.from({ length: 40 }, (_, n) => emit(n % 2 === 0 ? traces : traces.toReversed())));
  const { rows } = await log.as(tenant, (tx) =>
    tx.query<{ last: number; count: number }>(
      `SELECT last_sequence AS last, count(*)::int AS count FROM eventlog.trace WHERE trace_id LIKE 'crossed-%' GROUP BY 1`,
    ),
  );
  expect(rows).toEqual([{ last: 40, count: 50 }]);
});

test('emit_event from SQL, by many at once with the same event id, writes one and tells all its place', async () => {
  const other = newTenant();
  const emit = (id: string) =>
    log.as(other, async (tx) => {
      const { rows } = await tx.query<{ place: number }>(
        `SELECT eventlog.emit_event('call-1', 'turn.heard', '{"n": 1}', event_id => $1) AS place`,
        [id],
      );
      return rows[0]!.place;
    });
  const places = await Promise.all(Array.from({ length: 60 }, (_, n) => emit(`E-${n % 3}`)));
  const byId = [0, 1, 2].map((id) => new Set(places.filter((_, n) => n % 3 === id)));
  expect(byId.map((set) => set.size)).toEqual([1, 1, 1]);
  expect([...new Set(places)].toSorted()).toEqual([1, 2, 3]);
  const { rows } = await log.as(other, (tx) =>
    tx.query(`SELECT sequence, type, payload FROM eventlog.get_conversation_events('call-1', from_sequence => 2)`),
  );
  expect(rows).toEqual([2, 3].map((sequence) => ({ sequence, type: 'turn.heard', payload: { n: 1 } })));
});

test('in a serializable or repeatable-read transaction it fails rather than take a number twice', async () => {
  const other = newTenant();
  const [first, second] = [await connect(), await connect()];
  for (const client of [first, second]) {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT set_config('app.tenant', '${other}', true)`);
    await client.query('SELECT count(*) FROM eventlog.trace');
  }
  await first.query(`SELECT eventlog.emit_event('call-1', 'a')`);
  await first.query('COMMIT');
  await expect(second.query(`SELECT eventlog.emit_event('call-1', 'b')`)).rejects.toMatchObject({ code: '40001' });
  await first.end();
  await second.end();
  expect((await log.trace(other, 'call-1')).map(({ type }) => type)).toEqual(['a']);
});
