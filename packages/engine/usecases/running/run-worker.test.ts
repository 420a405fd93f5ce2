import { setTimeout as delay } from 'node:timers/promises';
import { ManualClock } from '@belfry/kernel/clock';
import { PostgresTransport } from '@belfry/platform/transports/postgres-transport';
import type { Transport } from '@belfry/platform/transports/transport';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hintsInMessage, writeHints } from '../../domain/hints.ts';
import { bulkLane } from '../../domain/lane.ts';
import { saveHold } from '../../store/chain/pg-rates.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { HintPublisher } from './publish-due.ts';
import { type RunningWorker, runWorker } from './run-worker.ts';
import { pendingWork } from './settlement.ts';

/** The transport within one process stands for the brokers: what it promises, all promise (transport-contract.ts). */
const now = '2027-01-15T09:00:00Z';
let belfry: EngineFixture;
let stops: (() => Promise<unknown>)[];

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
  stops = [];
});

afterEach(async () => {
  for (const stop of stops) await stop();
  await belfry[Symbol.asyncDispose]();
});

const eventually = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 20_000, interval: 20 });

function openTransport(capacity = 40): PostgresTransport {
  const transport = new PostgresTransport((error) => belfry.errors.push(error), { capacity, retryAfterMs: 20 });
  stops.unshift(() => transport.close());
  return transport;
}

async function publishInto(transport: Transport): Promise<void> {
  const engine = await belfry.startPublishing(transport);
  stops.unshift(() => engine.stop());
}

function work(transport: Transport, deps: EngineDeps = belfry.deps): RunningWorker {
  const worker = runWorker(deps, transport);
  stops.unshift(() => worker.stop());
  return worker;
}

/** One reminder each. */
async function remindMany(count: number, lane?: typeof bulkLane): Promise<string[]> {
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const phones = Array.from({ length: count }, (_, i) => `+1202555${1000 + i}`);
  for (const sms of phones) {
    const person = await belfry.addPerson({ sms });
    await belfry.addSchedule(person, { policyId: policy.id }, ...(lane === undefined ? [] : [lane]));
  }
  return phones;
}

const sentTo = () => belfry.sms.sent.map(({ to }) => to).toSorted();
const pending = () => pendingWork(belfry.deps, belfry.clock.now());

test('the engine publishes and claims nothing itself; workers send each reminder once', async () => {
  const transport = openTransport();
  const phones = await remindMany(60);
  await publishInto(transport);
  await eventually(async () => expect((await transport.look()).waiting).toBeGreaterThan(0));
  expect(belfry.sms.sent).toEqual([]);
  expect(await pending()).not.toEqual([]);
  work(transport);
  work(transport);
  await eventually(async () => expect(await pending()).toEqual([]));
  expect(sentTo()).toEqual(phones.toSorted());
  expect(belfry.errors).toEqual([]);
});

test('hints that come again and again send nothing twice', async () => {
  const transport = openTransport();
  const phones = await remindMany(10);
  const [message] = writeHints(await belfry.wakeups());
  await transport.publish([message!.body, message!.body]);
  work(transport);
  await transport.publish([message!.body]);
  await eventually(async () => expect(await pending()).toEqual([]));
  await transport.publish([message!.body]);
  await eventually(async () => expect((await transport.look()).waiting).toBe(0));
  expect(sentTo()).toEqual(phones.toSorted());
});

test('what a broker has lost is published again as soon as it holds nothing, and not before', async () => {
  const transport = openTransport();
  const phones = await remindMany(30);
  const lost: unknown[] = [];
  const loser = transport.consume(async (message) => void lost.push(message), { atOnce: 10 });
  await publishInto(transport);
  await eventually(() => expect(lost).toHaveLength(Math.ceil(30 / hintsInMessage)));
  await loser.stop();
  work(transport);
  await eventually(async () => expect(await pending()).toEqual([]));
  expect(sentTo()).toEqual(phones.toSorted());
});

test('what waits in the queue is not published again, however often the audit finds it unclaimed', async () => {
  const transport = openTransport();
  await remindMany(30);
  const hints = new HintPublisher({ transport, onError: (error) => belfry.errors.push(error) });
  const due = await belfry.due();
  expect(await hints.publish(due)).toEqual([]);
  for (let round = 0; round < 5; round++) await hints.publishAgain(due);
  expect(await hints.publish(due)).toEqual([]);
  expect((await transport.look()).waiting).toBe(2);
});

test('what there is no room for stays in the database, and goes out as the queue empties', async () => {
  const transport = openTransport(1);
  const phones = await remindMany(3 * hintsInMessage);
  await publishInto(transport);
  await eventually(async () => expect(await transport.room()).toBe(0));
  expect((await transport.look()).waiting).toBe(1);
  work(transport);
  await eventually(async () => expect(await pending()).toEqual([]));
  expect(sentTo()).toEqual(phones.toSorted());
});

