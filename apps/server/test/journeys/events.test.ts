import { randomUUID } from 'node:crypto';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { runBelfry } from '@belfry/testkit/program';
import { databaseEnv } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let belfry: BelfryProcess;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T09:00:00Z' });
});

afterAll(() => belfry.stop());

interface Appended {
  id: string;
  traceId: string;
  sequence: number;
  isNew: boolean;
}

interface LogEvent {
  traceId: string;
  sequence: number;
  type: string;
  at: string;
  payload: Record<string, unknown>;
}

interface Page {
  data: LogEvent[];
  nextCursor: string | null;
}

const append = (event: object) => belfry.must<Appended>('POST', '/v1/events', event);
const batch = (events: object[], headers = {}) =>
  belfry.call<{ data: Appended[] }>('POST', '/v1/events/batch', { events }, headers);

/** All pages of a list, in small ones. */
async function readAll(path: string, limit: number): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  for (let cursor = ''; ; ) {
    const page = await belfry.must<Page>('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    found.push(...page.data);
    if (page.nextCursor === null) return found;
    cursor = `&cursor=${page.nextCursor}`;
  }
}

describe('a trace', () => {
  test('counts from one, and is read back in its order as it was written', async () => {
    const given = {
      traceId: 'CA-1',
      type: 'objective.captured',
      id: 'E-1',
      version: 2,
      at: '2027-01-15T08:59:59.5Z',
      causationId: 'E-0',
      correlationId: 'booking-7',
      payload: { field: 'phone', value: '+12025550101', confidence: 0.83 },
    };
    expect(await append(given)).toEqual({ id: 'E-1', traceId: 'CA-1', sequence: 1, isNew: true });
    expect(await append({ traceId: 'CA-1', type: 'call.ended' })).toMatchObject({ sequence: 2 });
    const { data } = await belfry.must<Page>('GET', '/v1/traces/CA-1/events');
    expect(data[0]).toEqual({ ...given, sequence: 1, recordedAt: expect.any(String) });
    expect(data[1]).toMatchObject({ sequence: 2, at: '2027-01-15T09:00:00Z', version: 1, payload: {} });
    expect(await belfry.must('GET', '/v1/traces/CA-1/events?fromSequence=2')).toEqual({
      data: [data[1]],
      nextCursor: null,
    });
    expect(await belfry.must('GET', '/v1/traces/CA-1/events?fromSequence=3')).toEqual({ data: [], nextCursor: null });
  });

  test('is not found where nothing was written, and is none where it is an occurrence', async () => {
    expect(await belfry.call('GET', '/v1/traces/CA-nobody/events')).toMatchObject({
      status: 404,
      body: { code: 'trace.not-found' },
    });
    const occurrence = `occ_20270115_${randomUUID().replaceAll('-', '')}`;
    expect(await belfry.call('POST', '/v1/events', { traceId: occurrence, type: 'call.ended' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'traceId' }] },
    });
  });

  test('that a hundred write at once is gapless', async () => {
    const write = (n: number) =>
      append({ traceId: 'CA-busy', type: 'turn.heard', id: `E-${n % 90}`, payload: { n: n % 90 } });
    const places = await Promise.all(Array.from({ length: 100 }, (_, n) => write(n)));
    expect(places.filter(({ isNew }) => isNew)).toHaveLength(90);
    const trace = await readAll('/v1/traces/CA-busy/events', 7);
    expect(trace.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
  });
});

