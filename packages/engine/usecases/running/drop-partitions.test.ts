import type { Tx } from '@belfry/platform/database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listPartitions } from '../../store/partitions/pg-partition-list.ts';
import { Partitions } from '../../store/partitions/pg-partitions.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { claimTurns } from '../claiming/claim-turns.ts';
import { replanPerson } from '../planning/replan-person.ts';
import { coverReplan } from '../planning/replan-schedule.ts';
import { dropPartitions, judgePartitions } from './drop-partitions.ts';

const toSelf = [{ person: 'self' as const, channels: ['sms'] }];
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(() => belfry[Symbol.asyncDispose]());

const upkeep = () => ({
  now: belfry.clock.now(),
  retentionMonths: 3,
  onError: (error: unknown) => belfry.errors.push(error),
});
const drop = () => dropPartitions(belfry.url, upkeep());
const names = (partitions: { name: string }[]) => partitions.map(({ name }) => name);
const stored = async (like: string) =>
  names(await listPartitions(belfry.deps.pool)).filter((name) => name.startsWith(like));
const inJanuary = ['turn_202701', 'outcome_202701'];

/** As after the audit: all that is due until now has been explained, and all shards are planned. */
async function settleShards(): Promise<void> {
  await belfry.deps.pool.query(
    `UPDATE engine.shard SET watermark = $1, planned_until = $1::timestamptz + interval '48 hours',
       watermark_xid = pg_current_xact_id()::text::bigint`,
    [belfry.clock.now().toString()],
  );
}

/** May 2027, when January has been over for three months. */
async function untilMay(): Promise<void> {
  await belfry.moveTo('2027-05-02T09:00:00Z');
  await settleShards();
}

async function sendOne(policyId?: string) {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  const schedule = await belfry.addSchedule(ann, policyId ? { policyId: policyId as never } : {});
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  return { schedule, turn: claims[0]!.turn };
}

const neededBy = async () =>
  (await judgePartitions(belfry.deps.pool, upkeep()))
    .filter(({ table }) => table === 'turn')
    .map(({ name, neededBy }) => `${name}: ${neededBy.join(', ')}`);

describe('what goes', () => {
  test('is months whose time is over, turns before outcomes, and wake-ups of days that all shards have passed', async () => {
    await sendOne();
    await untilMay();
    const { dropped, kept, postponed } = await drop();
    expect([kept, postponed]).toEqual([[], []]);
    expect(names(dropped).filter((name) => !name.startsWith('wakeup'))).toEqual(inJanuary);
    expect(names(dropped).filter((name) => name.startsWith('wakeup'))).toContain('wakeup_20270115');
    expect(await stored('wakeup')).toEqual(
      ['0430', '0501', '0502', '0503', '0504', '0505', '0506'].map((d) => `wakeup_2027${d}`),
    );
    expect(await stored('turn')).toEqual(['turn_202704', 'turn_202705']);
    expect(await drop()).toEqual({ dropped: [], kept: [], postponed: [] });
  });

  test('is asked for again where it is needed once more, whatever the process remembers of it', async () => {
    await untilMay();
    await drop();
    const { partitions } = belfry.deps;
    await partitions.cover(
      Temporal.Instant.from('2027-01-15T00:00:00Z'),
      Temporal.Instant.from('2027-01-23T00:00:00Z'),
    );
    expect(await stored('wakeup_20270115')).toEqual(['wakeup_20270115']);
  });
});

