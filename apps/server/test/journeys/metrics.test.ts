import { attemptStatuses } from '@belfry/channels';
import { roles } from '@belfry/platform/database';
import type { TransportState } from '@belfry/platform/transports/transport';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { type RedisServer, startRedis } from '@belfry/testkit/redis-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findUnknown } from '../operations/find-unknown.ts';
import { type Exposition, readExposition } from '../operations/read-exposition.ts';
import { readAlerts, readPanels, readScrapes } from '../operations/read-operations.ts';
import { addPerson, remind } from './story.ts';

/**
 * What the whole program offers to Prometheus once it has worked, against all that our alerts and panels ask of it. It has
 * a broker, for only who has one tells of it, and everybody tells of the rest.
 */
let redis: RedisServer;
let belfry: BelfryProcess;
let text: string;
let exposed: Exposition;
const expectMessage = expectOnly(() => belfry);
const { jobs, labels: added } = readScrapes();
const inBroker: (keyof TransportState)[] = ['waiting', 'dead'];
const [alerts, panels] = [readAlerts(), readPanels()];

beforeAll(async () => {
  redis = await startRedis();
  const env = { BELFRY_TRANSPORT: 'bullmq', QUEUE_REDIS_URL: redis.url };
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env });
});
afterAll(async () => {
  await belfry.stop();
  await redis[Symbol.asyncDispose]();
});

const unknownIn = (expressions: typeof alerts) =>
  expressions.flatMap((expression) =>
    findUnknown(expression, {
      exposed,
      ofPrometheus: ['up'],
      added,
      values: {
        job: jobs,
        status: [...attemptStatuses, '2xx', '3xx', '4xx', '5xx'],
        lane: ['prompt', 'bulk', 'none'],
        role: roles,
        'belfry_database_connections.state': ['used', 'idle', 'waiting'],
        'belfry_transport_messages.state': inBroker,
        // Only the bounds that we have: another one would silently be empty.
        le: [...text.matchAll(/le="([^"]+)"/g)].map(([, bound]) => bound!),
      },
    }),
  );

test('a reminder that is sent is counted as due, in time and accepted', async () => {
  const person = await addPerson(belfry, { name: 'Ann', sms: '+12025550101' });
  await remind(belfry, { person, title: 'Pills', at: '2027-01-15T09:00:00Z' });
  expectMessage({ channel: 'sms', to: '+12025550101', body: 'Pills', at: '2027-01-15T09:00:00Z' });
  await belfry.setClock('2027-01-15T09:00:00Z');
  text = await (await fetch(`${belfry.base}/metrics`)).text();
  exposed = readExposition(text);
  const lines = text.split('\n');
  expect(lines).toContain('belfry_occurrences_due_total{lane="prompt"} 1');
  expect(lines).toContain('belfry_occurrences_missed_total{lane="prompt"} 0');
  expect(lines).toContain('belfry_contacts_due_total{channel="sms",lane="prompt"} 1');
  expect(lines).toContain('belfry_contact_lateness_seconds_bucket{le="60",channel="sms",lane="prompt"} 1');
  expect(lines).toContain('belfry_outcomes_total{channel="sms",status="accepted",lane="prompt"} 1');
  expect(lines).toContain('belfry_wakeups_waiting{lane="prompt"} 0');
  expect(lines).toContain('belfry_dead_letters_open 0');
  expect(lines).toContain('belfry_shards_without_owner 0');
  expect(lines).toContain('belfry_transport_reachable 1');
  for (const state of inBroker) expect(lines).toContain(`belfry_transport_messages{state="${state}"} 0`);
});

test('every alert and every panel names metrics, labels and values that exist', () => {
  expect([alerts.length, panels.length]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(Math.min(alerts.length, panels.length)).toBeGreaterThan(10);
  expect(unknownIn([...alerts, ...panels])).toEqual([]);
});

describe('as the control, what does not exist is found out:', () => {
  test.each([
    ['a metric', 'rate(belfry_made_up_total[5m]) > 0', 'no metric belfry_made_up_total'],
    [
      'a metric within functions',
      'sum(rate(belfry_outcomes_total[5m])) / sum(rate(belfry_outcome_total[5m]))',
      'no metric belfry_outcome_total',
    ],
    [
      'a histogram without its suffix',
      'belfry_contact_lateness_seconds > 3',
      'no metric belfry_contact_lateness_seconds',
    ],
    ['a label', 'belfry_outcomes_total{provider="twilio"}', 'belfry_outcomes_total has no label provider'],
    ['a grouping', 'sum by (tenant) (belfry_outcomes_total)', 'nothing to group by tenant'],
    ['a value', 'belfry_outcomes_total{status=~"failed|lost"}', 'status is never lost'],
    ['another metric’s value', 'belfry_transport_messages{state="idle"}', 'state is never idle'],
    ['a bound', 'belfry_contact_lateness_seconds_bucket{le="45"}', 'le is never 45'],
    ['another job', 'up{job="belfrey"} == 0', 'job is never belfrey'],
  ])('%s', (_, expr, problem) => {
    const alert = { alert: 'MadeUp', expr, annotations: {} };
    const found = readAlerts(JSON.stringify({ groups: [{ rules: [alert] }] }));
    expect(unknownIn(found)).toEqual([`the alert MadeUp: ${problem}`]);
  });

  test('a label in the text of an alert that its expression has summed away', () => {
    const annotations = { summary: '{{ $labels.channel }} fails' };
    const rule = { alert: 'MadeUp', expr: 'sum(belfry_outcomes_total) > 1', annotations };
    expect(unknownIn(readAlerts(JSON.stringify({ groups: [{ rules: [rule] }] })))).toEqual([
      'the alert MadeUp: no channel to show',
    ]);
  });

  test('an expression that is none', () => {
    const panel = { title: 'Made up', targets: [{ expr: 'sum(rate(belfry_outcomes_total[5m])', legendFormat: '' }] };
    expect(() => unknownIn(readPanels(JSON.stringify({ panels: [panel] })))).toThrow('Not PromQL');
  });
});
