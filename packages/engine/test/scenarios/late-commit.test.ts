import { newId } from '@belfry/kernel/ids';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { laneResult, unseenAfter } from '../../domain/read-result.ts';
import { audit } from '../../store/wakeups/pg-audit.ts';
import { readDue } from '../../store/wakeups/pg-read-due.ts';
import { claimTurns } from '../../usecases/claiming/claim-turns.ts';
import { Leases } from '../../usecases/running/hold-leases.ts';
import { createSchedule } from '../../usecases/schedules/create-schedule.ts';
import { EngineFixture } from '../engine-fixture.ts';

const most = 100;
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(async () => {
  await belfry[Symbol.asyncDispose]();
});

async function startLeases(): Promise<Leases> {
  const leases = new Leases(belfry.deps, { id: newId(), bootId: newId() });
  await leases.start();
  return leases;
}

/** As the engine's round does it, in its two halves. */
async function poll(leases: Leases) {
  const held = leases.lanes();
  const now = belfry.clock.now();
  const queries = held.map(({ cursor }) => ({ cursor, most }));
  const { due, late, unseen } = await readDue(belfry.deps.pool, queries, { now, mostLate: most });
  return {
    due,
    late,
    advance() {
      const lookFor = unseenAfter({ late, unseen, most }, new Set());
      for (const lane of held) {
        const ofLane = due.filter(({ shard, lane: of }) => shard === lane.cursor.shard && of === lane.cursor.lane);
        leases.advance(lane, laneResult({ due: ofLane, most }, new Set(), now), { unseen, lookFor });
      }
    },
  };
}

async function runAudit(leases: Leases): Promise<void> {
  const ranges = leases.ranges();
  await leases.moveWatermarks(ranges, await audit(belfry.deps.pool, ranges, 1000));
}

const once = (at: string) => ({ type: 'once' as const, at });

test.each([false, true])(
  'what commits while its neighbours are being read stays in sight until it is explained (with an audit meanwhile: %s)',
  async (isAudited) => {
    const ann = await belfry.addPerson({ sms: '+12025550101' });
    const leases = await startLeases();
    (await poll(leases)).advance();
    await runAudit(leases);

    belfry.clock.set('2027-01-15T09:00:02Z');
    const { promise: committing, resolve: commit } = Promise.withResolvers<void>();
    const inserted = Promise.withResolvers<void>();
    const slow = belfry.asTenant(async (tx) => {
      const at = '2027-01-15T09:00:01Z';
      const schedule = { personId: ann.id, kind: 'reminder', title: 'Slow', body: null, rule: once(at) };
      const usual = { localTime: null, timeZone: 'person', policyId: null, lateLimit: 'PT24H' } as const;
      await createSchedule({
        ...{ tx, tenantId: belfry.tenantId, now: Temporal.Instant.from(at), lane: 0 },
        schedule: { ...schedule, ...usual, importance: 'medium' },
      });
      inserted.resolve();
      await committing;
    });
    await inserted.promise;
    await belfry.addSchedule(ann, { rule: once('2027-01-15T09:00:02Z') });

    const read = await poll(leases);
    expect(read.due).toHaveLength(1);
    const { claimed } = await claimTurns(belfry.deps, read.due, 10);
    commit();
    await slow;
    if (isAudited) await runAudit(leases);
    read.advance();
    await belfry.send(claimed);
    leases.explain(read.due[0]!);

    // It is found, and whoever found it dies over it.
    const next = await poll(leases);
    expect(next.late).toHaveLength(1);
    next.advance();
    await runAudit(leases);
    await runAudit(leases);
    await leases.stop();
    expect((await poll(await startLeases())).late).toHaveLength(1);
  },
);
