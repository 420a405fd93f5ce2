import { setTimeout as delay } from 'node:timers/promises';
import { ManualClock } from '@belfry/kernel/clock';
import { newId } from '@belfry/kernel/ids';
import { openDatabase } from '@belfry/platform/database';
import { throughPool } from '@belfry/testkit/test-database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { occurrenceIdOf, shardOf } from '../../domain/occurrence-id.ts';
import { unseenFrom } from '../../domain/unseen.ts';
import { endOf, startOf } from '../../domain/wakeup-key.ts';
import { type AuditRange, audit } from '../../store/wakeups/pg-audit.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import type { RunningEngine } from './run-engine.ts';
import { pendingWork } from './settlement.ts';

const now = '2027-01-15T09:00:00Z';
const phone = '+12025550101';
const toSelf = [{ person: 'self' as const, channels: ['sms'] }];
let belfry: EngineFixture;
let engines: RunningEngine[];

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
  engines = [];
});

afterEach(async () => {
  for (const engine of engines) await engine.stop();
  await belfry[Symbol.asyncDispose]();
});

async function start(...given: Parameters<EngineFixture['startEngine']>): Promise<RunningEngine> {
  const engine = await belfry.startEngine(...given);
  engines.push(engine);
  return engine;
}

const eventually = (assertion: () => unknown, timeout = 10_000) => vi.waitFor(assertion, { timeout, interval: 20 });

async function settle(): Promise<void> {
  await eventually(async () => expect(await pendingWork(belfry.deps, belfry.clock.now())).toEqual([]));
}

async function goTo(at: string): Promise<void> {
  belfry.clock.set(at);
  for (const engine of engines) engine.wake();
  await settle();
}

const watermarkOf = async (shard: number) => {
  const { rows } = await belfry.deps.pool.query('SELECT watermark, watermark_xid FROM engine.shard WHERE id = $1', [
    shard,
  ]);
  return rows[0] as { watermark: Temporal.Instant; watermark_xid: string };
};

