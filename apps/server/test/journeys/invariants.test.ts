import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import type { Confirmed } from '@belfry/testkit/invariants/confirmed';
import { contactedOnce } from '@belfry/testkit/invariants/contacted-once';
import { endsAreTrue } from '@belfry/testkit/invariants/ends-are-true';
import { everythingExplained } from '@belfry/testkit/invariants/everything-explained';
import { gaplessChains } from '@belfry/testkit/invariants/gapless-chains';
import { idlePollsAreCheap } from '@belfry/testkit/invariants/idle-polls-are-cheap';
import type { Invariant } from '@belfry/testkit/invariants/invariant';
import { allConfirmed, nothingAfterWord } from '@belfry/testkit/invariants/left-after';
import { neverEarly } from '@belfry/testkit/invariants/never-early';
import { newsIsTrue } from '@belfry/testkit/invariants/news-is-true';
import { nothingAfterAnswer } from '@belfry/testkit/invariants/nothing-after-answer';
import { oneOccurrencePerSlot } from '@belfry/testkit/invariants/one-occurrence-per-slot';
import { recordedAsSent } from '@belfry/testkit/invariants/recorded-as-sent';
import { statusesRise } from '@belfry/testkit/invariants/statuses-rise';
import { unknownsSettled } from '@belfry/testkit/invariants/unknowns-settled';
import { installWitness } from '@belfry/testkit/invariants/witness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phones, prepareWords } from './said-and-confirmed.ts';
import { addPerson, addPolicy, answerFrom, remind } from './story.ts';

