import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

interface Resident {
  name: string;
  address: string;
}

interface Playground {
  phase: string;
  engine: string;
  engineKills: number;
  scene: { number: number; key: string; household: { grandmother: Resident; daughter: Resident } } | null;
}

const patience = { timeout: 120_000, interval: 100 };
let belfry: BelfryProcess;
let scene: NonNullable<Playground['scene']>;

const look = () => belfry.must<Playground>('GET', '/v1/playground');
const as = (key: string, path: string, init: RequestInit = {}) =>
  fetch(belfry.base + path, {
    ...init,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  expect(await look()).toMatchObject({ phase: 'idle', scene: null });
  expect((await belfry.call('GET', '/playground/v1/people')).body).toMatchObject({ code: 'playground.not-ready' });
  expect((await belfry.call<Playground>('POST', '/v1/playground')).status).toBe(202);
  scene = await vi.waitFor(async () => {
    const { phase, scene: found } = await look();
    if (phase !== 'ready' || !found) throw new Error(phase);
    return found;
  }, patience);
}, 150_000);

afterAll(() => belfry.stop());

test('it is another Belfry: its people are not ours, nor is its clock', async () => {
  const { data } = await belfry.must<{ data: Resident[] }>('GET', '/playground/v1/people');
  expect(data).toHaveLength(3);
  expect(await belfry.must('GET', '/v1/people')).toMatchObject({ data: [] });
  await belfry.must('POST', '/playground/sandbox/clock', { advance: 'PT3M' });
  expect(await belfry.must('GET', '/v1/me')).toMatchObject({ clock: { now: '2027-01-15T08:00:00Z' } });
  expect(await belfry.messages()).toEqual([]);
  const sent = await belfry.must<{ to: string }[]>('GET', '/playground/sandbox/messages');
  expect(sent.map(({ to }) => to)).toEqual([scene.household.grandmother.address]);
});

test('without a key nobody gets in, and its key opens it alone', async () => {
  for (const path of ['/playground/v1/people', '/playground/sandbox/clock', '/v1/playground', '/v1/doctor']) {
    expect([path, (await fetch(belfry.base + path)).status]).toEqual([path, 401]);
    expect([path, (await as('bf_guessed', path)).status]).toEqual([path, 401]);
  }
  expect((await as(scene.key, '/playground/v1/people')).status).toBe(200);
  expect((await as(scene.key, '/v1/people')).status).toBe(401);
  expect((await as(scene.key, '/v1/playground')).status).toBe(401);
});

/** As it stands: fetch would tidy the path before it leaves. */
async function rawStatus(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(belfry.base);
  const asked = request({ hostname, port, path, headers: { authorization: `Bearer ${scene.key}` } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test('a path that climbs out of the playground stays in it', async () => {
  const paths = ['/playground/v1/%2e%2e/health', '/playground/v1/x/../../health', '/playground/v1/playground'];
  for (const path of paths) expect([path, await rawStatus(path)]).toEqual([path, 404]);
});

test('its stream reaches us through the proxy while it happens', async () => {
  const reading = new AbortController();
  const stream = await as(scene.key, '/playground/v1/stream', { signal: reading.signal });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  let heard = '';
  const listening = (async () => {
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) heard += chunk;
  })().catch(() => {});
  await vi.waitFor(() => expect(heard).toContain('event: hello'), patience);
  await as(scene.key, '/playground/sandbox/clock', { method: 'POST', body: '{"advance":"PT1M"}' });
  await vi.waitFor(() => expect(heard).toContain('"topic":"clock"'), patience);
  reading.abort();
  await listening;
});

test('its engine is killed with its own key, and the books still agree', async () => {
  const killed = await fetch(`${belfry.base}/playground/v1/playground/kill-engine`, {
    method: 'POST',
    headers: { authorization: `Bearer ${scene.key}` },
  });
  expect(killed.status).toBe(204);
  await vi.waitFor(async () => expect(await look()).toMatchObject({ engineKills: 1, engine: 'dead' }), patience);
  await belfry.must('POST', '/playground/sandbox/clock', { advance: 'PT10M' });
  const chaos = { chaos: { duplicateCallbacks: 4 } };
  expect((await belfry.call('PUT', '/playground/sandbox/chaos', chaos)).status).toBe(200);
  await belfry.must('POST', '/playground/sandbox/clock', { advance: 'PT10M' });
  const tally = await belfry.must<{ repeatedCallbacks: number }>('GET', '/v1/playground/tally');
  expect(tally).toMatchObject({ twice: 0, lost: 0 });
  expect(tally.repeatedCallbacks).toBeGreaterThan(0);
}, 130_000);

test('what is asked twice under one key is done once', async () => {
  const kill = () => belfry.call('POST', '/v1/playground/kill-engine', undefined, { 'idempotency-key': 'one blow' });
  await vi.waitFor(async () => expect((await look()).engine).toBe('running'), patience);
  const before = (await look()).engineKills;
  expect([(await kill()).status, (await kill()).status]).toEqual([202, 202]);
  await vi.waitFor(async () => expect((await look()).engine).toBe('running'), patience);
  expect((await look()).engineKills).toBe(before + 1);
}, 130_000);

test('a server for real people has none', async () => {
  await using live = await startBelfry({ clock: 'system', env: { BELFRY_CHANNELS: 'live' } });
  expect((await live.call('GET', '/v1/playground')).status).toBe(404);
  expect((await live.call('POST', '/v1/playground')).status).toBe(404);
});

test('a server that stops with somebody looking takes its playground along', async () => {
  const stream = await as(scene.key, '/playground/v1/stream');
  const began = performance.now();
  await belfry.restart();
  expect(performance.now() - began).toBeLessThan(40_000);
  await stream.body?.cancel().catch(() => {});
  expect(await look()).toMatchObject({ phase: 'idle' });
}, 60_000);