describe('the engine', () => {
  test('takes an occurrence through its steps, each once, and then gives up', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: toSelf },
      { after: 'PT0S', targets: toSelf },
      { after: 'PT5M', targets: toSelf },
    ]);
    await start();
    await belfry.addSchedule(ann, { policyId: policy.id });
    await goTo(now);
    expect(belfry.sms.sent).toHaveLength(2);
    await goTo('2027-01-15T09:05:00Z');
    expect(belfry.sms.sent).toHaveLength(3);
    await goTo('2027-01-15T09:35:00Z');
    expect(belfry.sms.sent.at(-1)?.text).toMatch(/^Nobody answered/);
    expect(belfry.sms.sent).toHaveLength(4);
    const [wakeup] = await belfry.wakeups();
    expect((await belfry.chainOf(wakeup!)).map(({ kind, state }) => [kind, state])).toEqual([
      ['fired', 'open'],
      ['step', 'open'],
      ['step', 'open'],
      ['closed', 'exhausted'],
    ]);
    expect(belfry.errors).toEqual([]);
  });

  test('what comes due the moment that the last of much has left is worked off too', async () => {
    const people = await Promise.all([1, 2, 3].map(() => belfry.addPerson({ sms: phone })));
    const instants = Array.from({ length: 10 }, (_, n) => belfry.clock.now().add({ minutes: n + 1 }));
    const each = 20;
    for (const [n, at] of instants.entries()) {
      for (let i = 0; i < each; i++) {
        await belfry.addSchedule(people[n % people.length]!, { rule: { type: 'once', at: at.toString() } });
      }
    }
    const engine = await start();
    for (const [n, at] of instants.entries()) {
      belfry.clock.set(at);
      engine.wake();
      await vi.waitFor(() => expect(belfry.sms.sent).toHaveLength((n + 1) * each), { timeout: 20_000, interval: 1 });
    }
    expect(belfry.errors).toEqual([]);
  });

  test('in three processes sends what is due once, whoever holds what', async () => {
    const databases = [1, 2].map(() => openDatabase({ ...throughPool(belfry.url), poolMin: 0, poolMax: 4 }));
    await start();
    for (const database of databases) await start(belfry.depsOf(database));
    const people = await Promise.all(Array.from({ length: 10 }, () => belfry.addPerson({ sms: phone })));
    for (const person of people) for (let i = 0; i < 6; i++) await belfry.addSchedule(person, { title: `Number ${i}` });
    await goTo(now);
    expect(belfry.sms.sent).toHaveLength(60);
    for (const engine of engines.splice(0)) await engine.stop();
    for (const database of databases) await database.close();
    const { rows } = await belfry.deps.pool.query('SELECT FROM engine.node');
    expect(rows).toEqual([]);
  });

  test('goes on when one occurrence cannot be decided, and the audit takes it up when it can', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const lost = await belfry.addSchedule(ann);
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE engine.schedule SET late_limit = 'for ever' WHERE id = $1`, [lost.id]),
    );
    await belfry.addSchedule(ann);
    await start();
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    await belfry.addSchedule(ann);
    await eventually(() => expect(belfry.sms.sent).toHaveLength(2));
    expect(belfry.errors.length).toBeGreaterThan(0);
    // The cursor has passed it, and only the audit still asks for it.
    await belfry.asTenant((tx) => tx.query(`UPDATE engine.schedule SET late_limit = 'PT24H' WHERE id = $1`, [lost.id]));
    await eventually(() => expect(belfry.sms.sent).toHaveLength(3));
    await settle();
  });

  test('whose rounds fail says so, and no longer once they succeed', async () => {
    const engine = await start();
    const owner = new pg.Client({ connectionString: belfry.url });
    await owner.connect();
    try {
      await owner.query('ALTER TABLE engine.wakeup RENAME TO wakeup_away');
      await eventually(() => expect(engine.lastRoundMs()).toBeGreaterThan(1500));
      await owner.query('ALTER TABLE engine.wakeup_away RENAME TO wakeup');
      // Of two ages the younger: leases are renewed every five seconds.
      await eventually(() => expect(engine.lastRoundMs()).toBeLessThan(1000));
    } finally {
      await owner.end();
    }
  });

  test('survives that all its connections are cut, and sends nothing twice', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    await start();
    const owner = new pg.Client({ connectionString: belfry.url });
    await owner.connect();
    for (let i = 0; i < 5; i++) {
      await belfry.addSchedule(ann, { title: `Number ${i}` });
      await belfry.database.pools.engine.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'belfry_engine' AND pid <> pg_backend_pid()`,
      );
    }
    await owner.end();
    belfry.sms.lookUp = async ({ text }) => ({
      isExact: false,
      candidates: belfry.sms.sent.flatMap((message, index) =>
        message.text === text
          ? [{ providerId: `sms-${index + 1}`, status: 'accepted' as const, at: belfry.clock.now() }]
          : [],
      ),
    });
    await settle();
    expect(belfry.sms.sent.map(({ text }) => text).toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `Number ${i}`));
  });

  test('that stops leaves its shards to the others at once, lets its call end, and records it', async () => {
    const engine = await belfry.startEngine();
    const other = await start();
    const release = belfry.sms.hold();
    await belfry.addSchedule(await belfry.addPerson({ sms: phone }));
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    let hasStopped = false;
    const stopped = engine.stop().then(() => {
      hasStopped = true;
    });
    // Of as many shards as there are people, more or less; by a renewal half of them would be given back.
    for (let i = 0; i < 8; i++) await belfry.addSchedule(await belfry.addPerson({ sms: phone }));
    await eventually(() => {
      other.takeShards();
      expect(belfry.sms.sent).toHaveLength(9);
    });
    expect(hasStopped).toBe(false);
    release();
    await stopped;
    await settle();
    for (const wakeup of await belfry.wakeups()) expect(await belfry.outcomesOf(wakeup)).toEqual(['0.0 accepted']);
    expect(belfry.sms.sent).toHaveLength(9);
  });

  test('that stops takes no shards any more, whatever it is told', async () => {
    const engine = await belfry.startEngine();
    const release = belfry.sms.hold();
    await belfry.addSchedule(await belfry.addPerson({ sms: phone }));
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    const stopped = engine.stop();
    const owners = async () =>
      (await belfry.deps.pool.query('SELECT FROM engine.shard WHERE owner IS NOT NULL')).rowCount;
    await eventually(async () => expect(await owners()).toBe(0));
    engine.takeShards();
    release();
    await stopped;
    expect(await owners()).toBe(0);
    expect((await belfry.deps.pool.query('SELECT FROM engine.node')).rows).toEqual([]);
  });
});

