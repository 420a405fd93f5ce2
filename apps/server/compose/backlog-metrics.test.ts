import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ManualClock } from '@belfry/kernel/clock';
import { createMetrics } from '@belfry/platform/metrics';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { observeBacklog } from './backlog-metrics.ts';
import { observeReach } from './reach-metric.ts';

test('what cannot be read is not told at all, rather than as nought', async () => {
  const pool = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/gone' });
  onTestFinished(() => pool.end());
  const metrics = createMetrics();
  const errors: unknown[] = [];
  const options = {
    pool,
    clock: new ManualClock('2027-01-15T09:00:00Z'),
    onError: (error: unknown) => errors.push(error),
  };
  observeBacklog(metrics, options);
  observeReach(metrics, { ...options, channels: new Map() });
  const told = (await metrics.text()).split('\n').filter((line) => line.startsWith('belfry_'));
  expect(told).toEqual(['belfry_database_reachable 0']);
  expect(errors).not.toEqual([]);
});

test('a database that says nothing keeps no scrape waiting', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const pool = new pg.Pool({ connectionString: `postgres://127.0.0.1:${port}/silent` });
  pool.on('error', () => {});
  const metrics = createMetrics();
  const errors: unknown[] = [];
  observeBacklog(metrics, {
    pool,
    clock: new ManualClock('2027-01-15T09:00:00Z'),
    onError: (error: unknown) => errors.push(error),
  });
  const told = (await metrics.text()).split('\n').filter((line) => line.startsWith('belfry_'));
  expect(told).toEqual(['belfry_database_reachable 0']);
  expect(errors).toMatchObject([{ message: expect.stringContaining('has not answered') }]);
  for (const socket of sockets) socket.destroy();
  silent.close();
});
