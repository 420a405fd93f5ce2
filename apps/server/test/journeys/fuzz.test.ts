import { type SeededRandom, seededRandom } from '@belfry/kernel/seeded-random';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { isThorough } from '@belfry/testkit/thorough';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodBodiesFor } from './good-bodies.ts';
import { addGoodPaths, type GoodPaths } from './good-paths.ts';
import { nameOf, type Operation, readOperations } from './openapi-operations.ts';
import { addPerson, occurrenceOf, remind } from './story.ts';

/**
 * bad-input.test.ts breaks one field at a time and knows what must be answered. Here several parts of a body are mangled
 * at once, at random, or a part of an address: whatever comes, the server answers it in its own words, names nothing but
 * what was mangled, and never answers with a 500.
 * BELFRY_FUZZ_SEED repeats a run that failed.
 */
const seed = Number(process.env.BELFRY_FUZZ_SEED ?? 31337);
const requestsPerOperation = isThorough ? 60 : 30;
const requestsPerPart = isThorough ? 40 : 8;
const atOnce = 8;

type FiredIds = Record<'occurrences' | 'dead-letters', string>;

let belfry: BelfryProcess;
let allOperations: Operation[];
/** Those with a body. */
let operations: Operation[];
let goodBodies: Record<string, unknown[]>;
let goodPaths: GoodPaths;
let firedIds: FiredIds;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  allOperations = await readOperations(belfry);
  operations = allOperations.filter(({ body, path }) => body !== null && path !== '/sandbox/clock');
  goodPaths = await addGoodPaths(belfry);
  goodBodies = goodBodiesFor(goodPaths.person, goodPaths.policy);
  firedIds = await fireTwo();
});

afterAll(() => belfry.stop());