describe('what commits late', () => {
  test('behind a watermark that has passed it is sent, however much it is', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const template = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-01-15T08:59:30Z' } });
    await start();
    await goTo(now);
    const [wakeup] = await belfry.wakeups();
    const client = new pg.Client({ connectionString: belfry.url });
    await client.connect();
    await client.query('BEGIN');
    const count = 150;
    const late = [];
    for (let i = 0; i < count; i++) {
      const { rows } = await client.query(
        `INSERT INTO engine.schedule SELECT (s).* FROM (
           SELECT jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid())) AS s FROM engine.schedule s
           WHERE id = $1) AS copy RETURNING id`,
        [template.id],
      );
      const scheduleId = rows[0].id;
      const occId = occurrenceIdOf(scheduleId, wakeup!.slot, shardOf(ann.id));
      late.push({ ...wakeup!, scheduleId, occId });
    }
    await insertWakeups(client, late, belfry.clock.now());
    // Nothing but time passes on the shard; the audit says that it has been explained up to here.
    await goTo('2027-01-15T09:00:10Z');
    const { shard, dueAt } = wakeup!;
    await eventually(async () => expect(Temporal.Instant.compare((await watermarkOf(shard)).watermark, dueAt)).toBe(1));
    await client.query('COMMIT');
    await client.end();
    await eventually(() => expect(belfry.sms.sent).toHaveLength(count + 1));
    await settle();
    expect(belfry.sms.sent).toHaveLength(count + 1);
  });

  test('and is claimed, but dies before its call, is found by the next owner', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const instance = newId<string>();
    const first = await belfry.startEngine(belfry.deps, instance);
    await belfry.addSchedule(ann, { rule: { type: 'once', at: now } });
    await eventually(async () =>
      expect(Temporal.Instant.compare((await watermarkOf(shardOf(ann.id))).watermark, now)).toBe(0),
    );
    await first.stop();
    // Allowed for a minute: the shard's watermark has passed this instant long ago.
    await belfry.addSchedule(ann, { title: 'Late', rule: { type: 'once', at: '2027-01-15T08:59:30Z' } });
    expect(await belfry.claimDue()).toHaveLength(1);
    belfry.sms.lookUp = async () => ({ candidates: [], isExact: false });
    await start(belfry.deps, instance);
    expect(await pendingWork(belfry.deps, belfry.clock.now())).toHaveLength(1);
    await eventually(() => expect(belfry.sms.sent.map(({ text }) => text)).toEqual(['Take pills', 'Late']));
    await settle();
    expect(belfry.errors).toEqual([]);
  });
});