test('bulk leaves half of the queue to what is prompt', async () => {
  const transport = openTransport(4);
  await remindMany(4 * hintsInMessage, bulkLane);
  const hints = new HintPublisher({ transport, onError: (error) => belfry.errors.push(error) });
  const bulk = await belfry.due();
  expect(await hints.publish(bulk)).toHaveLength(2 * hintsInMessage);
  await remindMany(1);
  const prompt = (await belfry.due()).filter(({ lane }) => lane !== bulkLane);
  expect(await hints.publish(prompt)).toEqual([]);
  expect((await transport.look()).waiting).toBe(3);
});

test('a worker whose clock is behind sends nothing before its time', async () => {
  const transport = openTransport();
  const phones = await remindMany(1);
  const clock = new ManualClock('2027-01-15T08:59:59Z');
  await transport.publish(writeHints(await belfry.wakeups()).map(({ body }) => body));
  work(transport, { ...belfry.deps, clock });
  await eventually(async () => expect((await transport.look()).waiting).toBe(0));
  expect(belfry.sms.sent).toEqual([]);
  clock.set(now);
  await eventually(() => expect(sentTo()).toEqual(phones));
});

test('a worker calls no provider that has asked another process for patience', async () => {
  const transport = openTransport();
  await remindMany(1);
  const until = belfry.clock.now().add({ hours: 1 });
  await saveHold(belfry.deps.pool, { provider: 'sms', until });
  await transport.publish(writeHints(await belfry.wakeups()).map(({ body }) => body));
  work(transport);
  const [wakeup] = await belfry.wakeups();
  await eventually(async () => expect(await belfry.outcomesOf(wakeup!)).toEqual(['0.0 failed channel.held-back']));
  expect(belfry.sms.sent).toEqual([]);
  await saveHold(belfry.deps.pool, { provider: 'email', until });
  await eventually(() => expect(belfry.deps.providers.states().get('email')).toBe('held-back'));
});

test('a message that is none is put aside, and those behind it are handled', async () => {
  const transport = openTransport();
  const phones = await remindMany(2);
  await transport.publish(['no hint', ...writeHints(await belfry.wakeups()).map(({ body }) => body)]);
  work(transport);
  await eventually(async () => expect(await transport.look()).toEqual({ waiting: 0, dead: 1 }));
  expect(sentTo()).toEqual(phones.toSorted());
});

test('a connection cut while it claims what waits for tokens loses neither that nor the messages taken with it', async () => {
  const transport = openTransport();
  const rates = { sms: 1 };
  const [first, second] = [new pg.Client(belfry.url), new pg.Client(belfry.url)];
  const queued = async () => {
    const { rows } = await first.query<{ isClaim: boolean }>(
      `SELECT usename = 'belfry_engine' AS "isClaim" FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE relation = 'engine.rate_block'::regclass AND NOT granted`,
    );
    return rows.map(({ isClaim }) => isClaim);
  };
  const lockTokens = (owner: pg.Client) => owner.query('BEGIN; LOCK TABLE engine.rate_block IN ACCESS EXCLUSIVE MODE');
  try {
    await Promise.all([first.connect(), second.connect()]);
    const phones = await remindMany(hintsInMessage);
    const waiting = await belfry.due();
    const worker = work(transport, { ...belfry.deps, rates });
    await transport.publish(writeHints(waiting).map(({ body }) => body));
    await eventually(() => expect(worker.awaitingTokens()).toBeGreaterThan(0));
    await lockTokens(first);
    await eventually(async () => expect(await queued()).toEqual([true]));
    phones.push(...(await remindMany(1)));
    const known = new Set(waiting.map(({ occId }) => occId));
    const late = (await belfry.due()).filter(({ occId }) => !known.has(occId));
    await transport.publish(writeHints(late).map(({ body }) => body));
    // Locks are given in the order they were asked for: after the claim that waits, and before the one with this message.
    const locked = lockTokens(second);
    await eventually(async () => expect(await queued()).toHaveLength(2));
    await delay(300); // The worker's next claim asks again for what waits for tokens.
    await first.query('COMMIT');
    await locked;
    await eventually(async () => expect(await queued()).toEqual([true]));
    await first.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
       WHERE relation = 'engine.rate_block'::regclass AND NOT granted`,
    );
    await eventually(() => expect(belfry.errors).not.toEqual([]));
    rates.sms = 1000;
    await second.query('COMMIT');
    await eventually(() => expect(sentTo()).toEqual(phones.toSorted()));
    await worker.stop();
  } finally {
    await Promise.all([first.end(), second.end()]);
  }
});
