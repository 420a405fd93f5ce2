import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from './http/test/serve.ts';
import { createMetrics } from './metrics.ts';

const metrics = createMetrics();
let served: Served;

beforeAll(async () => {
  served = await serve((app) => app.get('/v1/people/:id', async () => ({})), { metrics });
});
afterAll(() => served.app.close());

it('requests are counted by the pattern of their route, so that no id, name or token becomes a label', async () => {
  await served.get('/v1/people/sokha');
  await served.get('/v1/people/dara');
  await served.get('/v1/people/dara', { authorization: 'Bearer wrong' });
  await served.get('/secret-token');
  const { body, headers } = await served.get('/metrics', { authorization: '' });
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const count = (labels: string) => `belfry_http_request_duration_seconds_count{${labels}}`;
  expect(body).toContain(`${count('method="GET",route="/v1/people/:id",status="2xx"')} 2\n`);
  expect(body).toContain(`${count('method="GET",route="/v1/people/:id",status="4xx"')} 1\n`);
  expect(body).toContain(`${count('method="GET",route="unknown",status="4xx"')} 1\n`);
  expect(body).not.toMatch(/sokha|dara|secret/);
  expect(body).toContain('nodejs_eventloop_lag_seconds');
});

it('a module adds measures of its own', async () => {
  const due = metrics.counter({ name: 'belfry_due_total', help: 'Wake-ups that became due.' });
  const lateness = metrics.histogram({
    name: 'belfry_lateness_seconds',
    help: 'From due to sent.',
    labels: ['lane'],
    buckets: [0.1, 1, 10],
  });
  due.inc(3);
  lateness.observe({ lane: '0' }, 0.5);
  const { body } = await served.get('/metrics');
  expect(body).toContain('belfry_due_total 3\n');
  expect(body).toContain('belfry_lateness_seconds_bucket{le="1",lane="0"} 1\n');
});