describe('what is kept, and why', () => {
  test('wake-ups that a shard has not passed, and those that committed behind a watermark', async () => {
    await belfry.moveTo('2027-05-02T09:00:00Z');
    const verdicts = async () =>
      (await judgePartitions(belfry.deps.pool, upkeep())).find(({ name }) => name === 'wakeup_20270115');
    expect((await verdicts())?.neededBy).toEqual([
      '64 shards whose watermark is before its end',
      '64 shards that are not planned beyond it',
    ]);
    await settleShards();
    expect((await verdicts())?.neededBy).toEqual([]);
    await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }), {});
    await belfry.deps.pool.query(
      `INSERT INTO engine.wakeup SELECT shard, lane, '2027-01-15T12:00:00Z', occ_id, seq, timing_rev, tenant_id, schedule_id,
         person_id, slot, day, kind FROM engine.wakeup ORDER BY due_at DESC LIMIT 1`,
    );
    expect((await verdicts())?.neededBy).toEqual(['1 wake-ups that are not explained']);
    expect(names((await drop()).dropped)).not.toContain('wakeup_20270115');
  });

  test('a month with an open occurrence', async () => {
    await sendOne((await belfry.addPolicy([{ after: 'PT0S', targets: toSelf }])).id);
    await untilMay();
    expect(await neededBy()).toEqual(['turn_202701: 1 open occurrences']);
    expect(names((await drop()).kept)).toEqual(inJanuary);
  });

  test('a month with a snooze that ends far ahead', async () => {
    const { turn } = await sendOne((await belfry.addPolicy([{ after: 'PT0S', targets: toSelf }])).id);
    const until = belfry.clock.now().add({ hours: 24 * 300 });
    await belfry.asTenant((tx) =>
      actOnOccurrence({
        tx,
        occurrence: turn,
        action: { type: 'snooze', until },
        actor: null,
        now: belfry.clock.now(),
      }),
    );
    await untilMay();
    expect(await neededBy()).toEqual(['turn_202701: 1 open occurrences, 1 wake-ups to come']);
  });

  test('a month with an open dead letter, until it is discarded', async () => {
    belfry.sms.answer = () => ({ status: 'failed', retryable: false, code: 'sms.invalid', reason: 'No such number.' });
    await sendOne();
    await untilMay();
    expect(await neededBy()).toEqual(['turn_202701: 1 open dead letters']);
    await belfry.deps.pool.query(`UPDATE engine.dead_letter SET state = 'discarded'`);
    expect(names((await drop()).dropped)).toEqual(expect.arrayContaining(inJanuary));
  });

  test('a month with an end that is still to be looked up: it holds its watermark back', async () => {
    belfry.sms.answer = () => ({ status: 'unknown', reason: 'No answer.' });
    const { turn } = await sendOne();
    await untilMay();
    await belfry.deps.pool.query('UPDATE engine.shard SET watermark = $2 WHERE id = get_byte(uuid_send($1), 0) % 64', [
      turn.occId,
      '2027-01-15T09:00:00Z',
    ]);
    expect(await neededBy()).toEqual(['turn_202701: 1 shards whose watermark is before its end']);
  });

  test('a month of which a wake-up stands that is still to come, or that committed behind the watermark', async () => {
    const { turn } = await sendOne();
    await untilMay();
    const again = (dueAt: string) =>
      belfry.deps.pool.query(
        `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
         SELECT shard, lane, $2, occ_id, 1, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind FROM engine.wakeup
         WHERE occ_id = $1 LIMIT 1`,
        [turn.occId, dueAt],
      );
    await again('2027-05-03T09:00:00Z');
    expect(await neededBy()).toEqual(['turn_202701: wake-ups that are not explained']);
    await settleShards();
    await belfry.moveTo('2027-05-04T09:00:00Z');
    await settleShards();
    expect(await neededBy()).toEqual(['turn_202701: ']);
    await again('2027-05-02T09:00:00Z');
    expect(await neededBy()).toEqual(['turn_202701: wake-ups that are not explained']);
  });

  test('a month with an open dead letter, without a look at all the wake-ups', async () => {
    belfry.sms.answer = () => ({ status: 'failed', retryable: false, code: 'sms.invalid', reason: 'No such number.' });
    await sendOne();
    await untilMay();
    await asOwner('REVOKE SELECT ON engine.wakeup FROM belfry_engine');
    expect(await neededBy()).toEqual(['turn_202701: 1 open dead letters']);
  });

  test('that of which it cannot be found out, and it holds up no other', async () => {
    await untilMay();
    await asOwner('REVOKE SELECT ON engine.dead_letter FROM belfry_engine');
    const judged = await judgePartitions(belfry.deps.pool, upkeep());
    const kept = judged.filter(({ neededBy }) => neededBy.length > 0);
    expect(kept.map(({ name, neededBy }) => [name, neededBy])).toEqual(
      inJanuary.map((name) => [name, ['what could not be found out']]),
    );
    expect(names(judged)).toContain('wakeup_20270115');
    expect(belfry.errors).toHaveLength(2);
  });
});

