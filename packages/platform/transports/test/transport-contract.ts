import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Message, Transport } from '../transport.ts';
import { contractSettings } from './contract-settings.ts';

export interface Broker {
  open(onError: (error: unknown, doing: string) => void): Promise<Transport>;
  /** Forgets all that the tests before have left. */
  clear(): Promise<void>;
  /** null where there is no broker that could be gone, nor another process that could die over a message. */
  outage: {
    url: string;
    kill(): Promise<void>;
    start(): Promise<void>;
  } | null;
}

const soon = { timeout: 20_000, interval: 20 };

/** What every transport does, on a real broker. */
export function transportContract(name: string, broker: Broker): void {
  let transport: Transport;
  let errors: string[];

  const open = () => broker.open((error, doing) => errors.push(`${doing}: ${error}`));
  beforeEach(async () => {
    errors = [];
    await broker.clear();
    transport = await open();
    await expect.poll(() => transport.isReachable(), soon).toBe(true);
  });
  afterEach(() => transport.close());

  /** Takes everything, and notes it. */
  const takeAll = (from: Transport, atOnce = 5) => {
    const taken: unknown[] = [];
    const consumer = from.consume(async (message) => void taken.push(message), { atOnce });
    return { taken, ...consumer };
  };

  describe(name, () => {
    test('what is published arrives as it was, whoever began first', async () => {
      const body = { v: 1, keys: [['ö', 1, null, true]] };
      await transport.publish([body, 'second']);
      const { taken } = takeAll(transport);
      await expect.poll(() => taken, soon).toHaveLength(2);
      await transport.publish(['third']);
      await expect.poll(() => taken, soon).toHaveLength(3);
      expect(taken).toEqual(expect.arrayContaining([body, 'second', 'third']));
      expect(errors).toEqual([]);
    });

    test('two that are alike are both delivered: whoever takes them must bear duplicates', async () => {
      await transport.publish(['twin', 'twin']);
      await transport.publish(['twin']);
      const { taken } = takeAll(transport);
      await expect.poll(() => taken, soon).toEqual(['twin', 'twin', 'twin']);
    });

    test('a message whose handler throws is delivered again, and is done once it does not', async () => {
      let tries = 0;
      transport.consume(
        async () => {
          tries += 1;
          if (tries < 3) throw new Error('not yet');
        },
        { atOnce: 1 },
      );
      await transport.publish(['stubborn']);
      await expect.poll(() => tries, soon).toBe(3);
      expect(await settled(transport)).toEqual({ waiting: 0, dead: 0 });
      expect(errors.filter((error) => error.includes('not yet'))).toHaveLength(2);
    });

    test('a poison message is put aside after its last try, and holds up nobody', async () => {
      const seen = new Map<unknown, number>();
      transport.consume(
        async (message) => {
          seen.set(message, (seen.get(message) ?? 0) + 1);
          if (message === 'poison') throw new Error('cannot be handled');
        },
        { atOnce: 2 },
      );
      await transport.publish(['poison', 'a', 'b']);
      await expect.poll(async () => (await transport.look()).dead, soon).toBe(1);
      await transport.publish(['c']);
      await expect
        .poll(() => seen, soon)
        .toEqual(
          new Map([
            ['poison', 3],
            ['a', 1],
            ['b', 1],
            ['c', 1],
          ]),
        );
      expect(await settled(transport)).toEqual({ waiting: 0, dead: 1 });
    });

    test('stopping lets what is under way end, takes nothing more, and leaves the rest to others', async () => {
      const gate = Promise.withResolvers<void>();
      const [begun, ended]: [unknown[], unknown[]] = [[], []];
      const consumer = transport.consume(
        async (message) => {
          begun.push(message);
          await gate.promise;
          ended.push(message);
        },
        { atOnce: 2 },
      );
      const all = ['1', '2', '3', '4', '5', '6'];
      await transport.publish(all);
      await expect.poll(() => begun, soon).toHaveLength(2);
      let hasStopped = false;
      const stopped = consumer.stop().then(() => {
        hasStopped = true;
      });
      await delay(100);
      expect(hasStopped).toBe(false);
      gate.resolve();
      await stopped;
      expect(ended).toHaveLength(2);
      expect(begun).toHaveLength(2);
      const { taken } = takeAll(transport);
      await expect.poll(() => taken, soon).toHaveLength(4);
      expect([...ended, ...taken].toSorted()).toEqual(all);
    });

    test('no more are under way than were asked for', async () => {
      let [underWay, most, done] = [0, 0, 0];
      transport.consume(
        async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await delay(5);
          underWay -= 1;
          done += 1;
        },
        { atOnce: 3 },
      );
      await transport.publish(numbered(15));
      await expect.poll(() => done, soon).toBe(15);
      expect(most).toBe(3);
    });

    test('a full broker says so, takes no more, and takes more once there is room', async () => {
      const { capacity } = contractSettings;
      expect(await transport.room()).toBe(capacity);
      await transport.publish(numbered(capacity));
      await expect.poll(() => transport.room(), soon).toBe(0);
      const accepted = await publishUntilFull(transport);
      expect(accepted).toBeLessThan(capacity);
      const { taken } = takeAll(transport);
      await expect.poll(() => taken.length, soon).toBeGreaterThanOrEqual(capacity + accepted);
      await expect.poll(() => transport.room(), soon).toBe(capacity);
      await transport.publish(['after']);
      await expect.poll(() => taken, soon).toContain('after');
    });
  });

  const { outage } = broker;
  if (!outage) return;

  describe(`${name}, when a process or the broker goes away`, () => {
    test('what a process dies over is delivered to another', async () => {
      await transport.publish(['dangerous']);
      await dieOverMessage(outage.url);
      const { taken } = takeAll(transport);
      await expect.poll(() => taken, soon).toEqual(['dangerous']);
    });

    test('a broker that goes away: publishing fails at once, and all goes on by itself when it comes back', async () => {
      const { taken } = takeAll(transport);
      await transport.publish(['before']);
      await expect.poll(() => taken, soon).toEqual(['before']);
      await outage.kill();
      try {
        await expect(transport.publish(['during'])).rejects.toMatchObject({ code: 'transport.unreachable' });
        await expect.poll(() => transport.isReachable(), soon).toBe(false);
        expect(await transport.room()).toBe(0);
        await expect(transport.look()).rejects.toMatchObject({ code: 'transport.unreachable', retryable: true });
      } finally {
        await outage.start();
      }
      await expect.poll(() => transport.isReachable(), soon).toBe(true);
      await vi.waitFor(() => transport.publish(['after']), soon);
      await expect.poll(() => taken, soon).toContain('after');
    });

    test('a broker that is away at the start: nothing fails, and all begins when it comes', async () => {
      await transport.close();
      await outage.kill();
      try {
        transport = await open();
        expect(transport.isReachable()).toBe(false);
        expect(await transport.room()).toBe(0);
        await expect(transport.publish(['early'])).rejects.toMatchObject({ code: 'transport.unreachable' });
      } finally {
        await delay(300);
        await outage.start();
      }
      const { taken } = takeAll(transport);
      await vi.waitFor(() => transport.publish(['late']), soon);
      await expect.poll(() => taken, soon).toContain('late');
    });

    test('a consumer and a transport stop also while the broker is away', async () => {
      const consumer = takeAll(transport);
      await outage.kill();
      try {
        await consumer.stop();
        await transport.close();
      } finally {
        await outage.start();
      }
    });
  });
}

/** Another process takes the message, and is killed with it in its hands. */
async function dieOverMessage(url: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'die-over-message.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(url);
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(line).toBe('taken');
  child.kill('SIGKILL');
  await once(child, 'close');
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index} ${randomUUID()}`);
}

/** Until it is refused; a broker that takes a moment to notice that it is full may take a few more. */
async function publishUntilFull(transport: Transport): Promise<number> {
  for (let accepted = 0; ; accepted++) {
    try {
      await transport.publish([`more ${accepted}` satisfies Message]);
    } catch (error) {
      expect(error).toMatchObject({ code: 'transport.full', retryable: true });
      return accepted;
    }
  }
}

/** A broker counts what is being acknowledged for a moment longer. */
async function settled(transport: Transport) {
  await delay(200);
  return transport.look();
}
