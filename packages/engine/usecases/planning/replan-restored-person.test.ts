import type { SendResult } from '@belfry/channels';
import type { ScheduleId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shardOf } from '../../domain/occurrence-id.ts';
import { personRemoved } from '../../domain/person-removed.ts';
import { type Lease, takeLeases } from '../../store/wakeups/pg-shards.ts';
import { authorOf } from '../../test/author-of.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { closeOccurrences } from '../actions/close-occurrences.ts';
import { settleWideFact } from '../actions/settle-wide-fact.ts';
import type { NewSchedule } from '../schedules/create-schedule.ts';
import { planShards } from './plan-shards.ts';
import { replanRestoredPerson } from './replan-restored-person.ts';
import { coverReplan } from './replan-schedule.ts';

const key = { type: 'key', id: 'key-1', name: 'Test', via: 'API key' } as const;
const tooMany: SendResult = { status: 'failed', code: 'sms.busy', reason: 'Too many.', retryable: true };
const daily: Partial<NewSchedule> = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '09:00:00' };
let belfry: EngineFixture;
let ann: Person;
let leases: Lease[];

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T08:00:00Z');
  ann = await belfry.addPerson({ sms: '+12025550101' });
  leases = (await takeLeases(belfry.deps.pool, 'a', 64)).filter(({ shard }) => shard === shardOf(ann.id));
  await planShards(belfry.deps, leases);
});

afterEach(() => belfry[Symbol.asyncDispose]());

/** What would still fire of the newest planning. */
async function coming(id: ScheduleId): Promise<string[]> {
  const { rows } = await belfry.deps.pool.query<{ line: string }>(
    `SELECT to_char(w.due_at AT TIME ZONE 'UTC', 'DD HH24:MI') AS line
     FROM (SELECT schedule_id, timing_rev, due_at, seq FROM engine.wakeup
       UNION ALL SELECT schedule_id, timing_rev, due_at, seq FROM engine.wakeup_far) w
     JOIN engine.schedule s ON s.id = w.schedule_id AND s.timing_rev = w.timing_rev
     WHERE s.id = $1 AND w.seq = 0 AND w.due_at >= $2 ORDER BY w.due_at`,
    [id, belfry.clock.now().toString()],
  );
  return rows.map(({ line }) => line);
}

const setDeleted = (at: string | null) =>
  belfry.asTenant((tx) => tx.query('UPDATE people.person SET deleted_at = $2 WHERE id = $1', [ann.id, at]));

test('whoever comes back after the planner has passed them over has the next day at once, and nothing of the days between', async () => {
  const { id } = await belfry.addSchedule(ann, daily);
  const { id: once } = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-01-25T12:00:00Z' } });
  const { id: past } = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-01-18T12:00:00Z' } });
  await setDeleted('2027-01-15T08:30:00Z');
  await belfry.moveTo('2027-01-20T08:00:00Z');
  await planShards(belfry.deps, leases);
  await setDeleted(null);
  // The shard has been planned up to the 22nd, without them; before it is planned further their ninth hour has passed.
  await planShards(belfry.deps, leases);
  expect(await coming(id)).toEqual([]);

  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  await belfry.asTenant((tx) => replanRestoredPerson(tx, { personId: ann.id, now }));
  expect(await coming(id)).toEqual(['20 09:00', '21 09:00']);
  expect(await coming(once)).toEqual(['25 12:00']);
  expect(await coming(past)).toEqual([]);
  await belfry.run();
  expect(belfry.sms.sent).toEqual([]);

  await belfry.moveTo('2027-01-20T09:00:00Z');
  await belfry.run();
  expect(belfry.sms.sent).toHaveLength(1);
});