describe('while it goes', () => {
  /** A claim that has written and not committed. */
  async function claimAndHold() {
    const holder = await belfry.deps.pool.connect();
    await holder.query('BEGIN');
    await holder.query(`INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at)
      VALUES ('2027-05-02', gen_random_uuid(), 0, 0, 0, gen_random_uuid(), 'sent', now())`);
    const columns = `seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at, steps_taken, attempt,
      awaits_answer, contacts`;
    await holder.query(`INSERT INTO engine.turn (day, occ_id, ${columns})
      SELECT '2027-05-02', gen_random_uuid(), ${columns} FROM engine.turn LIMIT 1`);
    return {
      async commit() {
        await holder.query('COMMIT');
        holder.release();
      },
    };
  }

  test('a claim that is under way is waited for, and others pass', async () => {
    await sendOne();
    await untilMay();
    const claim = await claimAndHold();
    const dropping = drop();
    await untilDetaching();
    const ann = await belfry.addPerson({ sms: '+12025550102' });
    await belfry.addSchedule(ann);
    const { claimed } = await claimTurns(belfry.deps, await belfry.due(), 10);
    await belfry.send(claimed);
    expect(claimed).toHaveLength(1);
    await claim.commit();
    expect(names((await dropping).dropped)).toEqual(expect.arrayContaining(inJanuary));
  }, 60_000);

  test('cut in between, it is taken up where it stood', async () => {
    await sendOne();
    await untilMay();
    const claim = await claimAndHold();
    const cut = drop().catch((error: unknown) => error);
    await untilDetaching();
    await asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'belfry:partitions'`);
    expect(await cut).toBeInstanceOf(Error);
    const halfDone = (await judgePartitions(belfry.deps.pool, upkeep())).filter(({ state }) => state !== 'attached');
    expect(halfDone).toMatchObject([{ name: 'turn_202701', state: 'detaching', neededBy: [] }]);
    await claim.commit();
    expect(names((await drop()).dropped)).toEqual(inJanuary);
    await asOwner('CREATE TABLE engine.turn_202701 (LIKE engine.turn)');
    expect(names((await drop()).dropped)).toEqual(['turn_202701']);
  }, 60_000);
});

test('what has fired never fires again once its history and its year of the ledger are gone', async () => {
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  const { id } = await belfry.addSchedule(ann);
  await belfry.run();
  const [fired] = await belfry.wakeups();
  await belfry.moveTo('2033-05-02T09:00:00Z');
  await settleShards();
  expect(names((await drop()).dropped)).toEqual(expect.arrayContaining([...inJanuary, 'slot_ledger_2027']));
  // As an old backup, a hand or a mistake would bring it back.
  const again = new Partitions(belfry.deps.pool);
  await again.cover(Temporal.Instant.from('2027-01-14T00:00:00Z'), Temporal.Instant.from('2027-01-16T00:00:00Z'));
  expect(await stored('slot_ledger')).not.toContain('slot_ledger_2027');
  await belfry.asTenant((tx) => tx.query('UPDATE engine.schedule SET finished_at = NULL WHERE id = $1', [id]));
  const columns = 'shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind';
  await belfry.asTenant((tx) =>
    tx.query(
      `INSERT INTO engine.wakeup (${columns}) SELECT $1, 0, $2, $3, 0, timing_rev, tenant_id, id, person_id, $4, '2027-01-15', 'fire'
       FROM engine.schedule WHERE id = $5`,
      [fired!.shard, '2033-05-02T09:00:00Z', fired!.occId, fired!.slot, id],
    ),
  );
  await belfry.run();
  expect(belfry.sms.sent).toHaveLength(1);
}, 60_000);

test.each([true, false])(
  'nor does what comes once a year, its date edited to a later day of it (on the day itself: %s)',
  async (sameDay) => {
    const ann = await belfry.addPerson({ sms: '+12025550101' });
    const dates = { birthDate: '1990-01-15', anniversaryDate: null, dates: {} };
    const before = { timeZone: ann.timeZone, quietHours: null, ...dates };
    const after = { ...before, birthDate: '1990-05-03' };
    const born = (tx: Tx, { birthDate }: typeof after) =>
      tx.query('UPDATE people.person SET birth_date = $2 WHERE id = $1', [ann.id, birthDate]);
    await belfry.asTenant((tx) => born(tx, before));
    await belfry.addSchedule(ann, { rule: { type: 'annual', field: 'birthDate', sameDay }, localTime: '09:00' });
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    await untilMay();
    expect(names((await drop()).dropped)).toEqual(expect.arrayContaining(inJanuary));
    const now = belfry.clock.now();
    await coverReplan(belfry.deps.partitions, now);
    await belfry.asTenant(async (tx) => {
      await born(tx, after);
      await replanPerson(tx, { personId: ann.id, before, after, now });
    });
    await belfry.moveTo('2027-05-03T09:00:00Z');
    expect((await belfry.due()).map(({ slot }) => slot)).toEqual(['2027']);
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
  },
  60_000,
);

/** The days of wake-ups go first, for which no claim is held. */
async function untilDetaching(): Promise<void> {
  const isDetaching = async () =>
    (await listPartitions(belfry.deps.pool)).some(({ name, state }) => name === 'turn_202701' && state === 'detaching');
  while (!(await isDetaching())) {}
}

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}
