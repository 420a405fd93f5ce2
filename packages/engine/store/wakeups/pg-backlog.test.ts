import { newId, type TenantId } from '@belfry/kernel/ids';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { readBacklog } from './pg-backlog.ts';

const now = '2027-01-15T09:00:00Z';

async function open() {
  const belfry = await EngineFixture.open(now);
  onTestFinished(() => belfry[Symbol.asyncDispose]());
  // As the audit leaves it when all before is explained.
  await asOwner(belfry, `UPDATE engine.shard SET watermark = timestamptz '${now}' - interval '90 s'`);
  return belfry;
}

async function asOwner({ url }: EngineFixture, statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(statement).finally(() => owner.end());
}

const backlogOf = ({ deps, clock }: EngineFixture) => readBacklog(deps.pool, clock.now());

test('what is due waits until it is claimed, each lane by itself; what nobody wants any more does not', async () => {
  const belfry = await open();
  const person = await belfry.addPerson({ sms: '+12025550101' });
  await belfry.addSchedule(person);
  await belfry.addSchedule(person);
  await belfry.addSchedule(person, {}, 1);
  await belfry.addSchedule(person, { rule: { type: 'once', at: '2027-01-15T09:30:00Z' } });
  const stopped = await belfry.addSchedule(person);
  await asOwner(belfry, `UPDATE engine.schedule SET deleted_at = now() WHERE id = '${stopped.id}'`);
  expect((await backlogOf(belfry)).waiting).toEqual(
    new Map([
      [0, 2],
      [1, 1],
    ]),
  );
  await belfry.claimDue();
  expect((await backlogOf(belfry)).waiting).toEqual(
    new Map([
      [0, 0],
      [1, 0],
    ]),
  );
});

test('where very much waits it is estimated from some of the shards, each to a bound', async () => {
  const belfry = await open();
  const person = await belfry.addPerson({ sms: '+12025550101' });
  const { id } = await belfry.addSchedule(person);
  const fill = (shards: string, count: number) =>
    asOwner(
      belfry,
      `INSERT INTO engine.wakeup (shard, lane, due_at, occ_id, seq, timing_rev, tenant_id, schedule_id, person_id, slot, day, kind)
       SELECT home, 1, timestamptz '${now}' - i * interval '1 ms', gen_random_uuid(), 0, s.timing_rev, s.tenant_id, s.id, s.person_id,
         '2027-01-15#' || i, '2027-01-15', 'fire'
       FROM engine.schedule s, ${shards} AS home, generate_series(1, ${count}) i WHERE s.id = '${id}'`,
    );
  await fill('generate_series(0, 9)', 70);
  expect((await backlogOf(belfry)).waiting.get(1)).toBe(700);
  await asOwner(belfry, 'DELETE FROM engine.wakeup WHERE lane = 1');
  await fill('generate_series(0, 62)', 1000);
  expect((await backlogOf(belfry)).waiting.get(1)).toBe(63_000);
  // What is due first is taken up first.
  await asOwner(
    belfry,
    `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at,
       steps_taken, attempt, awaits_answer, contacts)
     SELECT day, occ_id, seq, tenant_id, schedule_id, person_id, slot, 'fired', 'open', due_at, due_at, due_at, 0, 0, false, '[]'
     FROM engine.wakeup WHERE lane = 1 AND due_at < timestamptz '${now}' - interval '600 ms'`,
  );
  expect((await backlogOf(belfry)).waiting.get(1)).toBe(63 * 600);
  await asOwner(belfry, 'DELETE FROM engine.wakeup WHERE lane = 1');
  await fill('generate_series(63, 63)', 30_000);
  expect((await backlogOf(belfry)).waiting.get(1)).toBe(20_000);
});

test('how far the audit is behind, shards that nobody holds, and open dead letters of all tenants', async () => {
  const belfry = await open();
  expect(await backlogOf(belfry)).toMatchObject({ unexplainedSeconds: 90, shardsWithoutOwner: 64, openDeadLetters: 0 });
  await asOwner(
    belfry,
    `UPDATE engine.shard SET owner = 'somebody', expires_at = clock_timestamp() + interval '15 s' WHERE id < 60;
     UPDATE engine.shard SET watermark = watermark - interval '1 h' WHERE id = 3`,
  );
  for (const [tenant, state, count] of [
    [newId<TenantId>(), 'open', 3],
    [newId<TenantId>(), 'open', 2],
    [newId<TenantId>(), 'replayed', 5],
  ] as const) {
    await asOwner(
      belfry,
      `INSERT INTO engine.dead_letter (id, tenant_id, day, occ_id, seq, target, schedule_id, person_id, channel, state, at)
       SELECT gen_random_uuid(), '${tenant}', '2027-01-15', gen_random_uuid(), 0, 0, gen_random_uuid(), gen_random_uuid(), 'sms', '${state}', now()
       FROM generate_series(1, ${count})`,
    );
  }
  expect(await backlogOf(belfry)).toMatchObject({
    unexplainedSeconds: 3690,
    shardsWithoutOwner: 4,
    openDeadLetters: 5,
  });
});
