import type { Tx } from '@belfry/platform/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PeopleFixture } from '../test/people-fixture.ts';
import { listConsent } from './pg-consent-ledger.ts';

let people: PeopleFixture;

beforeAll(async () => {
  people = await PeopleFixture.open();
});

afterAll(() => people[Symbol.asyncDispose]());

test('the ledger of one person costs nothing for what the tenant’s others have said', async () => {
  const contactPoints = [{ channel: 'sms' as const, address: '+12025550101', settings: null }];
  const { id } = await people.addPerson({ contactPoints });
  const write = (tx: Tx, count: number, address: string, of: string | null) =>
    tx.query(
      `INSERT INTO people.consent_event (id, tenant_id, at, kind, channel, address, person_id, actor)
       SELECT gen_random_uuid(), $1, now() - n * interval '1 minute', 'opted-out', 'sms', $3 || n, $4, '{}'
       FROM generate_series(1, $2) AS n`,
      [people.tenantId, count, address, of],
    );
  const { plan, pages } = await people.asTenant(async (tx) => {
    await write(tx, 20_000, '+49', null);
    await write(tx, 2, '+1202555010', null);
    await write(tx, 1, '+1202555010', id);
    const asked: string[] = [];
    const query = async (text: string) => {
      asked.push(text);
      return { rows: [] };
    };
    await listConsent({ query } as never, id, { limit: 50 });
    await tx.query(
      `SET LOCAL plan_cache_mode = force_generic_plan; PREPARE one (uuid, timestamptz, uuid, int) AS ${asked[0]}`,
    );
    const { rows } = await tx.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE one ('${id}', NULL, NULL, 51)`,
    );
    await tx.query('DEALLOCATE one');
    const found = rows[0]?.['QUERY PLAN'][0].Plan;
    return { plan: rows, pages: (found?.['Shared Hit Blocks'] ?? 0) + (found?.['Shared Read Blocks'] ?? 0) };
  });
  expect(pages, JSON.stringify(plan, null, 1)).toBeLessThan(60);
  // Those of the address, of which one is the person's own word, each once.
  const listed = await people.asTenant((tx) => listConsent(tx, id, { limit: 50 }));
  expect(listed.map(({ address, personId }) => [address, personId])).toEqual(
    expect.arrayContaining([
      ['+12025550101', null],
      ['+12025550101', id],
    ]),
  );
  expect(listed).toHaveLength(2);
  const after = { at: listed[0]?.at.toString() ?? '', id: listed[0]?.id ?? '' };
  expect(await people.asTenant((tx) => listConsent(tx, id, { limit: 50, after }))).toEqual([listed[1]]);
});
