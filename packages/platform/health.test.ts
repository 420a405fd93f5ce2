import { AppError } from '@belfry/kernel/app-error';
import { expect, it } from 'vitest';
import { type HealthCheck, healthRoutes } from './health.ts';
import { serve } from './http/test/serve.ts';

const database: HealthCheck = { name: 'database', check: async () => 'PostgreSQL 18' };
const broken: HealthCheck = {
  name: 'broker',
  check: async () => {
    throw new Error('connect ECONNREFUSED amqp://user:hunter2@10.0.0.7');
  },
};

it('a process is ready when all that it depends on answers', async () => {
  const served = await serve(() => {}, { healthChecks: [database, { name: 'disk', check: async () => undefined }] });
  for (const path of ['/ready', '/health/ready']) {
    const answer = await served.get(path, { authorization: '' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        checks: [
          { name: 'database', ok: true, detail: 'PostgreSQL 18', latencyMs: expect.any(Number) },
          { name: 'disk', ok: true },
        ],
      },
    });
  }
  await served.app.close();
});

it('one that fails is named, without what its error said, and the process lives on', async () => {
  const explained: HealthCheck = {
    name: 'clock',
    check: async () => {
      throw new AppError({ code: 'clock.skewed', kind: 'unavailable', message: 'the clock is 7 s off' });
    },
  };
  const served = await serve(() => {}, { healthChecks: [database, broken, explained] });
  const answer = await served.get('/ready');
  expect(answer).toMatchObject({
    status: 503,
    body: {
      status: 'failing',
      checks: [
        { ok: true },
        { name: 'broker', ok: false, detail: 'failed' },
        { name: 'clock', detail: 'the clock is 7 s off' },
      ],
    },
  });
  expect(await served.get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(served.log()).toContain('"check":"broker"');
  expect(served.log()).not.toContain('hunter2');
  await served.app.close();
});

it('a dependency that never answers has failed after a while', async () => {
  const served = await serve((app) =>
    app.register(
      async (scope) => {
        await scope.register(healthRoutes, {
          checks: [{ name: 'stuck', check: () => new Promise(() => {}) }],
          timeoutMs: 20,
          prefix: '',
        });
      },
      { prefix: '/other' },
    ),
  );
  expect(await served.get('/other/ready')).toMatchObject({
    status: 503,
    body: { checks: [{ name: 'stuck', ok: false, detail: 'no answer within 20 ms' }] },
  });
  await served.app.close();
});

it('many who ask at once cause one round of checks', async () => {
  const release = Promise.withResolvers<undefined>();
  let rounds = 0;
  const slow: HealthCheck = {
    name: 'slow',
    check: () => {
      rounds++;
      return release.promise;
    },
  };
  const served = await serve(() => {}, { healthChecks: [slow] });
  let arrived = 0;
  served.app.server.on('request', () => arrived++);
  const answers = Array.from({ length: 10 }, () => served.get('/ready'));
  while (arrived < 10) await new Promise(setImmediate);
  release.resolve(undefined);
  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  expect(rounds).toBe(1);
  await served.app.close();
});