/** The checker that judges the tests under fire is itself held against records that somebody has tampered with. */
const secret = 'a key of thirty-two characters or more';
const now = '2027-01-15T12:00:00Z';
let belfry: BelfryProcess;
let owner: pg.Client;
let confirmed: Confirmed[];

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
  const words = await prepareWords(belfry);
  await belfry.setClock('2027-01-15T09:06:00Z');
  await answerFrom(belfry, '+12025550101', 'DONE');
  confirmed = await words.say();
  await remind(belfry, { person, title: 'Waiting', policy, at: '2027-01-15T11:58:00Z' });
  // Refused for now, and nobody waits for an answer.
  const phone = '+12025550102';
  const busy = await addPerson(belfry, { name: 'Bob Brown', sms: phone });
  const chaos = { tooManyRequests: 1, retryAfterSeconds: 60 };
  await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(phone)}`, { chaos });
  await remind(belfry, { person: busy, title: 'Refused', at: now });
  await belfry.setClock(now);
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

const evidence = () => ({ client: owner, secret, now: Temporal.Instant.from(now), confirmed });
const judge = () => checkInvariants(evidence());

test('an honest record breaks no promise, and every check but that of unknown ends has had something to look at', async () => {
  const judgements = await judge();
  expect(brokenPromises(judgements), 'broken promises').toEqual([]);
  expect(judgements.filter(({ checked }) => checked === 0).map(({ promise }) => promise)).toEqual([
    unknownsSettled.promise,
  ]);
  const kinds = new Set((await allConfirmed(evidence())).map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    ...['STOP', 'answer by API', 'answer by link', 'answer by text'],
    ...['delete', 'delivery off', 'finish', 'pause'],
  ]);
});

interface Tampering {
  what: string;
  /** Whose check has to find it, and in which words: most of them look at several things. */
  by: Invariant;
  says: string;
  /** Done before `sql`, which has to change something. */
  first?: string;
  sql: string | (() => string);
}

const columns = `day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at, steps_taken,
  attempt, awaits_answer, contacts`;
const copyOfTurn = (changed: string) => `INSERT INTO engine.turn (${columns})
  SELECT ${changed} FROM engine.turn WHERE seq = 0 ORDER BY at LIMIT 1`;
const message = `channel, direction, "from", "to", body, subject, status, at, updated_at`;

/** The network took it later than it says; real time. */
const takenLate = (which: string, at = 'clock_timestamp()') => `UPDATE witness.taken SET at = ${at}
  WHERE message_id = (SELECT min(id) FROM sandbox.message WHERE direction = 'outbound' AND ${which})`;
const endedLate = (which: string) => `UPDATE witness.ended w SET at = clock_timestamp() FROM engine.turn t
  WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq AND t.contacts::text LIKE '%${which}%'`;
/** To the one who has stopped. */
const claimedBeforeStop = (interval: string) => `UPDATE engine.turn SET claimed_at = (
    SELECT min(t.at) FROM witness.taken t JOIN sandbox.message a ON a.id = t.message_id
    WHERE a."to" = '${phones.stopped}' AND a.direction = 'answer') - interval '${interval}'
  WHERE contacts::text LIKE '%${phones.stopped}%'`;
const toldOfLate = `UPDATE sandbox.message SET body = body || ' A message was on its way already and may still arrive.'
  WHERE "to" = '${phones.stopped}' AND direction = 'answer'`;

const tamperings: Tampering[] = [
  {
    what: 'a slot that fired twice',
    by: oneOccurrencePerSlot,
    says: 'fired 2 times',
    sql: copyOfTurn(columns.replace('occ_id', 'gen_random_uuid()')),
  },
  {
    what: 'a slot that is not in the ledger',
    by: oneOccurrencePerSlot,
    says: 'is not in the ledger',
    sql: 'DELETE FROM engine.slot_ledger',
  },
  {
    what: 'an SMS that was sent once more for the same attempt',
    by: contactedOnce,
    says: 'was sent 2 times',
    sql: `INSERT INTO sandbox.message (provider_id, status_callback_url, ${message})
      SELECT 'SM again', status_callback_url, ${message} FROM sandbox.message WHERE channel = 'sms' AND direction = 'outbound' LIMIT 1`,
  },
  {
    what: 'an SMS that no turn accounts for',
    by: contactedOnce,
    says: 'has no turn',
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT 'SM stray', ${message} FROM sandbox.message WHERE channel = 'sms' AND direction = 'outbound' LIMIT 1`,
  },
  {
    what: 'an email that arrived more often than it was tried',
    by: contactedOnce,
    says: 'more than it was tried',
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT m.* FROM (SELECT provider_id, ${message} FROM sandbox.message WHERE channel = 'email' LIMIT 1) m, generate_series(1, 4)`,
  },
  {
    what: 'a message that left after the answer',
    by: nothingAfterAnswer,
    says: 'after the answer',
    sql: `UPDATE sandbox.message SET at = '2027-01-15T09:30:00Z'
      WHERE id = (SELECT min(id) FROM sandbox.message WHERE "to" = 'ann@example.com')`,
  },
  ...(['pause', 'delete', 'finish'] as const).map((kind) => ({
    what: `a message that left after a ${kind}`,
    by: nothingAfterWord,
    says: `ms after ${kind} was confirmed`,
    sql: takenLate(`body LIKE 'To ${kind}%'`),
  })),
  {
    what: 'a call that was made after a pause, and refused',
    by: nothingAfterWord,
    says: 'by sms left',
    sql: endedLate('To pause'),
  },
  {
    what: 'a message that left while delivery was off',
    by: nothingAfterWord,
    says: 'ms after delivery off was confirmed',
    sql: () => {
      const off = confirmed.find(({ kind }) => kind === 'delivery off')!;
      return takenLate('true', `to_timestamp(${(off.atMs + off.untilMs!) / 2000})`);
    },
  },
  {
    what: 'a message that left after STOP',
    by: nothingAfterWord,
    says: 'ms after STOP was confirmed',
    sql: takenLate(`"to" = '${phones.stopped}'`),
  },
  {
    what: 'a message that was tried after STOP, and that the network refused',
    by: nothingAfterWord,
    says: 'a refused request by sms left',
    sql: `INSERT INTO witness.requested VALUES ('${phones.stopped}', clock_timestamp(), '1')`,
  },
  {
    what: 'a call that was under way, and that STOP did not wait for',
    by: nothingAfterWord,
    says: 'ms after STOP was confirmed',
    first: `${claimedBeforeStop('1 second')}; ${toldOfLate}`,
    sql: endedLate(phones.stopped),
  },
  {
    what: 'a call that STOP waited for as long as it could, and did not tell of',
    by: nothingAfterWord,
    says: 'ms after STOP was confirmed',
    first: claimedBeforeStop('3 seconds'),
    sql: endedLate(phones.stopped),
  },
  {
    what: 'an answer to whoever has said STOP',
    by: nothingAfterWord,
    says: 'an answer to text',
    sql: `UPDATE channels.inbound_message SET reply = 'Thanks.' WHERE from_address = '${phones.stopped}' AND text = 'DONE'`,
  },
  {
    what: 'a message that left after the thanks for a text',
    by: nothingAfterWord,
    says: 'ms after answer by text was confirmed',
    sql: takenLate(`"to" = 'ann@example.com'`),
  },
  {
    what: 'a message that left after a button had been pressed',
    by: nothingAfterWord,
    says: 'ms after answer by link was confirmed',
    sql: takenLate(`"to" = 'eve@example.com'`),
  },
  ...(['push', 'webhook'] as const).map((channel) => ({
    what: `a ${channel} that left after an answer`,
    by: nothingAfterWord,
    says: 'ms after answer by API was confirmed',
    sql: takenLate(`channel = '${channel}'`),
  })),
  {
    what: 'a message that was put into an inbox after an answer',
    by: nothingAfterWord,
    says: 'ms after answer by API was confirmed',
    sql: 'UPDATE witness.put SET at = clock_timestamp()',
  },
  {
    what: 'a wake-up that nobody took',
    by: everythingExplained,
    says: 'was never taken',
    sql: `UPDATE engine.wakeup SET due_at = '2027-01-15T11:59:59Z' WHERE due_at > '${now}'`,
  },
  {
    what: 'a contact without an outcome',
    by: everythingExplained,
    says: 'has no outcome',
    sql: 'DELETE FROM engine.outcome WHERE seq = 0',
  },
  {
    what: 'an open occurrence that nothing will wake',
    by: everythingExplained,
    says: 'is open and nothing will wake it',
    sql: `DELETE FROM engine.wakeup WHERE due_at > '${now}'`,
  },
  {
    what: 'a failure of which nobody waits for an answer, and whose next try was lost',
    by: everythingExplained,
    says: 'nothing will make it',
    sql: `DELETE FROM engine.wakeup w USING engine.turn t WHERE t.occ_id = w.occ_id AND t.policy_id IS NULL AND w.seq > 0`,
  },
  {
    what: 'an unknown end that nobody looked into',
    by: unknownsSettled,
    says: 'is still to be looked up',
    sql: `UPDATE engine.outcome SET status = 'unknown', code = 'pending-look-up', reason = 'lost' WHERE n = 0`,
  },
  {
    what: 'an unknown end that says nothing of itself',
    by: unknownsSettled,
    says: 'says nothing of why',
    sql: `UPDATE engine.outcome SET status = 'unknown', code = NULL, reason = NULL WHERE n = 0`,
  },
  {
    what: 'a text that was taken and is recorded as not there when it was looked up',
    by: endsAreTrue,
    says: 'is recorded as',
    first: `UPDATE witness.taken SET at = '-infinity'; UPDATE engine.outcome SET provider_id = NULL WHERE seq = 0`,
    sql: `UPDATE engine.outcome SET status = 'failed', code = 'look-up.not-found' WHERE seq = 0`,
  },
  {
    what: 'a text that is recorded as refused, and was taken',
    by: endsAreTrue,
    says: 'is recorded as',
    sql: `UPDATE engine.outcome SET status = 'failed', code = 'sms.too-many-requests', provider_id = NULL WHERE seq = 0`,
  },
  {
    what: 'a success that the network knows nothing of',
    by: endsAreTrue,
    says: 'the network has no such message',
    sql: `UPDATE engine.outcome SET provider_id = 'SM made up' WHERE seq = 0`,
  },
  {
    what: 'an email that was accepted and never arrived',
    by: endsAreTrue,
    says: 'arrived 0 times',
    sql: `DELETE FROM sandbox.message WHERE id = (SELECT max(id) FROM sandbox.message WHERE "to" = 'ann@example.com')`,
  },
  {
    what: 'an email that was sent again although it was known to have arrived',
    by: endsAreTrue,
    says: 'arrived 2 times',
    sql: `INSERT INTO sandbox.message (provider_id, ${message})
      SELECT provider_id, ${message} FROM sandbox.message WHERE channel = 'email' LIMIT 1`,
  },
  {
    what: 'a record that says something else than what was sent',
    by: recordedAsSent,
    says: 'is recorded otherwise',
    sql: `UPDATE sandbox.message SET body = body || '!' WHERE direction = 'outbound'`,
  },
  {
    what: 'a status that fell',
    by: statusesRise,
    says: 'went',
    sql: `UPDATE engine.outcome SET status = 'accepted' WHERE status = 'delivered'`,
  },
  {
    what: 'a forged callback that was believed',
    by: newsIsTrue,
    says: 'is recorded as undelivered',
    sql: `UPDATE engine.outcome SET status = 'undelivered' WHERE status = 'delivered'`,
  },
  {
    what: 'news that was taken and never recorded',
    by: newsIsTrue,
    says: 'was told of it and taken',
    sql: `DELETE FROM engine.outcome WHERE status = 'delivered'`,
  },
  {
    what: 'a poll that has lost its index, with much stored',
    by: idlePollsAreCheap,
    says: 'pages',
    first: 'ALTER TABLE engine.wakeup DROP CONSTRAINT wakeup_shard_lane_due_at_occ_id_seq_timing_rev_pk',
    sql: `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
      SELECT i % 64, 0, timestamptz '2027-01-15 12:00:01Z' + i * interval '1 s', gen_random_uuid(), 0, 0, gen_random_uuid(),
        gen_random_uuid(), gen_random_uuid(), '2027-01-15#1', '2027-01-15', 'fire' FROM generate_series(1, 20000) i`,
  },
  {
    what: 'a turn that was taken too early',
    by: neverEarly,
    says: ', before ',
    sql: `UPDATE engine.turn SET due_at = due_at + interval '1 second' WHERE seq = 0`,
  },
  {
    what: 'a turn of the future',
    by: neverEarly,
    says: 'which has not come',
    sql: `UPDATE engine.turn SET at = '2027-01-16T00:00:00Z' WHERE seq > 0`,
  },
  {
    what: 'a turn that is older than the one before',
    by: neverEarly,
    says: 'is older than the one before',
    sql: `UPDATE engine.turn SET at = at + interval '1 hour' WHERE seq = 0 AND at < '2027-01-15T10:00:00Z'`,
  },
  {
    what: 'a hole in a chain',
    by: gaplessChains,
    says: 'turns up to number',
    sql: 'DELETE FROM engine.turn WHERE seq = 1',
  },
  {
    what: 'a hole in the outcomes',
    by: gaplessChains,
    says: 'outcomes up to',
    sql: 'DELETE FROM engine.outcome WHERE n = 1',
  },
  {
    what: 'an outcome of nothing',
    by: gaplessChains,
    says: 'belongs to no contact',
    sql: `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at)
      SELECT day, occ_id, seq, 99, 0, tenant_id, status, at FROM engine.outcome WHERE n = 0 LIMIT 1`,
  },
];

/** As only somebody with the owner's password could, and wanted to; within the transaction. */
async function unprotect(): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'append_only'`,
  );
  for (const { name } of rows) await owner.query(`ALTER TABLE ${name} DISABLE TRIGGER append_only`);
}

