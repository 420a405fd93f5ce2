import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { startBalancer } from '@belfry/testkit/chaos/balancer';
import { readTally } from '@belfry/testkit/chaos/tally';
import { type Confirmed, countByKind } from '@belfry/testkit/invariants/confirmed';
import { allConfirmed } from '@belfry/testkit/invariants/left-after';
import { readRecordedContacts, readSentMessages } from '@belfry/testkit/invariants/sent-messages';
import { installWitness } from '@belfry/testkit/invariants/witness';
import { type TestDatabase, testDatabase } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountFor } from './faults/account-for.ts';
import { acknowledgeAll } from './faults/acknowledge.ts';
import { holdBy } from './faults/people.ts';
import { faultTable } from './faults/report.ts';
import { addPerson, addPolicy, type Person, remind } from './story.ts';

/**
 * Two servers by real time, the clock of the one an hour ahead and that of the other an hour behind: what is due, and who
 * holds which shard, is for the database's clock to say.
 */
const hourMs = 3_600_000;
const secret = 'a key of thirty-two characters or more';
const perServer = 12;
/**
 * Every fourth is asked, by a text and then by an email, and answers. Emails alone carry a link, so for whoever answers by
 * one they come first.
 */
const ways = ['text', 'link', 'API'] as const;
const oneAnswersOf = 4;
/** An answer's instant is when it was heard, and what leaves until it is confirmed is later: so this is far off. */
const asksAgainAfter = 'PT1M';
/** By more than two servers may differ about what the database's clock shows. */
const answersAfter = 'PT1S';

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

interface Reminded {
  /** Who is asked for the reminder, and who is told of an answer by API. */
  server: BelfryProcess;
  other: BelfryProcess;
  name: string;
  person: Person;
  way: (typeof ways)[number] | null;
  policy: { id: string } | null;
  /** By which they are told; on the other they are asked again. */
  first: 'sms' | 'email';
}

async function addReminded(i: number): Promise<Reminded> {
  const [server, other] = i < perServer ? servers : servers.toReversed();
  const name = `Person ${String(i).padStart(2, '0')}`;
  const [sms, email] = [`+1202555${1000 + i}`, `person${i}@example.com`];
  const way = i % oneAnswersOf === 0 ? ways[(i / oneAnswersOf) % ways.length]! : null;
  const person = await addPerson(server!, { name, sms, ...(way === null ? {} : { email }) });
  const channels = way === 'link' ? (['email', 'sms'] as const) : (['sms', 'email'] as const);
  if (way === 'text') await holdBy(server!, sms, { name: 'answers', after: answersAfter });
  if (way === 'link')
    await holdBy(server!, email, { name: 'answers-by-link', after: answersAfter, button: 'complete' });
  const steps = channels.map((channel, step) => ({
    after: step === 0 ? 'PT0S' : asksAgainAfter,
    targets: [{ person: 'self', channels: [channel] }],
  }));
  const policy = way === null ? null : await addPolicy(server!, `Policy ${i}`, steps);
  return { server: server!, other: other!, name, person, way, policy, first: channels[0] };
}

test('each reminder comes once and not before its time, whichever server was asked for it', async () => {
  await expect.poll(async () => (await leases()).map(({ shards }) => shards), { timeout: 60_000 }).toEqual([32, 32]);
  const before = await leases();

  const people: Reminded[] = [];
  for (let i = 0; i < perServer * servers.length; i++) people.push(await addReminded(i));
  const begin = (await databaseNow()).add({ milliseconds: aheadMs });
  const dueAt = new Map<string, Temporal.Instant>();
  for (const [n, { name }] of people.entries()) dueAt.set(name, begin.add({ milliseconds: n * everyMs }));
  const scheduleIds = new Map<string, string>();
  await Promise.all(
    people.map(async ({ server, name, person, policy }) => {
      const at = dueAt.get(name)!.toString();
      const { id } = await remind(server, { person, title: name, at, ...(policy ? { policy } : {}) });
      scheduleIds.set(name, id);
    }),
  );
  const confirmed: Confirmed[] = [];
  const evidenceAt = async () => ({ client: owner, secret, now: await databaseNow(), confirmed });
  const sent = async () =>
    (await readSentMessages(await evidenceAt())).flatMap((message) => {
      const about = people.find(({ name }) => message.body.includes(name));
      return about ? [{ ...message, about }] : [];
    });
  const told = async () => (await sent()).filter(({ channel, about }) => channel === about.first);
  await expect.poll(async () => (await told()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(people.length);
  const byApi = people.filter(({ way }) => way === 'API');
  await Promise.all(
    byApi.map(({ other, name }) =>
      acknowledgeAll({ server: other, scheduleIds: [scheduleIds.get(name)!], confirmed }, dueAt.get(name)!),
    ),
  );
  const stillSilent = async () => {
    const answered = countByKind(await allConfirmed(await evidenceAt()));
    return ways.filter((way) => (answered[`answer by ${way}`] ?? 0) < byApi.length);
  };
  await expect.poll(stillSilent, { timeout: 30_000 }).toEqual([]);
  const withoutEnd = async () => {
    const { contacts } = await readTally(await evidenceAt());
    return (await readRecordedContacts(await evidenceAt())).length - contacts;
  };
  await expect.poll(withoutEnd, { timeout: 30_000 }).toBe(0);

  const evidence = await evidenceAt();
  const shifts = await Promise.all(servers.map(wrongByHours));
  const struck = { 'hours between their clocks': shifts[0]! - shifts[1]! };
  const { row, broken } = await accountFor(evidence, { fault: 'clocks an hour off', struck, before: null });
  console.log(faultTable([row]));
  expect(broken, 'broken promises').toEqual([]);
  expect(shifts).toEqual([1, -1]);
  const names = (await told()).map(({ about }) => about.name);
  expect(names.toSorted()).toEqual([...dueAt.keys()].toSorted());
  const early = (await sent()).filter(({ about, takenAtMs }) => takenAtMs < dueAt.get(about.name)!.epochMilliseconds);
  expect(early).toEqual([]);
  // Nobody has taken anybody's shards meanwhile: each change of owner would have raised a fence.
  expect(await leases()).toEqual(before);
});