describe('another process takes over from one that died', () => {
  test('what it read and never claimed, what it claimed and never called, and what it called and never recorded', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    for (const title of ['Called', 'Claimed', 'Read']) await belfry.addSchedule(ann, { title });
    const due = await belfry.due();
    const { rows } = await belfry.deps.pool.query(`SELECT id, title FROM engine.schedule`);
    const dueOf = (title: string) =>
      due.filter(({ scheduleId }) => scheduleId === rows.find((row) => row.title === title).id);
    const { claimTurns } = await import('../claiming/claim-turns.ts');
    const { claimed } = await claimTurns(belfry.deps, [...dueOf('Called'), ...dueOf('Claimed')], 100);
    const called = claimed.find(({ turn }) => turn.scheduleId === dueOf('Called')[0]!.scheduleId)!;
    // Its call went out, and the process died before it could say so.
    const message = called.turn.decision.contacts[0]!;
    belfry.sms.lookUp = async ({ text }) => ({
      isExact: false,
      candidates: text === message.text ? [{ providerId: 'SM1', status: 'delivered', at: belfry.clock.now() }] : [],
    });
    await start();
    await settle();
    expect(belfry.sms.sent.map(({ text }) => text).toSorted()).toEqual(['Claimed', 'Read']);
    expect(await belfry.outcomesOf(called.turn)).toEqual([
      '0.0 unknown pending-look-up',
      '0.0 delivered look-up.found',
    ]);
  });

  test('whose clock was ahead: nothing leaves before its time, and everything at it', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    await belfry.deps.pool.query(`UPDATE engine.shard SET watermark = '2027-01-15T09:02:00Z'`);
    await start();
    await belfry.addSchedule(ann, { title: 'Of now' });
    await belfry.addSchedule(ann, { title: 'In a minute', rule: { type: 'once', at: '2027-01-15T09:01:00Z' } });
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    // Two audits, and many rounds.
    await delay(2200);
    expect(belfry.sms.sent.map(({ text }) => text)).toEqual([expect.stringMatching(/^Of now/)]);
    await goTo('2027-01-15T09:01:00Z');
    expect(belfry.sms.sent.at(-1)?.text).toMatch(/^In a minute/);
    expect(belfry.sms.sent).toHaveLength(2);
  });

  test('whose clock was ahead: what failed by that one is tried again at its time, and no turn is for nothing', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: toSelf }]);
    const schedule = await belfry.addSchedule(ann, { policyId: policy.id });
    const ahead = new ManualClock('2027-01-15T09:00:30Z');
    const busy = { status: 'failed', retryable: true, code: 'sms.busy', reason: 'Busy.', retryAfterMs: 5000 } as const;
    belfry.sms.answer = () => busy;
    const first = await belfry.startEngine({ ...belfry.deps, clock: ahead });
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    await first.stop();
    belfry.sms.answer = () => belfry.sms.accept();
    await belfry.deps.pool.query(`UPDATE engine.shard SET watermark = '2027-01-15T09:02:00Z'`);
    await start();
    await delay(2200);
    const [wakeup] = await belfry.wakeups();
    expect(schedule.id).toBe(wakeup?.scheduleId);
    expect((await belfry.chainOf(wakeup!)).map(({ kind }) => kind)).toEqual(['fired']);
    await goTo('2027-01-15T09:03:00Z');
    expect((await belfry.chainOf(wakeup!)).map(({ kind }) => kind)).toEqual(['fired', 'retry']);
  });

  test('never asks about a call that is still under way, however long it takes', async () => {
    await start();
    const asked = vi.fn(async () => ({ candidates: [], isExact: false }));
    belfry.sms.lookUp = asked;
    const release = belfry.sms.hold();
    await belfry.addSchedule(await belfry.addPerson({ sms: phone }));
    await eventually(() => expect(belfry.sms.sent).toHaveLength(1));
    const [wakeup] = await belfry.wakeups();
    const { shard, lane, dueAt } = wakeup!;
    const range: AuditRange = { shard, lane, from: startOf(dueAt), to: endOf(dueAt), unseen: unseenFrom(0n) };
    // Old enough to be settled, and audited twice since.
    await eventually(async () => {
      const { unsettled } = await audit(belfry.deps.pool, [range], 10);
      expect(unsettled[0]?.ageMs).toBeGreaterThan(belfry.deps.providerTimeoutMs + 1000);
    });
    const { watermark_xid: before } = await watermarkOf(wakeup!.shard);
    await belfry.addPerson({});
    await eventually(async () => expect((await watermarkOf(wakeup!.shard)).watermark_xid).not.toBe(before));
    expect(await belfry.outcomesOf(wakeup!)).toEqual([]);
    release();
    await settle();
    expect(asked).not.toHaveBeenCalled();
    expect(await belfry.outcomesOf(wakeup!)).toEqual(['0.0 accepted']);
  });
});