/** What the check then has to say. */
async function foundIn({ by, first, sql }: Omit<Tampering, 'what' | 'says'>): Promise<string> {
  // What notes a message does so at the commit, which never comes.
  await owner.query('BEGIN; SET CONSTRAINTS ALL IMMEDIATE');
  try {
    await unprotect();
    if (first) await owner.query(first);
    const { rowCount } = await owner.query(typeof sql === 'string' ? sql : sql());
    expect(rowCount).toBeGreaterThan(0);
    return (await judge()).find(({ promise }) => promise === by.promise)?.violations.join() ?? '';
  } finally {
    await owner.query('ROLLBACK');
  }
}

describe('it finds', () => {
  test.each(tamperings)('$what', async ({ says, ...tampering }) => {
    expect(await foundIn(tampering)).toContain(says);
  });
});

describe('it holds against nobody', () => {
  test('a call that an answer named as not stopped', async () => {
    const late = { by: nothingAfterWord, sql: endedLate('To pause') };
    const attempt = /attempt (\S+) (\S+) (\S+) by/.exec(await foundIn(late));
    const occurrenceId = `occ_${attempt![1]!.replaceAll('-', '')}_${attempt![2]!.replaceAll('-', '')}`;
    const before = confirmed;
    const couldNotStop = [{ occurrenceId, attemptId: attempt![3]! }];
    confirmed = before.map((word) => (word.kind === 'pause' ? { ...word, couldNotStop } : word));
    expect(await foundIn(late)).toBe('');
    confirmed = before;
  });

  test('a call that STOP waited for as long as it could, and told of', async () => {
    const first = `${claimedBeforeStop('3 seconds')}; ${toldOfLate}`;
    expect(await foundIn({ by: nothingAfterWord, first, sql: endedLate(phones.stopped) })).toBe('');
  });
});
