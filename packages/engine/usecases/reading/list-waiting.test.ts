import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { buffersOf, measureReads } from '../../test/measure-queries.ts';
import { actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { listWaiting } from './list-waiting.ts';

let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const asked = (title: string) => belfry.addSchedule(ann, { title, policyId: policy.id });
  // Nobody answers the first; somebody answers the second after it was given up.
  await asked('Exhausted');
  const answered = await asked('Answered late');
  await belfry.addSchedule(await belfry.addPerson({}), { title: 'Unreachable' });
  await belfry.run();
  await belfry.moveTo('2027-01-15T11:00:00Z');
  await belfry.run();
  const [late] = await belfry.wakeups(`seq = 0 AND schedule_id = '${answered.id}'`);
  await belfry.asTenant((tx) =>
    actOnOccurrence({ tx, occurrence: late!, action: { type: 'complete' }, actor: null, now: belfry.clock.now() }),
  );
  const owner = new pg.Client({ connectionString: belfry.url });
  await owner.connect();
  // 600 later ones, of which every second waits for an answer, and two that were missed, one of them long ago.
  await owner.query(
    `INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at,
       base_at, steps_taken, attempt, awaits_answer, contacts)
     SELECT '2027-01-15', gen_random_uuid(), 0, s.tenant_id, s.id, s.person_id, '', 'fired', n.state, n.at, n.at, n.at, 1, 0,
       n.state = 'open', '[]'
     FROM engine.schedule s, (
       SELECT timestamptz '2027-01-15 12:00Z' + i * interval '1 s' AS at, (ARRAY['completed', 'open'])[1 + i % 2] AS state
       FROM generate_series(1, 600) i
       UNION ALL VALUES (timestamptz '2027-01-15 10:00Z', 'missed'), (timestamptz '2027-01-01 10:00Z', 'missed')
     ) n WHERE s.id = $1`,
    [answered.id],
  );
  await owner.query(
    `INSERT INTO engine.open_occurrence (occ_id, tenant_id, day, schedule_id, person_id, opened_at, due_at)
     SELECT occ_id, tenant_id, day, schedule_id, person_id, at, due_at FROM engine.turn WHERE seq = 0 AND awaits_answer
     ON CONFLICT DO NOTHING`,
  );
  await owner.query('VACUUM ANALYZE engine.turn, engine.open_occurrence');
  await owner.end();
  await belfry.moveTo('2027-01-15T13:00:00Z');
}, 60_000);

afterAll(() => belfry[Symbol.asyncDispose]());

test('whoever has waited longest is found behind 600 later occurrences, and all are counted', async () => {
  const groups = await belfry.asTenant((tx) => listWaiting(tx, { limit: 3, now: belfry.clock.now() }));
  expect(
    groups.map(({ state, count, isMore, rows }) => [state, count, isMore, rows.map(({ dueAt }) => dueAt.toString())]),
  ).toEqual([
    ['exhausted', 1, false, ['2027-01-15T09:00:00Z']],
    ['failed', 1, false, ['2027-01-15T09:00:00Z']],
    ['missed', 1, false, ['2027-01-15T10:00:00Z']],
    ['open', 300, false, ['2027-01-15T12:00:01Z', '2027-01-15T12:00:03Z', '2027-01-15T12:00:05Z']],
  ]);
  expect(groups.flatMap(({ rows }) => rows.map(({ title, state }) => [title, state])).slice(0, 2)).toEqual([
    ['Exhausted', 'exhausted'],
    ['Unreachable', 'failed'],
  ]);
});

test('what ended badly is read by its own index, not among all that ended well', async () => {
  await belfry.asTenant(async (tx) => {
    const { tx: measuring, measured } = measureReads(tx);
    await listWaiting(measuring, { limit: 3, now: belfry.clock.now() });
    expect(measured.flatMap(({ seqScans }) => seqScans).filter((table) => table.startsWith('turn'))).toEqual([]);
    expect(buffersOf(measured)).toBeLessThan(6000);
  });
});
