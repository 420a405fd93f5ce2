import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { startBalancer } from '@belfry/testkit/chaos/balancer';
import { readTally } from '@belfry/testkit/chaos/tally';
import { readSentMessages } from '@belfry/testkit/invariants/sent-messages';
import { installWitness } from '@belfry/testkit/invariants/witness';
import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountFor } from './faults/account-for.ts';
import { faultTable } from './faults/report.ts';
import { addPerson, remind } from './story.ts';

/**
 * Two servers by real time, the clock of the one an hour ahead and that of the other an hour behind: what is due, and who
 * holds which shard, is for the database's clock to say.
 */
const hourMs = 3_600_000;
const secret = 'a key of thirty-two characters or more';
const perServer = 12;
/** From when the last has been created, so that nothing is due before it is there. */
const aheadMs = 3000;
const everyMs = 250;

let database: TestDatabase;
let owner: pg.Client;
let balancer: Awaited<ReturnType<typeof startBalancer>>;
let servers: BelfryProcess[] = [];

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await installWitness(owner);
  balancer = await startBalancer(() => servers.map(({ base }) => base));
  servers = await Promise.all([hourMs, -hourMs].map((shiftMs) => startOff(shiftMs)));
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  await balancer[Symbol.asyncDispose]();
  await owner.end();
  await database.close();
});

function startOff(shiftMs: number): Promise<BelfryProcess> {
  return startBelfry({
    clock: 'system',
    databaseUrl: database.url,
    env: {
      ENCRYPTION_KEY: secret,
      BELFRY_URL: balancer.url,
      NODE_OPTIONS: `--import ${import.meta.resolve('@belfry/testkit/chaos/shift-clock')}`,
      CHAOS_CLOCK_SHIFT_MS: String(shiftMs),
    },
  });
}

async function leases(): Promise<{ owner: string; shards: number; fences: string }[]> {
  const { rows } = await owner.query(
    `SELECT owner, count(*)::int AS shards, string_agg(id || ':' || fence, ' ' ORDER BY id) AS fences FROM engine.shard
     WHERE expires_at > clock_timestamp() GROUP BY owner ORDER BY owner`,
  );
  return rows;
}

async function databaseNow(): Promise<Temporal.Instant> {
  const { rows } = await owner.query<{ ms: number }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
  );
  return Temporal.Instant.fromEpochMilliseconds(rows[0]!.ms);
}

/** By how much the clock of a server is wrong, as its log has it. */
async function wrongByHours({ call, log }: BelfryProcess): Promise<number> {
  await call('GET', '/v1/people');
  const times = [...log().matchAll(/"time":"([^"]+)"/g)].map(([, time]) => Date.parse(time!));
  return Math.round((times.at(-1)! - Date.now()) / hourMs);
}

test('each reminder comes once and not before its time, whichever server was asked for it', async () => {
  await expect.poll(async () => (await leases()).map(({ shards }) => shards), { timeout: 60_000 }).toEqual([32, 32]);
  const before = await leases();

  const people = [];
  for (const [index, server] of servers.entries()) {
    for (let i = 0; i < perServer; i++) {
      const name = `Person ${index}.${i}`;
      people.push({
        server,
        name,
        person: await addPerson(server, { name, sms: `+1202555${1000 + index * 100 + i}` }),
      });
    }
  }
  const begin = (await databaseNow()).add({ milliseconds: aheadMs });
  const dueAt = new Map<string, number>();
  await Promise.all(
    people.map(async ({ server, name, person }, n) => {
      const at = begin.add({ milliseconds: n * everyMs });
      dueAt.set(name, at.epochMilliseconds);
      await remind(server, { person, title: name, at: at.toString() });
    }),
  );
  const evidenceAt = async () => ({ client: owner, secret, now: await databaseNow() });
  const sent = async () => (await readSentMessages(await evidenceAt())).map(({ body }) => body);
  await expect.poll(async () => (await sent()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(people.length);
  const ended = async () => (await readTally(await evidenceAt())).contacts;
  await expect.poll(ended, { timeout: 30_000 }).toBe(people.length);

  const evidence = await evidenceAt();
  const shifts = await Promise.all(servers.map(wrongByHours));
  const struck = { 'hours between their clocks': shifts[0]! - shifts[1]! };
  const { row, broken } = await accountFor(evidence, { fault: 'clocks an hour off', struck, before: null });
  console.log(faultTable([row]));
  expect(broken).toEqual([]);
  expect(shifts).toEqual([1, -1]);
  const messages = await readSentMessages(evidence);
  expect(messages.map(({ body }) => body).toSorted()).toEqual([...dueAt.keys()].toSorted());
  const early = messages.filter(({ body, takenAtMs }) => takenAtMs < dueAt.get(body)!);
  expect(early).toEqual([]);
  // Nobody has taken anybody's shards meanwhile: each change of owner would have raised a fence.
  expect(await leases()).toEqual(before);
});
