import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instant } from './fields.ts';
import { encodeCursor, pageOf, pageParameters, toPage } from './pagination.ts';
import { type Served, serve } from './test/serve.ts';

const START = Temporal.Instant.from('2026-11-20T09:00:00Z');
const rows = Array.from({ length: 120 }, (_, id) => ({ id, at: START.add({ minutes: id }) }));

let served: Served;

beforeAll(async () => {
  served = await serve((app) => {
    const position = z.tuple([instant, z.int()]);
    const querystring = z.strictObject({ ...pageParameters(position), even: z.stringbool().optional() });
    const schema = { querystring, response: { 200: pageOf(z.object({ id: z.number() })) } };
    app.get('/v1/rows', { schema }, async (request) => {
      const { limit, cursor: [at, id] = [START, -1], even } = request.query;
      const after = rows.filter((row) => Temporal.Instant.compare(row.at, at) >= 0 && row.id > id);
      const found = after.filter((row) => !even || row.id % 2 === 0).slice(0, limit + 1);
      return toPage(
        found,
        limit,
        (row) => ({ id: row.id }),
        (row) => [row.at, row.id],
      );
    });
  });
});
afterAll(() => served.app.close());

async function readAll(query: string): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { status, body } = await served.get(`/v1/rows?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    ids.push(...body.data.map((row: { id: number }) => row.id));
    cursor = body.nextCursor;
  }
  return ids;
}

describe('a list', () => {
  it('is read page by page to its end, each item once', async () => {
    const all = rows.map((row) => row.id);
    for (const limit of [1, 7, 60, 120, 200]) expect(await readAll(`limit=${limit}`)).toEqual(all);
    expect(await readAll('limit=60&even=true')).toEqual(all.filter((id) => id % 2 === 0));
  });

  it('has fifty on a page unless asked otherwise', async () => {
    expect((await served.get('/v1/rows')).body.data).toHaveLength(50);
  });

  it.each(['0', '201', '-1', '1.5', 'many', '', '1&limit=2'])('refuses a limit of %s', async (limit) => {
    expect(await served.get(`/v1/rows?limit=${limit}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'limit' }] },
    });
  });

  it.each([
    ['made up', 'abc'],
    ['of another list', encodeCursor({ id: 7 })],
    ['with another type in it', encodeCursor(['2026-11-20T09:00:00Z', 'x'])],
    ['with an instant that is none', encodeCursor(['yesterday', 1])],
    ['with an instant that PostgreSQL does not know', encodeCursor(['0000-01-01T00:00:00Z', 1])],
    ['that is cut off', encodeCursor(['2026-11-20T09:00:00Z', 1]).slice(0, -4)],
    ['that is endless', 'a'.repeat(2000)],
  ])('refuses a cursor %s', async (_name, cursor) => {
    expect(await served.get(`/v1/rows?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  });
});
