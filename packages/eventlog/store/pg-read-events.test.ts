import type { Tx } from '@belfry/platform/database';
import { expect, test } from 'vitest';
import { anEvent, LogFixture, newTenant } from '../test/log-fixture.ts';
import { findEvents } from './pg-read-events.ts';

interface Explained {
  'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
}

test('what belongs together over many traces is found by its index, whatever else is stored, also by a plan that was kept', async () => {
  await using log = await LogFixture.open();
  const tenant = newTenant();
  const booking = ['CA-1', 'CA-2', 'CA-3'].map((traceId) => anEvent({ traceId, correlationId: 'booking-7' }));
  await log.append(tenant, booking);
  const others = Array.from({ length: 20_000 }, (_, n) =>
    anEvent({
      traceId: `other-${n % 100}`,
      correlationId: n % 2 ? `booking-${1000 + n}` : null,
      at: Temporal.Instant.from('2027-01-15T08:00:00Z').add({ seconds: n }),
    }),
  );
  await log.append(tenant, others);
  await log.asOwner((owner) => owner.query('ANALYZE eventlog.event'));
  const pages: number[] = [];
  const found = await log.as(tenant, async (tx) => {
    await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
    const explaining = {
      query: async (text: string, values: unknown[]) => {
        const plan = await tx.query<Explained>({
          name: 'found',
          text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
          values,
        });
        const { Plan: node } = plan.rows[0]!['QUERY PLAN'][0];
        pages.push(node['Shared Hit Blocks'] + node['Shared Read Blocks']);
        return tx.query(text, values);
      },
    } as unknown as Tx;
    return findEvents(explaining, { correlationId: 'booking-7' }, { limit: 100 });
  });
  expect(found.map(({ traceId }) => traceId)).toEqual(['CA-1', 'CA-2', 'CA-3']);
  expect(pages[0]).toBeLessThan(20);
}, 60_000);
