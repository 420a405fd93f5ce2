import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChannels } from '@belfry/channels/module';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningEngine } from '../../usecases/running/run-engine.ts';
import { pendingWork } from '../../usecases/running/settlement.ts';
import { EngineFixture } from '../engine-fixture.ts';

let belfry: EngineFixture;
let receiver: HangingReceiver;
let engine: RunningEngine | null;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  receiver = await startHangingReceiver();
  engine = null;
});

afterEach(async () => {
  receiver.release();
  await engine?.stop();
  await receiver.stop();
  await belfry[Symbol.asyncDispose]();
});

interface HangingReceiver {
  url: string;
  /** Requests that came in and hang. */
  hanging(): number;
  /** Answers all that hang, and from now on at once. */
  release(): void;
  stop(): Promise<void>;
}

/** Takes every request and answers none until it is told to. */
async function startHangingReceiver(): Promise<HangingReceiver> {
  let isReleased = false;
  const waiting: http.ServerResponse[] = [];
  const server = http.createServer((request, response) => {
    request.resume();
    if (isReleased) response.writeHead(200).end();
    else waiting.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    hanging: () => waiting.length,
    release() {
      isReleased = true;
      for (const response of waiting.splice(0)) response.writeHead(200).end();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const eventually = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 110_000, interval: 20 });

const goTo = (at: string) => {
  belfry.clock.set(at);
  engine?.wake();
};

/** Many reminders at one instant, for a few people in turn. */
async function remind(people: Parameters<EngineFixture['addSchedule']>[0][], count: number, at: string) {
  const one = (i: number) =>
    belfry.addSchedule(people[i % people.length]!, { rule: { type: 'once', at }, title: `${at} ${i}` });
  for (let i = 0; i < count; i += 10) await Promise.all(Array.from({ length: 10 }, (_, k) => one(i + k)));
}

describe('a channel that does not answer', () => {
  test('holds up no other, however many of its calls hang, and each of them is explained in the end', async () => {
    const { channels, close } = createChannels({
      mode: 'sandbox',
      webhook: { secret: belfry.deps.secret, captureUrl: receiver.url },
      timeoutMs: 60_000,
    });
    const webhooks = 300;
    const texts = 100;
    const leftAtMs: number[] = [];
    belfry.sms.answer = () => {
      leftAtMs.push(performance.now());
      return belfry.sms.accept();
    };
    const phones = await Promise.all(Array.from({ length: 5 }, () => belfry.addPerson({ sms: '+12025550101' })));
    const servers = await Promise.all(
      ['https://a.example', 'https://b.example'].map((webhook) => belfry.addPerson({ webhook })),
    );
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.contact_point SET settings = '{"timeoutMs": 60000}' WHERE channel = 'webhook'`),
    );
    await remind(phones, texts, '2027-01-15T09:00:00Z');
    await remind(servers, webhooks, '2027-01-15T10:00:00Z');
    await remind(phones, texts, '2027-01-15T10:00:01Z');
    engine = await belfry.startEngine({ ...belfry.deps, channels: new Map([...belfry.deps.channels, ...channels]) });

    /** How late the texts of an instant leave, the middle one of them, in real milliseconds. */
    const lateness = async (at: string) => {
      leftAtMs.length = 0;
      const dueAtMs = performance.now();
      goTo(at);
      await eventually(() => expect(leftAtMs).toHaveLength(texts));
      return leftAtMs.map((ms) => ms - dueAtMs).toSorted((a, b) => a - b)[texts / 2]!;
    };
    const control = await lateness('2027-01-15T09:00:00Z');
    goTo('2027-01-15T10:00:00Z');
    await eventually(() => expect(receiver.hanging()).toBeGreaterThan(30));
    const besideHanging = await lateness('2027-01-15T10:00:01Z');
    expect(receiver.hanging()).toBeGreaterThan(30);
    // Whoever waits for them waits as long as they hang, which is a thousand times as long; what remains is the work of
    // putting off those over the bound, beside which the quick ones look slower the quicker the machine is.
    expect(besideHanging / control).toBeLessThan(100);

    receiver.release();
    for (let round = 1; round <= 20; round++) {
      await eventually(async () => expect(await pendingWork(belfry.deps, belfry.clock.now())).toEqual([]));
      if ((await delivered()) === webhooks) break;
      goTo(belfry.clock.now().add({ minutes: 3 }).toString());
    }
    expect(await delivered()).toBe(webhooks);
    expect(belfry.errors).toEqual([]);
    await engine.stop();
    engine = null;
    await close();
  }, 300_000);
});

async function delivered(): Promise<number> {
  const { rows } = await belfry.deps.pool.query<{ n: number }>(
    `SELECT count(DISTINCT occ_id)::int AS n FROM engine.outcome WHERE status = 'delivered'`,
  );
  return rows[0]!.n;
}