describe('a batch', () => {
  const events = Array.from({ length: 10_000 }, (_, n) => ({
    traceId: `CA-batch-${n % 4}`,
    type: n % 2 ? 'turn.said' : 'turn.heard',
    id: `E-${n}`,
    at: `2027-01-15T10:00:${String(Math.floor(n / 200)).padStart(2, '0')}Z`,
    payload: { n, text: 'I would like to book a table for four, on the fifteenth' },
  }));

  test('of ten thousand events of four traces is written in its order, once, however often it is sent', async () => {
    const first = await batch(events);
    expect(first.status).toBe(201);
    expect(first.body.data.map(({ sequence }) => sequence)).toEqual(events.map((_, n) => Math.floor(n / 4) + 1));
    const again = await batch(events);
    expect(again.body.data).toEqual(first.body.data.map((one) => ({ ...one, isNew: false })));
    const trace = await readAll('/v1/traces/CA-batch-2/events', 200);
    expect(trace.map(({ sequence, payload }) => [sequence, payload.n])).toEqual(
      Array.from({ length: 2500 }, (_, n) => [n + 1, n * 4 + 2]),
    );
  });

  test('without ids is written once under one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'batch-1' };
    const given = [1, 2, 3].map((n) => ({ traceId: 'CA-keyed', type: 'turn.heard', payload: { n } }));
    const [first, again] = [await batch(given, key), await batch(given, key)];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await readAll('/v1/traces/CA-keyed/events', 50)).toHaveLength(3);
  });

  test('with anything wrong in it is refused as a whole, and every place is named', async () => {
    await append({ traceId: 'CA-wrong', type: 'turn.heard', id: 'E-1' });
    const good = { traceId: 'CA-wrong', type: 'turn.heard' };
    const malformed = await batch([good, { ...good, type: '' }, { ...good, version: 0 }, { ...good, traceId: 'a b' }]);
    expect(malformed).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'events.1.type' }, { path: 'events.2.version' }, { path: 'events.3.traceId' }] },
    });
    const twice = await batch([{ ...good, id: 'E-2' }, good, { ...good, id: 'E-2' }]);
    expect(twice).toMatchObject({ status: 400, body: { errors: [{ path: 'events.2.id' }] } });
    const taken = await batch([good, { ...good, id: 'E-1', payload: { other: true } }]);
    expect(taken).toMatchObject({ status: 409, body: { code: 'event.id-taken', errors: [{ path: 'events.1.id' }] } });
    expect(await batch([...Array(10_001)].map(() => good))).toMatchObject({ status: 400 });
    expect(await readAll('/v1/traces/CA-wrong/events', 50)).toHaveLength(1);
  });

  test('is found by type, time and trace, page by page, each event once', async () => {
    const said = await readAll('/v1/events?type=turn.said&from=2027-01-15T10:00:10Z&to=2027-01-15T10:00:12Z', 37);
    expect(said.map(({ payload }) => payload.n).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 200 }, (_, n) => 2000 + n * 2 + 1),
    );
    expect(said.map(({ at }) => at)).toEqual(said.map(({ at }) => at).toSorted());
    const one = await readAll('/v1/events?traceId=CA-batch-1&to=2027-01-15T10:00:01Z', 20);
    expect(one.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(await readAll('/v1/events?correlationId=booking-7', 10)).toMatchObject([{ traceId: 'CA-1', sequence: 1 }]);
    expect(await belfry.call('GET', '/v1/events?from=2027-01-15T10:00:12Z&to=2027-01-15T10:00:10Z')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'to' }] },
    });
  });
});

describe('belfry events replay', () => {
  const run = async (args: string[]) => {
    const env = { BELFRY_DATA: belfry.dataDir, ...databaseEnv(belfry.databaseUrl) };
    const program = await runBelfry(['events', 'replay', ...args], env);
    const { code } = await program.ended;
    return { code, stdout: program.stdout(), log: program.log() };
  };

  test('reads a trace in its order, as JSON line by line, twice the same', async () => {
    const args = ['CA-batch-3', '--json'];
    const [whole, again, rest] = await Promise.all([run(args), run(args), run([...args, '--from', '2499'])]);
    expect(whole.code).toBe(0);
    const lines = whole.stdout.trimEnd().split('\n');
    const trace = await readAll('/v1/traces/CA-batch-3/events', 200);
    expect(lines.map((line) => JSON.parse(line))).toEqual(trace);
    expect(again.stdout).toBe(whole.stdout);
    expect(rest.stdout.trimEnd().split('\n')).toEqual(lines.slice(-2));
  });

  test('is read by people too', async () => {
    const { stdout } = await run(['CA-1']);
    expect(stdout.split('\n')[1]).toBe('2  2027-01-15T09:00:00Z  call.ended@1  {}');
  });

  test('refuses what there is not in one line', async () => {
    const refused: [args: string[], reason: RegExp][] = [
      [['CA-nobody'], /^There is no trace CA-nobody\.\n$/],
      [['CA-1', '--tenant', 'acme'], /^--tenant[^\n]+\n$/],
      [['CA-1', '--tenant', randomUUID()], /^There is no organisation [^\n]+\n$/],
      [['CA-1', '--from', 'the beginning'], /--from/],
    ];
    const answers = await Promise.all(refused.map(([args]) => run(args)));
    for (const [index, [, reason]] of refused.entries()) {
      expect(answers[index]).toEqual({ code: 1, stdout: '', log: expect.stringMatching(reason) });
    }
  });
});
