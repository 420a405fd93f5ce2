import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateTypes } from '@belfry/sdk/generate';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { badBodies, badPathValues, badQueryValues } from './bad-values.ts';
import { goodBodiesFor } from './good-bodies.ts';
import { addGoodPaths, type GoodPaths } from './good-paths.ts';
import { nameOf, type Operation, readOperations, type Schema } from './openapi-operations.ts';
import { complaintsOf } from './refusals.ts';
import { addPerson } from './story.ts';

let belfry: BelfryProcess;
let owner: pg.Client;
let operations: Operation[];
let goodPaths: GoodPaths;
/** Of each operation with a body, bodies that it takes and that use all of its fields between them. */
let goodBodies: Record<string, unknown[]>;
/** A person who can be restored. */
let removed: string;
let before: Record<string, number>;

expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  operations = await readOperations(belfry);
  goodPaths = await addGoodPaths(belfry);
  goodBodies = goodBodiesFor(goodPaths.person, goodPaths.policy);
  ({ id: removed } = await addPerson(belfry, { name: 'Dan Drew' }));
  await belfry.must('DELETE', `/v1/people/${removed}`);
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
  expect(created).toMatchObject({ status: 201 });
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

/** What is there under no such name, and the code that says what is missing. A handset is there for every address. */
const unknownValues: Record<string, (path: string) => { value: string; code: string }> = {
  id: (path) => {
    const [, kind = ''] = /^\/v1\/([\w-]+)\//.exec(path) ?? [];
    const [, within = ''] = /^\/v1\/(\w+\/\w+)\//.exec(path) ?? [];
    const missing = path.includes('{relationshipId}') ? 'relationship' : (singular[within] ?? singular[kind]);
    return { value: kind === 'occurrences' ? `occ_20270115_${hex}` : randomUUID(), code: `${missing}.not-found` };
  },
  relationshipId: () => ({ value: randomUUID(), code: 'relationship.not-found' }),
  messageId: () => ({ value: Buffer.from('none\0such').toString('base64url'), code: 'inbox-message.not-found' }),
  traceId: () => ({ value: 'CA2', code: 'trace.not-found' }),
  version: () => ({ value: '2147483647', code: 'policy-version.not-found' }),
  name: () => ({ value: 'nothing-of-the-kind', code: 'greeting-kind.not-found' }),
};
const hex = randomUUID().replaceAll('-', '');
const singular: Record<string, string> = {
  people: 'person',
  policies: 'policy',
  schedules: 'schedule',
  occurrences: 'occurrence',
  'holiday-calendars': 'holiday-calendar',
  'dead-letters': 'dead-letter',
  'people/imports': 'import',
  'greetings/people': 'person',
  'greetings/templates': 'greeting-template',
};

const inPaths = () =>
  operations.flatMap((operation) =>
    operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => ({ operation, name })),
  );

test('the good paths lead somewhere, and the document names all that stands in a path', async () => {
  const readable = operations.filter(({ method, path }) => method === 'GET' && path.includes('{'));
  for (const operation of readable) {
    expect([operation.path, (await belfry.call('GET', goodPath(operation))).status]).toEqual([operation.path, 200]);
  }
  const templates = operations.flatMap(({ path, method }) =>
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${method} ${path} ${name}`),
  );
  expect(inPaths().map(({ operation, name }) => `${nameOf(operation)} ${name}`)).toEqual(templates);
  await expectNothingChanged();
});

test('whatever stands in a path is refused where it cannot be that, and not found where there is none', async () => {
  const requests = inPaths().flatMap(({ operation, name }) => {
    const { method } = operation;
    const request = { method, body: goodBody(operation) };
    const to = (value: string) => goodPath(operation, { [name]: value });
    const raw = (text: string) => to('raw-value').replace('/raw-value', `/${text}`);
    const unknown = unknownValues[name]?.(operation.path);
    const ofYear = (date: string) => ({ what: date, ...request, path: to(`occ_${date}_${hex}`) });
    return [
      ...badPathValues(name, operation.path).map((value) => ({
        what: `${name} = ${value.slice(0, 40)}`,
        ...request,
        path: to(value),
        field: name,
        status: 400,
      })),
      ...(unknown
        ? [{ what: `an unknown ${name}`, ...request, path: to(unknown.value), code: unknown.code, status: 404 }]
        : []),
      ...(operation.path.startsWith('/v1/occurrences/') ? ['00010101', '99991231'].map(ofYear) : []),
      { what: 'half an escape', ...request, path: raw('%'), status: 400 },
      { what: 'bytes that are no text', ...request, path: raw('%ff%fe'), status: 400 },
      { what: 'far too long', ...request, path: raw('x'.repeat(5000)), status: 414 },
    ];
  });
  expect(new Set(inPaths().map(({ name }) => name))).toContain('messageId');
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

test('every edit that offers If-Match refuses what is no entity tag, and one of another version', async () => {
  const offering = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'If-Match'));
  expect(offering.map(nameOf)).toEqual(
    expect.arrayContaining(['PATCH /v1/people/{id}', 'DELETE /v1/schedules/{id}', 'PATCH /v1/settings']),
  );
  const requests = offering.flatMap((operation) => {
    const { method } = operation;
    const isRestoring = operation.path.endsWith('/restore');
    const path = goodPath(operation, isRestoring ? { id: removed } : {});
    const request = { method, path, body: bodyOfEdit(operation) };
    const stale = ['"98"', 'W/"1"', '"98", "99"'].map((tag) => ({ tag, status: 412, code: 'request.stale' }));
    const none = ['1', 'nonsense', '"1', '"1", 1'].map((tag) => ({ tag, status: 400, field: 'If-Match' }));
    return [...stale, ...none].map(({ tag, ...answer }) => ({
      ...request,
      ...answer,
      what: `If-Match: ${tag}`,
      headers: { 'if-match': tag },
    }));
  });
  expect(await complaintsOf(belfry, requests)).toEqual([]);
  await expectNothingChanged();
});

/** A policy is edited by saving one of its name. */
function bodyOfEdit(operation: Operation): string | undefined {
  const body = goodBody(operation);
  return nameOf(operation) === 'POST /v1/policies' ? JSON.stringify({ ...JSON.parse(body!), name: 'Once' }) : body;
}

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
      ...(path.endsWith('/batch') ? [tooLarge.repeat(33)] : [tooLarge]).map((body) => ({
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
      '/v1/policies',
      { ...policy, steps: [{ ...steps[0], repeat: { every: 'PT0.001S', times: 100 } }] },
      'steps.0.repeat.every',
    ],
    ['/v1/policies', { ...policy, repageAfter: 'PT59S' }, 'repageAfter'],
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