describe('what is for the day itself', () => {
  const birthday: Partial<NewSchedule> = {
    rule: { type: 'annual', field: 'birthDate', sameDay: true },
    localTime: '09:00:00',
  };
  const restore = async (now = belfry.clock.now()) => {
    await setDeleted(null);
    await coverReplan(belfry.deps.partitions, now);
    await belfry.asTenant((tx) => replanRestoredPerson(tx, { personId: ann.id, now }));
    await belfry.run();
  };
  /** As the API does it. */
  const remove = async () => {
    await setDeleted(belfry.clock.now().toString());
    await settleWideFact({
      ...{ ...belfry.deps, tenantId: belfry.tenantId, fact: { personId: ann.id }, withinMs: 5000 },
      close: { state: 'cancelled', reason: personRemoved, actor: key },
    });
  };
  const sent = () => belfry.sms.sent.map(({ at }) => at.toString());

  beforeEach(async () => {
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.person SET birth_date = '1990-01-15' WHERE id = $1`, [ann.id]),
    );
    await belfry.addSchedule(ann, birthday);
  });

  test('and was due while they were gone goes out when they come back on that day, once', async () => {
    await setDeleted('2027-01-15T08:00:00Z');
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    expect(sent()).toEqual([]);
    await belfry.moveTo('2027-01-15T10:00:00Z');
    await restore();
    expect(sent()).toEqual(['2027-01-15T10:00:00Z']);
    await setDeleted('2027-01-15T10:30:00Z');
    await belfry.moveTo('2027-01-15T11:00:00Z');
    await restore();
    expect(sent()).toHaveLength(1);
  });

  test('goes out too where they were gone again in between', async () => {
    await setDeleted('2027-01-15T08:00:00Z');
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await belfry.asTenant(async (tx) => {
      await tx.query('UPDATE people.person SET deleted_at = NULL WHERE id = $1', [ann.id]);
      await replanRestoredPerson(tx, { personId: ann.id, now: belfry.clock.now() });
      await tx.query('UPDATE people.person SET deleted_at = now() WHERE id = $1', [ann.id]);
    });
    await belfry.run();
    await belfry.moveTo('2027-01-15T10:00:00Z');
    await restore();
    expect(sent()).toEqual(['2027-01-15T10:00:00Z']);
  });

  test('and was to be tried again when they went goes on when they come back, once', async () => {
    await belfry.moveTo('2027-01-15T09:00:00Z');
    belfry.sms.answer = () => tooMany;
    await belfry.run();
    belfry.sms.answer = () => belfry.sms.accept();
    await remove();
    await belfry.moveTo('2027-01-15T09:00:01Z');
    await restore();
    expect(sent()).toEqual(['2027-01-15T09:00:00Z', '2027-01-15T09:00:01Z']);
    await remove();
    await restore();
    await belfry.moveTo('2027-01-15T12:00:00Z');
    await belfry.run();
    expect(sent()).toHaveLength(2);
  });

  test('and became due while whoever restores them waited, goes out', async () => {
    await setDeleted('2027-01-15T08:00:00Z');
    await belfry.moveTo('2027-01-15T08:59:59.9Z');
    const before = belfry.clock.now();
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await restore(before);
    expect(sent()).toEqual(['2027-01-15T09:00:00Z']);
  });

  test('and had been put off to another day by its author goes out on that which it has by now', async () => {
    let notBefore = '2027-03-01T09:00:00Z';
    const words = { subject: '', text: 'Now' };
    const isBefore = () => Temporal.Instant.compare(belfry.clock.now(), notBefore) < 0;
    const author = authorOf(() => (isBefore() ? { notBefore: Temporal.Instant.from(notBefore) } : words));
    belfry.deps.authors = new Map([['test', author]]);
    await belfry.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test'`));
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await remove();
    await belfry.asTenant((tx) => tx.query(`UPDATE people.person SET birth_date = '1990-02-01'`));
    notBefore = '2027-02-01T09:00:00Z';
    await belfry.moveTo('2027-01-15T10:00:00Z');
    await restore();
    for (const at of ['2027-02-01T09:00:00Z', '2027-03-01T09:00:00Z']) {
      await belfry.moveTo(at);
      await planShards(belfry.deps, leases);
      await belfry.run();
    }
    expect(sent()).toEqual(['2027-02-01T09:00:00Z']);
  });

  test('and was put off by quiet hours goes out at their end', async () => {
    await belfry.setQuietHours(ann, { start: '08:30', end: '11:00' });
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await remove();
    await belfry.moveTo('2027-01-15T09:01:00Z');
    await restore();
    expect(sent()).toEqual([]);
    await belfry.moveTo('2027-01-15T11:00:00Z');
    await belfry.run();
    expect(sent()).toEqual(['2027-01-15T11:00:00Z']);
  });

  test('and asks for an answer is waited for again', async () => {
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
    const { id } = await belfry.addSchedule(ann, { ...birthday, policyId: policy.id });
    const isWaitedFor = async () => {
      const text = 'SELECT FROM engine.open_occurrence WHERE schedule_id = $1';
      return (await belfry.deps.pool.query(text, [id])).rowCount === 1;
    };
    await belfry.setQuietHours(ann, { start: '08:30', end: '11:00' });
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    const [before, , removed] = [await isWaitedFor(), await remove(), await isWaitedFor()];
    await restore();
    await belfry.moveTo('2027-01-15T11:00:00Z');
    await belfry.run();
    expect([before, removed, await isWaitedFor()]).toEqual([true, false, true]);
  });

  test.each<[string, SendResult]>([
    ['had reached them', { status: 'accepted', providerId: 'sms-1' }],
    ['may have reached them', { status: 'unknown', reason: 'No answer.' }],
    ['had failed for good', { status: 'failed', code: 'sms.invalid', reason: 'No such number.', retryable: false }],
  ])('and %s before they went does not come again', async (_, end) => {
    await belfry.moveTo('2027-01-15T09:00:00Z');
    belfry.sms.answer = () => end;
    await belfry.run();
    await remove();
    await restore();
    expect(sent()).toHaveLength(1);
  });

  test('and somebody had cancelled before they went does not come', async () => {
    await belfry.setQuietHours(ann, { start: '08:30', end: '11:00' });
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    const occurrences = await belfry.wakeups('seq = 0');
    const now = belfry.clock.now();
    await belfry.asTenant((tx) =>
      closeOccurrences({ tx, occurrences, action: { type: 'cancel' }, actor: key, now, reason: 'Not this year.' }),
    );
    await remove();
    await restore();
    await belfry.moveTo('2027-01-15T12:00:00Z');
    await belfry.run();
    expect(sent()).toEqual([]);
  });

  test('is not made up for on another day', async () => {
    await setDeleted('2027-01-15T08:00:00Z');
    await belfry.moveTo('2027-01-15T09:00:00Z');
    await belfry.run();
    await belfry.moveTo('2027-01-16T00:00:00Z');
    await restore();
    expect(sent()).toEqual([]);
  });
});
