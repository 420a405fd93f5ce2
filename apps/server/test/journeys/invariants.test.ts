import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import { installWitness } from '@belfry/testkit/invariants/witness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, addPolicy, answerFrom, remind } from './story.ts';

/** The checker that judges the tests under fire is itself held against records that somebody has tampered with. */
const secret = 'a key of thirty-two characters or more';
const now = '2027-01-15T12:00:00Z';
let belfry: BelfryProcess;
let owner: pg.Client;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env: { ENCRYPTION_KEY: secret } });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await installWitness(owner);
  const person = await addPerson(belfry, { name: 'Ann Archer', sms: '+12025550101', email: 'ann@example.com' });
  const policy = await addPolicy(belfry, 'Twice', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email'] }] },
  ]);
  await remind(belfry, { person, title: 'Answered', policy, at: '2027-01-15T09:00:00Z' });
  await belfry.setClock('2027-01-15T09:06:00Z');
  await answerFrom(belfry, '+12025550101', 'DONE');
  await remind(belfry, { person, title: 'Waiting', policy, at: '2027-01-15T11:58:00Z' });
  await belfry.setClock(now);
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

const judge = () => checkInvariants({ client: owner, secret, now: Temporal.Instant.from(now) });

test('an honest record breaks no promise, and every check but that of unknown ends has had something to look at', async () => {
  const judgements = await judge();
  expect(brokenPromises(judgements)).toEqual([]);
  expect(judgements.filter(({ checked }) => checked === 0).map(({ number }) => number)).toEqual([5]);
});

interface Tampering {
  what: string;
  promise: number;
  /** Done before `sql`, which has to change something. */
  first?: string;
  sql: string;
}

const columns = `day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at, steps_taken,
  attempt, awaits_answer, contacts`;
const copyOfTurn = (changed: string) => `INSERT INTO engine.turn (${columns})
  SELECT ${changed} FROM engine.turn WHERE seq = 0 ORDER BY at LIMIT 1`;
const message = `channel, direction, "from", "to", body, subject, status, at, updated_at`;

