import { seededRandom } from '@belfry/kernel/seeded-random';
import { type ApiClient, apiClient } from '@belfry/testkit/api-client';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { type Balancer, startBalancer } from '@belfry/testkit/chaos/balancer';
import { moveClock } from '@belfry/testkit/chaos/move-clock';
import { readTally } from '@belfry/testkit/chaos/tally';
import { startTorment, type Torment } from '@belfry/testkit/chaos/torment';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import { type Confirmed, countByKind, type WordKind } from '@belfry/testkit/invariants/confirmed';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { allConfirmed } from '@belfry/testkit/invariants/left-after';
import { installWitness } from '@belfry/testkit/invariants/witness';
import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answers, answerInTurn } from './under-fire/answers.ts';
import { changeInTurn, forbidInTurn, noChanges, switchOn } from './under-fire/changes.ts';
import { type Household, settle, slotsUntil } from './under-fire/household.ts';
import { makeTrouble } from './under-fire/network-chaos.ts';
import { report } from './under-fire/report.ts';

/**
 * Two servers on one database, behind one balancer, while virtual days go by, either is killed, suspended or cut off from
 * the database at random, and the phone network loses, repeats and forges what it should tell.
 * BELFRY_SOAK_MINUTES makes it as long as one likes, BELFRY_SOAK_SEED repeats one that failed.
 */
const minutes = Number(process.env.BELFRY_SOAK_MINUTES ?? 0.35);
const seed = Number(process.env.BELFRY_SOAK_SEED ?? 20270320);
const secret = 'a key of thirty-two characters or more';
const start = '2027-03-26T00:00:00Z';

let database: TestDatabase;
let servers: BelfryProcess[] = [];
let balancer: Balancer;
let torment: Torment | undefined;
let client: ApiClient;
let owner: pg.Client;
let household: Household;
const random = seededRandom(seed);

beforeAll(async () => {
  balancer = await startBalancer(() => (torment?.healthy() ?? servers).map(({ base }) => base));
  const env = {
    ENCRYPTION_KEY: secret,
    BELFRY_URL: balancer.url,
    BELFRY_PROVIDER_TIMEOUT_MS: '1500',
    LOG_LEVEL: 'error',
  };
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await installWitness(owner);
  const first = await startBelfry({ at: start, databaseUrl: urlOf('first'), env });
  servers = [first, await startBelfry({ databaseUrl: urlOf('second'), env })];
  client = apiClient(balancer.url, first.key);
  household = await settle(first, random);
  await makeTrouble(first, household, seed);
}, 300_000);

afterAll(async () => {
  await owner?.end();
  for (const server of servers.toReversed()) await server.stop();
  await balancer[Symbol.asyncDispose]();
  await database.close();
});

/** The database knows each server's connections by its name. */
function urlOf(name: string): string {
  const url = new URL(database.url);
  url.searchParams.set('application_name', name);
  return url.href;
}

async function cutConnections({ databaseUrl }: BelfryProcess): Promise<void> {
  await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
    new URL(databaseUrl).searchParams.get('application_name'),
  ]);
}

test(
  'nothing is lost and nothing is doubled, whoever is killed, suspended or cut off meanwhile and whatever the network does',
  async () => {
    const faulty = startTorment({
      servers,
      random: seededRandom(seed + 1),
      cutConnections,
      everyMs: 9000,
      awayMs: [200, 2000, 6000, 22_000],
    });
    torment = faulty;
    const answers: Answers = { given: [], refused: 0 };
    const changes = noChanges();
    const endsAt = performance.now() + minutes * 60_000;
    let now = Temporal.Instant.from(start);
    const evidenceOf = (): Evidence => ({
      ...{ client: owner, secret, now, confirmed: [...answers.given, ...changes.confirmed] },
    });
    // However slow the machine: less than one fault of each kind would prove nothing. For a word of each kind it waits a
    // little longer, and goes without where chance has brought none: `invariants` has them all.
    const isOver = async () =>
      Object.values(faulty.struck()).every((count) => count > 0) &&
      performance.now() >= endsAt &&
      (performance.now() >= endsAt + graceMs || hasEachKind(await allConfirmed(evidenceOf())));
    while (!(await isOver())) {
      now = now.add({ minutes: random.between(3, 120) });
      const moving = moveClock(client, now);
      const meanwhile = forbidInTurn({ client, household, random, changes });
      await Promise.all([moving, meanwhile]);
      await answerInTurn({ client, base: balancer.url, household, random, answers });
      await changeInTurn({ client, household, random, changes, now });
    }
    await switchOn(client, changes);
    const faults = await faulty.end();
    // What waited for the dead has its last hour, in which nobody dies.
    now = now.add({ hours: 4 });
    await moveClock(client, now);

    const evidence = evidenceOf();
    const judgements = await checkInvariants(evidence);
    const tally = await readTally(evidence);
    const days = Temporal.Instant.from(start).until(now).total('days');
    const confirmed = await allConfirmed(evidence);
    console.log(report({ seed, days, faults, answers, confirmed, tally, judgements }));
    expect(brokenPromises(judgements), 'broken promises').toEqual([]);
    expect(await firedSlots()).toEqual(slotsUntil(household, start, now));
    for (const { promise, checked } of judgements) expect(checked, promise).toBeGreaterThan(0);
    for (const [fault, count] of Object.entries(faults)) expect(count, fault).toBeGreaterThan(0);
  },
  minutes * 60_000 + 400_000,
);

const graceMs = 15_000;

const kinds: readonly WordKind[] = [
  ...(['answer by API', 'answer by link', 'answer by text'] as const),
  ...(['STOP', 'pause', 'delete', 'finish', 'delivery off'] as const),
];

function hasEachKind(confirmed: readonly Confirmed[]): boolean {
  const counts = countByKind(confirmed);
  return kinds.every((kind) => (counts[kind] ?? 0) > 0);
}

async function firedSlots(): Promise<Record<string, string[]>> {
  const { rows } = await owner.query<{ schedule_id: string; slots: string[] }>(
    'SELECT schedule_id, array_agg(slot ORDER BY slot) AS slots FROM engine.turn WHERE seq = 0 GROUP BY schedule_id',
  );
  return Object.fromEntries(rows.map(({ schedule_id, slots }) => [schedule_id, slots]));
}