/** What has fired, which no edit of its schedule takes away; and a text to somebody who has nothing but a landline. */
async function fireTwo(): Promise<FiredIds> {
  const [at, sms] = ['2027-01-15T08:05:00Z', '+12025550103'];
  const fired = await remind(belfry, { ...goodPaths, title: 'Water the plants', at });
  const person = await addPerson(belfry, { name: 'Cleo Cole', sms });
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(sms)}`, { persona: 'landline' });
  await remind(belfry, { person, title: 'Take pills', at });
  await belfry.setClock(at);
  const { data } = await belfry.must<{ data: { id: string }[] }>('GET', '/v1/dead-letters?state=open');
  return { occurrences: (await occurrenceOf(belfry, fired)).id, 'dead-letters': data[0]!.id };
}

const strangeValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '🕯️'.repeat(500),
  'PT0S',
  'P9999D',
  '9999-12-31T23:59:59.999Z',
  '0001-01-01',
  '+12025550199',
  '__proto__',
  'FREQ=SECONDLY;COUNT=1000000',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  '* * * * *',
  [],
  {},
  [[[[]]]],
  { constructor: { prototype: {} } },
];

type Path = (string | number)[];

interface Mangled {
  body: unknown;
  /** Where it was touched. */
  touched: Path[];
}

/** A copy with a few parts replaced, removed, doubled or swapped for another part of the same body. */
function mangle(random: SeededRandom, good: unknown): Mangled {
  const touched: Path[] = [];
  let body = structuredClone(good);
  for (let i = random.between(1, 4); i > 0; i--) {
    const whole = body;
    body = mangleOnce({ random, whole, touched }, whole, []);
  }
  return { body, touched };
}

interface Mangling {
  random: SeededRandom;
  whole: unknown;
  touched: Path[];
}

function mangleOnce(mangling: Mangling, value: unknown, path: Path): unknown {
  const { random, whole, touched } = mangling;
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isLeaf || random.next() < 0.15) {
    touched.push(path);
    return random.next() < 0.2 ? structuredClone(whole) : random.pick(strangeValues);
  }
  if (Array.isArray(value)) {
    const index = random.between(0, value.length - 1);
    if (random.next() < 0.2) {
      touched.push(path);
      return [...value, ...value];
    }
    return value.map((item, i) => (i === index ? mangleOnce(mangling, item, [...path, i]) : item));
  }
  const entries = Object.entries(value);
  const [chosen] = random.pick(entries);
  if (random.next() < 0.15) {
    touched.push([...path, chosen]);
    return Object.fromEntries(entries.filter(([key]) => key !== chosen));
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === chosen ? mangleOnce(mangling, item, [...path, chosen]) : item]),
  );
}

/** By what these say, the fields beside them are read. */
const deciding = ['type', 'channel'];
/** Of these the first decides what the second may be. */
const dependent: [decides: string, named: string][] = [
  ['rule', 'localTime'],
  ['ics', 'days'],
];

/** Whether what a refusal names can come of what was touched: it is within it, around it, or read by it. */
function comesOf(named: string, touched: Path): boolean {
  const around = deciding.includes(String(touched.at(-1))) ? touched.slice(0, -1) : touched;
  const at = around.join('.');
  const isNear = at === '' || named === '' || `${named}.`.startsWith(`${at}.`) || `${at}.`.startsWith(`${named}.`);
  return isNear || dependent.some(([decides, other]) => at.split('.')[0] === decides && named === other);
}

interface Refusal {
  code?: string;
  errors?: { path: string; message: string }[];
}

function pathOf(operation: Operation): string {
  const id = Object.entries(firedIds).find(([kind]) => operation.path.startsWith(`/v1/${kind}/`))?.[1];
  return goodPaths.pathOf(operation, id ? { id } : {});
}

test('whatever is sent to any operation, it is answered below 500, and a refusal says where and why', async () => {
  const random = seededRandom(seed);
  const requests = operations.flatMap((operation) => {
    const good = goodBodies[nameOf(operation)] ?? [{}];
    // Those as they are too: only so it is certain that the paths lead where a body is looked at.
    const mangled = Array.from({ length: requestsPerOperation }, () => mangle(random, random.pick(good)));
    return [...good.map((body) => ({ body, touched: [] })), ...mangled].map((sent) => ({ operation, ...sent }));
  });
  const complaints: string[] = [];
  const reached = new Set<string>();
  let located = 0;
  for (let i = 0; i < requests.length; i += atOnce) {
    await Promise.all(
      requests.slice(i, i + atOnce).map(async ({ operation, body, touched }) => {
        const name = nameOf(operation);
        const { status, body: said } = await belfry.call<Refusal>(operation.method, pathOf(operation), body);
        if (status !== 400 && status !== 404) reached.add(name);
        const isExplained = status < 400 || typeof said?.code === 'string';
        const errors = said?.errors ?? [];
        const isLocated = status !== 400 || errors.length > 0 || said.code !== 'request.invalid';
        const elsewhere =
          status === 400 ? errors.filter(({ path }) => !touched.some((part) => comesOf(path, part))) : [];
        located += status === 400 ? errors.length : 0;
        if (status >= 500 || !isExplained || !isLocated || elsewhere.length > 0) {
          const where = `touched ${touched.map((part) => part.join('.')).join(', ')}; ${JSON.stringify(elsewhere)}`;
          complaints.push(`${name} ${JSON.stringify(body).slice(0, 300)} → ${status} ${said?.code}; ${where}`);
        }
      }),
    );
  }
  expect(requests.length).toBeGreaterThan(500);
  expect(located).toBeGreaterThan(500);
  expect(complaints).toEqual([]);
  expect(operations.map(nameOf).filter((name) => !reached.has(name))).toEqual([]);
  expect((await fetch(`${belfry.base}/ready`)).status).toBe(200);
}, 300_000);

const strangeTexts: readonly string[] = [
  ...strangeValues.filter((value) => typeof value === 'string' && value.isWellFormed() && value !== ''),
  ...['0', '-1', '1e308', '0x10', '٥', 'null', 'true', '[]', '{}', '%00', '%', '../..', ';', '?', '#', '&a=b'],
  ...['occ_20270115_', 'occ_99999999_x', 'AAAA', '2027-01-15', '+', "'", '"', '\\', '\u202e', 'x'.repeat(1500)],
].map(String);

/** A copy with a few characters changed, removed, doubled or put in. */
function mangleText(random: SeededRandom, good: string): string {
  if (random.next() < 0.4) return random.pick(strangeTexts);
  const at = random.between(0, good.length);
  const cut = random.between(0, 3);
  const put = random.pick(['', 'a', '0', '-', '_', ' ', '\u0000', '☎', good.slice(at, at + 4)]);
  return good.slice(0, at) + put + good.slice(at + cut);
}

test('whatever stands in an address, it is answered below 500, and a refusal names that part of it', async () => {
  const random = seededRandom(seed);
  const parts = allOperations.flatMap((operation) =>
    operation.parameters.filter((part) => part.in !== 'header').map((part) => ({ operation, name: part.name, part })),
  );
  const requests = parts.flatMap(({ operation, name, part }) => {
    const good = goodPaths.valuesFor(operation)[name] ?? '5';
    const body = operation.body ? goodBodies[nameOf(operation)]?.[0] : undefined;
    // Nothing may be deleted or changed by an address that turned out to be a good one.
    const isHarmful = (text: string) => operation.method !== 'GET' && text.trim() === good;
    const texts = Array.from({ length: requestsPerPart }, () => mangleText(random, good));
    return texts
      .filter((text) => text !== '' && !isHarmful(text))
      .map((text) => {
        const path = goodPaths.pathOf(operation, part.in === 'path' ? { [name]: text } : {});
        return {
          operation,
          name,
          body,
          path: part.in === 'path' ? path : `${path}?${name}=${encodeURIComponent(text)}`,
        };
      });
  });
  const complaints: string[] = [];
  const refused = new Set<string>();
  for (let i = 0; i < requests.length; i += atOnce) {
    await Promise.all(
      requests.slice(i, i + atOnce).map(async ({ operation, path, name, body }) => {
        const { status, body: said } = await belfry.call<Refusal>(operation.method, path, body);
        if (status === 400) refused.add(`${nameOf(operation)} ${name}`);
        const isNamed = status !== 400 || (said.errors ?? []).some((error) => error.path === name);
        const isExplained = status < 400 || typeof said?.code === 'string';
        if (status < 500 && isExplained && isNamed) return;
        complaints.push(`${operation.method} ${path.slice(0, 200)} → ${status} ${JSON.stringify(said).slice(0, 300)}`);
      }),
    );
  }
  expect(complaints).toEqual([]);
  expect(requests.length).toBeGreaterThan(500);
  const inPaths = parts.filter(({ part }) => part.in === 'path');
  expect(inPaths.map(({ operation, name }) => `${nameOf(operation)} ${name}`).filter((at) => !refused.has(at))).toEqual(
    [],
  );
  expect((await fetch(`${belfry.base}/ready`)).status).toBe(200);
}, 300_000);
