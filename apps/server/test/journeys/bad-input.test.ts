import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateTypes } from '@belfry/sdk/generate';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { badBodies, badQueryValues } from './bad-values.ts';
import { goodBodiesFor } from './good-bodies.ts';
import { addGoodPaths, type GoodPaths } from './good-paths.ts';
import { nameOf, type Operation, readOperations, type Schema } from './openapi-operations.ts';
import { complaintsOf } from './refusals.ts';

let belfry: BelfryProcess;
let owner: pg.Client;
let operations: Operation[];
let goodPaths: GoodPaths;
/** Of each operation with a body, bodies that it takes and that use all of its fields between them. */
let goodBodies: Record<string, unknown[]>;
let before: Record<string, number>;

expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  operations = await readOperations(belfry);
  goodPaths = await addGoodPaths(belfry);
  goodBodies = goodBodiesFor(goodPaths.person, goodPaths.policy);
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

/** Rows of every table that a request could write, and the time. */
async function countEverything(): Promise<Record<string, number>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::float8 AS count FROM ${name}`);
  const time = `SELECT 'clock', extract(epoch FROM now)::float8 FROM platform.virtual_clock`;
  const { rows } = await owner.query<{ name: string; count: number }>([...counts, time].join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

beforeEach(async () => {
  before = await countEverything();
  expect(Object.keys(before).length).toBeGreaterThan(15);
});

async function expectNothingChanged(): Promise<void> {
  expect(await countEverything()).toEqual(before);
}

const goodPath: GoodPaths['pathOf'] = (operation, given) => goodPaths.pathOf(operation, given);

function goodBody(operation: Operation): string | undefined {
  return operation.body ? JSON.stringify(goodBodies[nameOf(operation)]![0]) : undefined;
}

const withBody = () => operations.filter(({ body }) => body !== null);

test('the good bodies are good, and leave out no field that the document has', async () => {
  for (const operation of withBody()) {
    const bodies = goodBodies[nameOf(operation)] ?? [];
    expect(bodies, `a good body for ${nameOf(operation)} is missing`).not.toEqual([]);
    const used = JSON.stringify(bodies);
    const unused = propertiesOf(operation.body ?? {}).filter((name) => !used.includes(`"${name}":`));
    expect(unused, nameOf(operation)).toEqual([]);
  }
  const created = await belfry.call('POST', '/v1/people', goodBodies['POST /v1/people']![0]);
  expect(created.status).toBe(201);
});

function propertiesOf({ properties = {}, items, anyOf = [], oneOf = [] }: Schema): string[] {
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf];
  return [...Object.keys(properties), ...inner.flatMap(propertiesOf)];
}

test('the typed client was generated from the document as it is', async () => {
  const document = await belfry.must<Parameters<typeof generateTypes>[0]>('GET', '/openapi.json');
  const file = join(import.meta.dirname, '../../../../packages/sdk/generated/api.ts');
  expect(await readFile(file, 'utf8'), 'npm run generate -w @belfry/sdk').toBe(await generateTypes(document));
});

test('every field of every body refuses what it cannot be, and names itself', async () => {
  const requests = withBody().flatMap((operation) =>
    goodBodies[nameOf(operation)]!.flatMap((good) =>
      [...badBodies(operation.body ?? {}, good)].map(({ what, field, body }) => ({
        what: `${field} = ${what}`,
        method: operation.method,
        path: goodPath(operation),
        body: JSON.stringify(body),
        ...(field ? { field } : {}),
      })),
    ),
  );
  expect(requests.length).toBeGreaterThan(500);
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('every query parameter refuses what it cannot be, an unknown one, and itself twice', async () => {
  const requests = operations.flatMap((operation) => {
    const { method, parameters } = operation;
    const queries = parameters.filter((parameter) => parameter.in === 'query');
    const path = goodPath(operation);
    const bad = queries.flatMap((parameter) =>
      badQueryValues(parameter).map((value) => ({ name: parameter.name, query: [value] })),
    );
    const twice = queries.map(({ name }) => ({ name, query: ['1', '1'] }));
    const unknown = queries.length > 0 ? [{ name: 'nonsense', query: ['1'] }] : [];
    return [...bad, ...twice, ...unknown].map(({ name, query }) => ({
      what: `${name} = ${query.join(' and ').slice(0, 40)}`,
      method,
      path: `${path}?${query.map((value) => `${name}=${encodeURIComponent(value)}`).join('&')}`,
      // What has a body too is told of that first.
      body: operation.body ? JSON.stringify(goodBodies[nameOf(operation)]![0]) : undefined,
      field: name,
      status: 400,
    }));
  });
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('every id in a path is refused where it is none, and not found where it is unknown', async () => {
  const hex = randomUUID().replaceAll('-', '');
  const unknown = (path: string) => (path.includes('/occurrences/') ? `occ_20270115_${hex}` : randomUUID());
  const none = [
    '1',
    "' OR 1=1 --",
    'a\u0000b',
    '..%2f..',
    `occ_20271332_${hex}`,
    'occ_20270115_',
    '☎',
    `${'x'.repeat(900)}`,
  ];
  const requests = operations
    .filter(({ path }) => path.includes('{id}'))
    .flatMap((operation) => {
      const { method } = operation;
      const body = goodBody(operation);
      const raw = (text: string) => goodPath(operation, { id: 'raw' }).replace('/raw', `/${text}`);
      return [
        ...none.map((id) => ({
          what: id.slice(0, 40),
          method,
          path: goodPath(operation, { id }),
          body,
          field: 'id',
          status: 400,
        })),
        {
          what: 'an unknown id',
          method,
          path: goodPath(operation, { id: unknown(operation.path) }),
          body,
          status: 404,
        },
        { what: 'the year 0001', method, path: goodPath(operation, { id: `occ_00010101_${hex}` }), body },
        { what: 'the year 9999', method, path: goodPath(operation, { id: `occ_99991231_${hex}` }), body },
        { what: 'half an escape', method, path: raw('%'), body, status: 400 },
        { what: 'bytes that are no text', method, path: raw('%ff%fe'), body, status: 400 },
        { what: 'far too long', method, path: raw('x'.repeat(5000)), body, status: 414 },
      ];
    });
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('every address of a handset is refused where it is none', async () => {
  const none = ['1', 'ann@', '+1', 'a\u0000b', `${'1'.repeat(400)}`];
  const requests = operations
    .filter(({ path }) => path.includes('{address}'))
    .flatMap((operation) =>
      none.map((address) => ({
        what: address.slice(0, 40),
        method: operation.method,
        path: operation.path.replace('{address}', encodeURIComponent(address)),
        ...(operation.body ? { body: JSON.stringify(goodBodies[nameOf(operation)]![0]) } : {}),
        field: 'address',
        status: 400,
      })),
    );
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('a body that is no JSON, too large, too deep or of another type is refused by every operation with a body', async () => {
  const tooLarge = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  const deep = `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  const requests = withBody().flatMap((operation) => {
    const { method } = operation;
    const path = goodPath(operation);
    const isOptional = operation.body?.default !== undefined;
    const good = JSON.stringify(goodBodies[nameOf(operation)]![0]);
    const malformed = ['{', `${good}}`, `${good.slice(0, -1)},}`, "{'text':1}", '\u0000', 'undefined', 'NaN'];
    const wrong = ['null', '[]', '5', '"words"', 'true', '{}', `[${good}]`, deep];
    const poisoned = ['{"__proto__":{"text":"x"}}', '{"constructor":{"prototype":{"text":"x"}}}'];
    const types = [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'nonsense',
    ];
    return [
      ...malformed.map((body) => ({ what: body.slice(0, 40), method, path, body, status: 400 })),
      // All fields of a handset may be absent; where there is a default, so may the body, which null stands for.
      ...[...wrong, ...poisoned]
        .filter((body) => !(body === '{}' && (method === 'PUT' || isOptional)) && !(body === 'null' && isOptional))
        .map((body) => ({ what: body.slice(0, 40), method, path, body, status: 400 })),
      ...(isOptional ? [] : [{ what: 'no body', method, path, status: 400 }]),
      ...types.map((type) => ({
        what: type,
        method,
        path,
        body: good,
        headers: { 'content-type': type },
        status: 415,
      })),
      // A batch may be larger than what a socket takes before the refusal closes it.
      ...(path.endsWith('/batch') ? [] : [tooLarge]).map((body) => ({
        what: 'a mebibyte',
        method,
        path,
        body,
        status: 413,
      })),
    ];
  });
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('whoever has no key, or not a good one, is told so by every operation that needs one, and learns nothing else', async () => {
  const headers = [
    { what: 'no key', authorization: '' },
    { what: 'no key behind its word', authorization: 'Bearer ' },
    {
      what: 'a key of nobody',
      authorization: `Bearer ${belfry.key.slice(0, -1)}${belfry.key.endsWith('a') ? 'b' : 'a'}`,
    },
    { what: 'another scheme', authorization: `Basic ${Buffer.from(`key:${belfry.key}`).toString('base64')}` },
    { what: 'a very long key', authorization: `Bearer ${'x'.repeat(8000)}` },
  ];
  const needing = operations.filter(({ needsKey }) => needsKey);
  expect(needing.map(({ path }) => path).filter((path) => !/^\/(v1|sandbox)\//.test(path))).toEqual([]);
  const requests = needing.flatMap((operation) =>
    headers.map(({ what, authorization }) => ({
      what,
      method: operation.method,
      path: goodPath(operation),
      body: operation.body ? JSON.stringify(goodBodies[nameOf(operation)]![0]) : undefined,
      headers: { authorization },
      status: 401,
    })),
  );
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('what an address does not take is 405, and an address that does not exist 404', async () => {
  const paths = [...new Set(operations.map(({ path }) => path))];
  const requests = paths.flatMap((path) => {
    const taken = operations.filter((operation) => operation.path === path);
    return (
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
        .filter((method) => !taken.some((operation) => operation.method === method))
        // There its last part is taken for an id, and refused as one.
        .filter((method) => !operations.some((other) => other.method === method && isTemplateOf(other.path, path)))
        .map((method) => ({ what: 'another method', method, path: goodPath(taken[0]!), status: 405 }))
    );
  });
  const nowhere = [
    '/v1',
    '/v1/',
    '/v1/persons',
    '/v2/people',
    '/sandbox',
    '/hooks',
    '/hooks/twilio',
    '/%2e%2e/etc/passwd',
  ];
  const missing = nowhere.map((path) => ({ what: 'no such address', method: 'POST', path, status: 404 }));
  expect(await complaintsOf(belfry, [...requests, ...missing])).toEqual([]);
  await expectNothingChanged();
});

function isTemplateOf(template: string, path: string): boolean {
  if (template === path || !template.endsWith('/{id}')) return false;
  return !path.endsWith('}') && path.slice(0, path.lastIndexOf('/')) === template.slice(0, -'/{id}'.length);
}

test('webhooks that nobody signed are refused and change nothing', async () => {
  const form = new URLSearchParams({ MessageSid: 'SM1', From: '+12025550101', To: '+15005550006', Body: 'DONE' });
  const requests = ['/hooks/twilio/inbound', '/hooks/twilio/status/anything'].flatMap((path) =>
    [{}, { 'x-twilio-signature': 'AAAA' }].map((signature) => ({
      what: JSON.stringify(signature),
      method: 'POST',
      path,
      body: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...signature },
      status: 403,
    })),
  );
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('what is well formed and yet breaks a rule is 422 and names the field', async () => {
  const schedules = goodBodies['POST /v1/schedules'] as { rule: { rrule?: string } }[];
  const [once] = schedules;
  const daily = schedules.find(({ rule }) => rule.rrule !== undefined);
  const [policy] = goodBodies['POST /v1/policies'] as { steps: { targets: unknown }[] }[];
  const steps = policy!.steps;
  const stranger = randomUUID();
  const now = '2027-01-15T08:00:00Z';
  const rules: [path: string, body: unknown, field: string][] = [
    ['/v1/schedules', { ...once, personId: stranger }, 'personId'],
    ['/v1/schedules', { ...once, policyId: stranger }, 'policyId'],
    ['/v1/schedules', { ...once, rule: { type: 'once', at: '2027-01-14T08:00:00Z' } }, 'rule.at'],
    ['/v1/schedules', { ...daily, rule: { type: 'rrule', rrule: 'FREQ=SECONDLY' } }, 'rule.rrule'],
    ['/v1/schedules', { ...daily, rule: { type: 'rrule', rrule: 'FREQ=DAILY;UNTIL=20260101' } }, 'rule.rrule'],
    ['/v1/schedules', { ...once, rule: { type: 'every', interval: 'PT59S', anchor: now } }, 'rule.interval'],
    ['/v1/schedules', { ...once, rule: { type: 'cron', cron: '0 9 30 2 *' } }, 'rule.cron'],
    ['/v1/schedules/preview', { ...once, rule: { type: 'cron', cron: '0 9 * *' } }, 'rule.cron'],
    ['/v1/schedules', { ...daily, rule: { type: 'annual', field: 'birthDate' } }, 'rule.field'],
    [
      '/v1/schedules',
      { ...daily, rule: { type: 'rrule', rrule: 'FREQ=DAILY', excludeHolidays: [stranger] } },
      'rule.excludeHolidays.0',
    ],
    ['/v1/holiday-calendars', { name: 'None', ics: 'BEGIN:VCALENDAR' }, 'ics'],
    ['/v1/policies', { ...policy, steps: steps.toReversed() }, 'steps.1.after'],
    [
      '/v1/schedules',
      { ...once, rule: { type: 'once', at: '9999-12-31T23:59:59Z' }, timeZone: 'Pacific/Kiritimati' },
      'rule.at',
    ],
    ['/sandbox/clock', { set: '9999-12-31T00:00:00Z' }, 'set'],
    [
      '/v1/policies',
      { ...policy, steps: [{ after: 'PT0S', targets: [{ person: stranger, channels: ['sms'] }] }] },
      'steps.0.targets.0.person',
    ],
  ];
  const shapes: [path: string, body: unknown, field: string][] = [
    ['/v1/schedules', { ...once, localTime: '09:00' }, 'localTime'],
    ['/v1/schedules', { ...daily, localTime: undefined }, 'localTime'],
    ['/v1/holiday-calendars', { name: 'None' }, 'days'],
    ['/v1/people', { timeZone: 'Europe/London' }, 'name'],
  ];
  const asRequest =
    (status: number) =>
    ([path, body, field]: [string, unknown, string]) => ({
      what: field,
      method: 'POST',
      path,
      body: JSON.stringify(body),
      field,
      status,
    });
  expect(await complaintsOf(belfry, [...rules.map(asRequest(422)), ...shapes.map(asRequest(400))])).toEqual([]);
  const taken = await belfry.call('POST', '/v1/people', goodBodies['POST /v1/people']![0]);
  expect(taken).toMatchObject({
    status: 409,
    body: { code: 'person.external-id-taken', errors: [{ path: 'externalId' }] },
  });
  await expectNothingChanged();
});
