import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { type SeededRandom, seededRandom } from '@belfry/testkit/chaos/seeded-random';
import { isThorough } from '@belfry/testkit/thorough';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodBodiesFor } from './good-bodies.ts';
import { addGoodPaths, type GoodPaths } from './good-paths.ts';
import { nameOf, type Operation, readOperations } from './openapi-operations.ts';
import { addPerson, occurrenceOf, remind } from './story.ts';

/**
 * bad-input.test.ts breaks one field at a time and knows what must be answered. Here several parts of a body are mangled
 * at once, at random: whatever comes, the server answers it in its own words and never with a 500.
 * BELFRY_FUZZ_SEED repeats a run that failed.
 */
const seed = Number(process.env.BELFRY_FUZZ_SEED ?? 31337);
const requestsPerOperation = isThorough ? 60 : 30;
const atOnce = 8;

type FiredIds = Record<'occurrences' | 'dead-letters', string>;

let belfry: BelfryProcess;
let operations: Operation[];
let goodBodies: Record<string, unknown[]>;
let goodPaths: GoodPaths;
let firedIds: FiredIds;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z' });
  operations = (await readOperations(belfry)).filter(({ body, path }) => body !== null && path !== '/sandbox/clock');
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

/** A copy with a few parts replaced, removed, doubled or swapped for another part of the same body. */
function mangle(random: SeededRandom, good: unknown): unknown {
  let mangled = structuredClone(good);
  for (let i = random.between(1, 4); i > 0; i--) mangled = mangleOnce(random, mangled, mangled);
  return mangled;
}

function mangleOnce(random: SeededRandom, value: unknown, whole: unknown): unknown {
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isLeaf || random.next() < 0.15) return random.next() < 0.2 ? structuredClone(whole) : random.pick(strangeValues);
  if (Array.isArray(value)) {
    const index = random.between(0, value.length - 1);
    if (random.next() < 0.2) return [...value, ...value];
    return value.map((item, i) => (i === index ? mangleOnce(random, item, whole) : item));
  }
  const entries = Object.entries(value);
  const [chosen] = random.pick(entries);
  if (random.next() < 0.15) return Object.fromEntries(entries.filter(([key]) => key !== chosen));
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === chosen ? mangleOnce(random, item, whole) : item]),
  );
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
    const bodies = [...good, ...Array.from({ length: requestsPerOperation }, () => mangle(random, random.pick(good)))];
    return bodies.map((body) => ({ operation, body }));
  });
  const complaints: string[] = [];
  const reached = new Set<string>();
  for (let i = 0; i < requests.length; i += atOnce) {
    await Promise.all(
      requests.slice(i, i + atOnce).map(async ({ operation, body }) => {
        const name = nameOf(operation);
        const { status, body: said } = await belfry.call<Refusal>(operation.method, pathOf(operation), body);
        if (status !== 400 && status !== 404) reached.add(name);
        const isExplained = status < 400 || typeof said?.code === 'string';
        const isLocated = status !== 400 || (said.errors ?? []).length > 0 || said.code !== 'request.invalid';
        if (status >= 500 || !isExplained || !isLocated) {
          complaints.push(`${name} ${JSON.stringify(body).slice(0, 300)} → ${status} ${said?.code}`);
        }
      }),
    );
  }
  expect(requests.length).toBeGreaterThan(500);
  expect(complaints).toEqual([]);
  expect(operations.map(nameOf).filter((name) => !reached.has(name))).toEqual([]);
  expect((await fetch(`${belfry.base}/ready`)).status).toBe(200);
}, 300_000);