const tamperings: Tampering[] = [
  {
    what: 'a slot that fired twice',
    promise: 1,
    sql: copyOfTurn(columns.replace('occ_id', 'gen_random_uuid()')),
  },
  { what: 'a slot that is not in the ledger', promise: 1, sql: 'DELETE FROM engine.slot_ledger' },
  {
    what: 'an SMS that was sent once more for the same attempt',
    promise: 2,
    sql: `INSERT INTO sandbox.message (provider_id, status_callback_url, ${message})
      SELECT 'SM again', status_callback_url, ${message} FROM sandbox.message WHERE channel = 'sms' AND direction = 'outbound' LIMIT 1`,
  },
  {
    what: 'an SMS that no turn accounts for',
    promise: 2,
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT 'SM stray', ${message} FROM sandbox.message WHERE channel = 'sms' AND direction = 'outbound' LIMIT 1`,
  },
  {
    what: 'an email that arrived more often than it was tried',
    promise: 2,
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT m.* FROM (SELECT provider_id, ${message} FROM sandbox.message WHERE channel = 'email' LIMIT 1) m, generate_series(1, 4)`,
  },
  {
    what: 'a message that left after the answer',
    promise: 3,
    sql: `UPDATE sandbox.message SET at = '2027-01-15T09:30:00Z'
      WHERE id = (SELECT min(id) FROM sandbox.message WHERE channel = 'email')`,
  },
  {
    what: 'a wake-up that nobody took',
    promise: 4,
    sql: `UPDATE engine.wakeup SET due_at = '2027-01-15T11:59:59Z' WHERE due_at > '${now}'`,
  },
  { what: 'a contact without an outcome', promise: 4, sql: 'DELETE FROM engine.outcome WHERE seq = 0' },
  {
    what: 'an open occurrence that nothing will wake',
    promise: 4,
    sql: `DELETE FROM engine.wakeup WHERE due_at > '${now}'`,
  },
  {
    what: 'an unknown end that nobody looked into',
    promise: 5,
    sql: `UPDATE engine.outcome SET status = 'unknown', code = 'pending-look-up', reason = 'lost' WHERE n = 0`,
  },
  {
    what: 'a text that was taken and is recorded as not there when it was looked up',
    promise: 5,
    first: `UPDATE witness.taken SET at = '-infinity'; UPDATE engine.outcome SET provider_id = NULL WHERE seq = 0`,
    sql: `UPDATE engine.outcome SET status = 'failed', code = 'look-up.not-found' WHERE seq = 0`,
  },
  {
    what: 'a text that is recorded as refused, and was taken',
    promise: 5,
    sql: `UPDATE engine.outcome SET status = 'failed', code = 'sms.too-many-requests', provider_id = NULL WHERE seq = 0`,
  },
  {
    what: 'a success that the network knows nothing of',
    promise: 5,
    sql: `UPDATE engine.outcome SET provider_id = 'SM made up' WHERE seq = 0`,
  },
  {
    what: 'an email that was accepted and never arrived',
    promise: 5,
    sql: `DELETE FROM sandbox.message WHERE id = (SELECT max(id) FROM sandbox.message WHERE channel = 'email')`,
  },
  {
    what: 'an email that was sent again although it was known to have arrived',
    promise: 5,
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT provider_id, ${message} FROM sandbox.message WHERE channel = 'email' LIMIT 1`,
  },
  {
    what: 'a record that says something else than what was sent',
    promise: 6,
    sql: `UPDATE sandbox.message SET body = body || '!' WHERE direction = 'outbound'`,
  },
  {
    what: 'a status that fell',
    promise: 7,
    sql: `UPDATE engine.outcome SET status = 'accepted' WHERE status = 'delivered'`,
  },
  {
    what: 'a forged callback that was believed',
    promise: 7,
    sql: `UPDATE engine.outcome SET status = 'undelivered' WHERE status = 'delivered'`,
  },
  {
    what: 'news that was taken and never recorded',
    promise: 7,
    sql: `DELETE FROM engine.outcome WHERE status = 'delivered'`,
  },
  {
    what: 'a poll that has lost its index, with much stored',
    promise: 8,
    first: 'ALTER TABLE engine.wakeup DROP CONSTRAINT wakeup_shard_lane_due_at_occ_id_seq_timing_rev_pk',
    sql: `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
      SELECT i % 64, 0, timestamptz '2027-01-15 12:00:01Z' + i * interval '1 s', gen_random_uuid(), 0, 0, gen_random_uuid(),
        gen_random_uuid(), gen_random_uuid(), '2027-01-15#1', '2027-01-15', 'fire' FROM generate_series(1, 20000) i`,
  },
  {
    what: 'a turn that was taken too early',
    promise: 9,
    sql: `UPDATE engine.turn SET due_at = due_at + interval '1 second' WHERE seq = 0`,
  },
  { what: 'a turn of the future', promise: 9, sql: `UPDATE engine.turn SET at = '2027-01-16T00:00:00Z' WHERE seq > 0` },
  { what: 'a hole in a chain', promise: 10, sql: 'DELETE FROM engine.turn WHERE seq = 1' },
  { what: 'a hole in the outcomes', promise: 10, sql: 'DELETE FROM engine.outcome WHERE n = 1' },
];

/** As only somebody with the owner's password could, and wanted to; within the transaction. */
async function unprotect(): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'append_only'`,
  );
  for (const { name } of rows) await owner.query(`ALTER TABLE ${name} DISABLE TRIGGER append_only`);
}

describe('it finds', () => {
  test.each(tamperings)('$what', async ({ promise, first, sql }) => {
    // What notes a message does so at the commit, which never comes.
    await owner.query('BEGIN; SET CONSTRAINTS ALL IMMEDIATE');
    try {
      await unprotect();
      if (first) await owner.query(first);
      const { rowCount } = await owner.query(sql);
      expect(rowCount).toBeGreaterThan(0);
      const broken = (await judge()).filter(({ violations }) => violations.length > 0);
      expect(broken.map(({ number }) => number)).toContain(promise);
    } finally {
      await owner.query('ROLLBACK');
    }
  });
});
