import { type ApiClient, apiClient } from '@belfry/testkit/api-client';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { type Balancer, startBalancer } from '@belfry/testkit/chaos/balancer';
import { seededRandom } from '@belfry/testkit/chaos/seeded-random';
import { startTorment, type Torment } from '@belfry/testkit/chaos/torment';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answers, answerInTurn } from './under-fire/answers.ts';
import { type Household, settle, slotsUntil } from './under-fire/household.ts';

/**
 * Two servers on one database, behind one balancer, while virtual days go by and either is killed or suspended at random.
 * BELFRY_SOAK_MINUTES makes it as long as one likes, BELFRY_SOAK_SEED repeats one that failed.
 */
const minutes = Number(process.env.BELFRY_SOAK_MINUTES ?? 0.6);
const seed = Number(process.env.BELFRY_SOAK_SEED ?? 20270320);
const secret = 'a key of thirty-two characters or more';
const start = '2027-03-26T00:00:00Z';

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
  const first = await startBelfry({ at: start, env });
  servers = [first, await startBelfry({ databaseUrl: first.databaseUrl, env })];
  client = apiClient(balancer.url, first.key);
  owner = new pg.Client({ connectionString: first.databaseUrl });
  await owner.connect();
  household = await settle(first, random);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  for (const server of servers.toReversed()) await server.stop();
  await balancer[Symbol.asyncDispose]();
});

test(
  'nothing is lost and nothing is doubled, whoever is killed or suspended meanwhile',
  async () => {
    torment = startTorment({
      servers,
      random: seededRandom(seed + 1),
      everyMs: 9000,
      awayMs: [200, 2000, 6000, 22_000],
    });
    const answers: Answers = { given: [], refused: 0 };
    const endsAt = performance.now() + minutes * 60_000;
    let now = Temporal.Instant.from(start);
    while (performance.now() < endsAt) {
      now = now.add({ minutes: random.between(3, 120) });
      await moveTo(now);
      await answerInTurn({ client, household, random, answers, newestMessage });
    }
    const faults = await torment.end();
    // What waited for the dead has its last hour, in which nobody dies.
    now = now.add({ hours: 4 });
    await moveTo(now);

    const judgements = await checkInvariants({ client: owner, secret, now });
    console.log(report({ days: Temporal.Instant.from(start).until(now).total('days'), faults, answers, judgements }));
    expect(brokenPromises(judgements)).toEqual([]);
    expect(await lateMessages(answers)).toEqual([]);
    expect(await firedSlots()).toEqual(slotsUntil(household, start, now));
    for (const { promise, checked } of judgements.filter(({ number }) => number !== 5)) {
      expect(checked, promise).toBeGreaterThan(0);
    }
    expect(faults.kills + faults.suspensions).toBeGreaterThan(0);
  },
  minutes * 60_000 + 400_000,
);

/** As often as it takes: whoever was asked may have died over it. */
async function moveTo(to: Temporal.Instant): Promise<void> {
  const giveUpAt = performance.now() + 180_000;
  for (;;) {
    const moved = await client
      .call<{ code?: string }>('POST', '/sandbox/clock', { set: to.toString() })
      .catch(() => null);
    // Another process came further before it died.
    if (moved?.status === 200 || moved?.body.code === 'clock.backwards') return;
    if (performance.now() > giveUpAt)
      throw new Error(`The clock does not come to ${to.toString()}: ${JSON.stringify(moved)}`);
  }
}

async function newestMessage(): Promise<number> {
  const { rows } = await owner.query<{ newest: number }>(
    'SELECT coalesce(max(id), 0)::int AS newest FROM sandbox.message',
  );
  return rows[0]?.newest ?? 0;
}

/** Left after a 200 had said that nothing would. */
async function lateMessages({ given }: Answers): Promise<unknown[]> {
  const { rows } = await owner.query<{ id: number; url: string | null }>(
    `SELECT id::int, status_callback_url AS url FROM sandbox.message WHERE direction = 'outbound' AND channel = 'sms'`,
  );
  return given.flatMap(({ occurrenceId, lastMessageId }) => {
    const uuid = occurrenceId.slice('occ_20270326_'.length);
    const name = uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    const later = rows.filter(({ id, url }) => id > lastMessageId && url !== null && payloadOf(url).includes(name));
    return later.map(({ id }) => `message ${id} of ${occurrenceId} left after its answer's 200`);
  });
}

function payloadOf(callbackUrl: string): string {
  const token = callbackUrl.split('/').at(-1) ?? '';
  return Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
}

async function firedSlots(): Promise<Record<string, string[]>> {
  const { rows } = await owner.query<{ schedule_id: string; slots: string[] }>(
    'SELECT schedule_id, array_agg(slot ORDER BY slot) AS slots FROM engine.turn WHERE seq = 0 GROUP BY schedule_id',
  );
  return Object.fromEntries(rows.map(({ schedule_id, slots }) => [schedule_id, slots]));
}

interface Report {
  days: number;
  faults: { kills: number; suspensions: number };
  answers: Answers;
  judgements: Awaited<ReturnType<typeof checkInvariants>>;
}

function report({ days, faults, answers, judgements }: Report): string {
  const checked = judgements.map(
    ({ number, checked, violations }) => `  ${number}: ${checked} looked at, ${violations.length} broken`,
  );
  return [
    `seed ${seed}: ${days.toFixed(1)} virtual days, ${faults.kills} kill -9, ${faults.suspensions} SIGSTOP,`,
    `${answers.given.length} answers given, ${answers.refused} refused`,
    ...checked,
  ].join('\n');
}
