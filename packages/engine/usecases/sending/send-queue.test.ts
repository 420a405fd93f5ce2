import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { type ClaimedTurn, claimTurns } from '../claiming/claim-turns.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { InFlight } from './in-flight.ts';
import { SendQueue } from './send-queue.ts';

const reminders = 20;
let belfry: EngineFixture;
/** Wake-ups of which the queue says that all is recorded. */
let explained: Set<string>;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  explained = new Set();
});

afterEach(() => belfry[Symbol.asyncDispose]());

function queueOf(slots: number, deps: EngineDeps = belfry.deps): SendQueue {
  return new SendQueue(deps, new InFlight(slots), ({ occId }) => explained.add(occId));
}

async function claimed(agedMs: number): Promise<ClaimedTurn[]> {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  for (let i = 0; i < reminders; i++) await belfry.addSchedule(ann, { title: `Pill ${i}` });
  const { claimed } = await claimTurns(belfry.deps, await belfry.due(), reminders);
  const atMs = performance.now() - agedMs;
  return claimed.map((claim) => ({ ...claim, claimedAtMs: atMs, freshAtMs: atMs }));
}

/** The same pool, of which each statement can be counted, refused, or held up. */
function withPool(onQuery: (text: string) => void | Promise<void>): EngineDeps {
  const { pool } = belfry.deps;
  const watched = new Proxy(pool, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name, target);
      return async (text: string, values: unknown[]) => {
        await onQuery(text);
        return target.query(text, values);
      };
    },
  });
  return { ...belfry.deps, pool: watched as pg.Pool };
}

test('what has waited is looked at again with one statement, and what was answered meanwhile does not leave', async () => {
  const claims = await claimed(150);
  const [first] = claims;
  await belfry.asTenant((tx) =>
    tx.query(
      `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
         base_at, steps_taken, attempt, awaits_answer, contacts)
       SELECT day, occ_id, seq + 1, tenant_id, schedule_id, person_id, slot, 'acknowledged', 'acknowledged', at, due_at,
         base_at, steps_taken, attempt, false, '[]' FROM engine.turn WHERE occ_id = $1`,
      [first!.turn.occId],
    ),
  );
  let looks = 0;
  const queue = queueOf(
    4,
    withPool((text) => {
      if (text.includes('head.state')) looks += 1;
    }),
  );
  queue.add(claims);
  await queue.untilEmpty();
  expect(belfry.sms.sent).toHaveLength(reminders - 1);
  expect(await belfry.outcomesOf(first!.turn)).toEqual(['0.0 suppressed answered']);
  // One for all, and as many more as this machine takes tenths of a second for it.
  expect(looks).toBeLessThan(reminders / 2);
  expect(explained.size).toBe(reminders);
  expect(belfry.errors).toEqual([]);
});

test('where that look fails, each call looks itself, and nothing waits for ever', async () => {
  const claims = await claimed(150);
  let refusals = 0;
  const queue = queueOf(
    4,
    withPool((text) => {
      if (!text.includes('head.state')) return;
      refusals += 1;
      throw new Error('no connection');
    }),
  );
  queue.add(claims);
  await queue.untilEmpty();
  expect(belfry.sms.sent).toEqual([]);
  expect(explained.size).toBe(0);
  // Nothing is asked over and over.
  expect(refusals).toBeLessThanOrEqual(reminders + 2);
});

test('where that look takes long, all leaves all the same', async () => {
  const claims = await claimed(150);
  const queue = queueOf(
    64,
    withPool(async (text) => {
      if (text.includes('head.state')) await new Promise((resolve) => setTimeout(resolve, 150));
    }),
  );
  queue.add(claims);
  await queue.untilEmpty();
  expect(belfry.sms.sent).toHaveLength(reminders);
});

/** Whatever is to be written down of calls fails like this. @returns ends it */
async function refuseOutcomes(sqlState: string): Promise<() => Promise<void>> {
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  await owner.query(
    `CREATE FUNCTION engine.refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${sqlState}'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON engine.outcome FOR EACH ROW EXECUTE FUNCTION engine.refuse()`,
  );
  return async () => {
    await owner.query('DROP FUNCTION engine.refuse() CASCADE');
    await owner.end();
  };
}

test('an end that PostgreSQL refuses for what it says is tried once more by itself, and explains nothing', async () => {
  const claims = await claimed(0);
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.defer(await refuseOutcomes('22003'));
  const queue = queueOf(64);
  queue.add(claims);
  await queue.untilEmpty();
  expect(belfry.sms.sent).toHaveLength(reminders);
  expect(explained.size).toBe(0);
});

test.each([
  ['full', '53100'],
  ['out of memory', '53200'],
  ['at odds with its disk', '58030'],
  ['read-only', '25006'],
  ['refusing our password', '28P01'],
  ['changed under our feet', '42703'],
])('a database that is %s loses no known end, and nothing is claimed until it has them', async (_, code) => {
  const claims = await claimed(0);
  const endRefusal = await refuseOutcomes(code);
  const queue = queueOf(reminders);
  queue.add(claims);
  await vi.waitFor(() => expect(belfry.errors.length).toBeGreaterThan(2), { timeout: 20_000 });
  expect([queue.room(), queue.roomBeside()]).toEqual([0, 0]);
  await endRefusal();
  await queue.untilRoom();
  await queue.untilEmpty();
  expect(queue.room()).toBeGreaterThanOrEqual(reminders);
  expect(belfry.sms.sent).toHaveLength(reminders);
  for (const { turn } of claims) expect(await belfry.outcomesOf(turn)).toEqual(['0.0 accepted']);
  expect(explained.size).toBe(reminders);
});

test('there is room for the slots where nothing leaves, none while they are taken, and as much again afterwards', async () => {
  const queue = queueOf(4);
  expect(queue.room()).toBe(4);
  const release = belfry.sms.hold();
  queue.add(await claimed(0));
  expect(queue.room()).toBe(0);
  release();
  await queue.untilEmpty();
  expect(queue.room()).toBeGreaterThanOrEqual(4);
});

test('while others have little due beside the bulk there is room for less of it at once', async () => {
  const claims = await claimed(0);
  const queue = queueOf(4);
  queue.add(claims);
  await queue.untilEmpty();
  let alone = 0;
  // A pace is known after a moment.
  await expect.poll(() => (alone = queue.room()), { interval: 5 }).toBeGreaterThan(4);
  expect(queue.hasCompany).toBe(false);
  queue.noteCompany();
  expect(queue.hasCompany).toBe(true);
  expect(queue.room()).toBeLessThan(alone);
  expect(queue.room()).toBeGreaterThanOrEqual(4);
});

test('ends are written down at last where the connection was cut over them, for nobody else knows them', async () => {
  const claims = await claimed(0);
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  try {
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE engine.outcome IN ACCESS EXCLUSIVE MODE');
    const queue = queueOf(reminders);
    queue.add(claims);
    const cut = async () => {
      const { rowCount } = await belfry.deps.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INTO engine.outcome%'`,
      );
      expect(rowCount).toBeGreaterThan(0);
    };
    for (const times of [1, 2]) {
      await vi.waitFor(cut, { timeout: 20_000 });
      await vi.waitFor(() => expect(belfry.errors.length).toBeGreaterThanOrEqual(times), { timeout: 20_000 });
    }
    await owner.query('COMMIT');
    await queue.untilEmpty();
  } finally {
    await owner.end();
  }
  expect(belfry.sms.sent).toHaveLength(reminders);
  for (const { turn } of claims) expect(await belfry.outcomesOf(turn)).toEqual(['0.0 accepted']);
  expect(explained.size).toBe(reminders);
});
