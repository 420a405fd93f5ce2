import { newId, type ScheduleId, type TenantId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { PhoneTalk } from '../../test/phone-talk.ts';
import { claimTurns } from '../claiming/claim-turns.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import { coverReplan } from '../planning/replan-schedule.ts';
import { readOccurrenceTimeline } from '../reading/read-timeline.ts';
import { pauseSchedule } from '../schedules/pause-schedule.ts';
import { resumeSchedule } from '../schedules/resume-schedule.ts';
import { type ActionRequest, actOnOccurrence } from './act-on-occurrence.ts';
import { drain } from './drain.ts';
import { type SettleOptions, settleWideFact } from './settle-wide-fact.ts';

const actor = { type: 'key', id: 'k', name: 'Nightly job', via: 'API key' } as const;
const cancelled = { state: 'cancelled', reason: 'It was deleted.', actor } as const;
const toSelf = [{ person: 'self' as const, channels: ['sms'] }];
let belfry: EngineFixture;
let talk: PhoneTalk;
let phones = 0;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  talk = new PhoneTalk(belfry);
});

afterAll(() => belfry[Symbol.asyncDispose]());

function settle(given: Partial<SettleOptions> & Pick<SettleOptions, 'fact'>) {
  const pool = belfry.database.pools.app;
  return settleWideFact({ ...belfry.deps, pool, tenantId: belfry.tenantId, close: null, withinMs: 5000, ...given });
}

async function openOne(repageAfter: string | null = null) {
  const phone = `+120255501${String(10 + phones++)}`;
  const ann = await belfry.addPerson({ sms: phone });
  const steps = [
    { after: 'PT0S', targets: toSelf },
    { after: 'PT5M', targets: toSelf },
  ];
  const policy = await belfry.addPolicy(steps, 'again', { repageAfter });
  const schedule = await belfry.addSchedule(ann, { policyId: policy.id });
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  return { ann, phone, schedule, occurrence: claims.find(({ turn }) => turn.scheduleId === schedule.id)!.turn };
}

const headOf = async (occurrence: Awaited<ReturnType<typeof openOne>>['occurrence']) =>
  (await belfry.chainOf(occurrence)).at(-1)!;

async function act(occurrence: Parameters<typeof headOf>[0], action: ActionRequest): Promise<void> {
  await belfry.asTenant((tx) => actOnOccurrence({ tx, occurrence, action, actor, now: belfry.clock.now() }));
}

const pause = ({ id }: { id: ScheduleId }) => belfry.asTenant((tx) => pauseSchedule(tx, id, belfry.clock.now()));

const remove = ({ id }: Person) =>
  belfry.asTenant((tx) =>
    tx.query('UPDATE people.person SET deleted_at = $2 WHERE id = $1', [id, belfry.clock.now().toString()]),
  );

const restore = ({ id }: Person) =>
  belfry.asTenant((tx) => tx.query('UPDATE people.person SET deleted_at = NULL WHERE id = $1', [id]));

const waitedFor = async ({ id }: Person) =>
  (await belfry.deps.pool.query('SELECT occ_id FROM engine.open_occurrence WHERE person_id = $1', [id])).rows;

describe('what is open', () => {
  test('for a schedule is closed by a turn that says why and by whom; others stay', async () => {
    const [mine, other] = [await openOne(), await openOne()];
    await pause(mine.schedule);
    const told: [string, string][] = [];
    const onChange = (...change: [string, string]) => void told.push(change);
    const { closed } = await settle({ fact: { scheduleId: mine.schedule.id }, close: cancelled, onChange });
    expect(closed.map(({ occId }) => occId)).toEqual([mine.occurrence.occId]);
    const { day, occId } = mine.occurrence;
    expect(told).toEqual([[belfry.tenantId, formatOccurrenceId(day, occId)]]);
    expect(await headOf(mine.occurrence)).toMatchObject({ kind: 'cancelled', reason: 'It was deleted.', actor });
    expect(await headOf(other.occurrence)).toMatchObject({ state: 'open' });
    expect(await settle({ fact: { scheduleId: mine.schedule.id }, close: cancelled })).toMatchObject({ closed: [] });
  });

  test('for a person is closed, the snoozed too', async () => {
    const { ann, occurrence } = await openOne();
    await act(occurrence, { type: 'snooze', until: belfry.clock.now().add({ hours: 1 }) });
    await remove(ann);
    const { closed } = await settle({ fact: { personId: ann.id }, close: { ...cancelled, state: 'completed' } });
    expect(closed).toHaveLength(1);
    expect(await headOf(occurrence)).toMatchObject({ state: 'completed' });
  });

  test.each([
    ['cancelled', null],
    ['cancelled', 'PT1H'],
    ['completed', 'PT1H'],
  ] as const)(
    'and is acknowledged stays so where all else is %s, does not page again after %s, and a DONE still completes it',
    async (state, repageAfter) => {
      const { ann, phone, schedule, occurrence } = await openOne(repageAfter);
      await act(occurrence, { type: 'acknowledge' });
      await pause(schedule);
      const settled = await settle({ fact: { scheduleId: schedule.id }, close: { ...cancelled, state } });
      expect(settled).toEqual({ closed: [], couldNotStop: [] });
      const kind = repageAfter === null ? 'acknowledged' : 'closed';
      expect(await headOf(occurrence)).toMatchObject({ kind, state: 'acknowledged', actor });
      expect(await waitedFor(ann)).toEqual([]);
      expect(await talk.reply(phone, 'OK')).toMatch(/^Already seen by /);
      await belfry.moveTo(belfry.clock.now().add({ hours: 2 }).toString());
      await belfry.run();
      expect(belfry.sms.sent.filter(({ to }) => to === phone)).toHaveLength(1);
      expect(await talk.reply(phone, 'DONE')).toBe('Thank you. Done: Take pills');
      expect(await headOf(occurrence)).toMatchObject({ state: 'completed' });
    },
  );

  test('and was to page again does not do so where its schedule goes on before, and the record says why', async () => {
    const { phone, schedule, occurrence } = await openOne('PT1H');
    await act(occurrence, { type: 'acknowledge' });
    await pause(schedule);
    const close = { ...cancelled, reason: 'The schedule was paused.' };
    await settle({ fact: { scheduleId: schedule.id }, close });
    await settle({ fact: { scheduleId: schedule.id }, close });
    const now = belfry.clock.now();
    await belfry.asTenant((tx) => resumeSchedule(tx, { tenantId: belfry.tenantId, id: schedule.id, now }));
    await belfry.moveTo(now.add({ hours: 2 }).toString());
    await belfry.run();
    expect(belfry.sms.sent.filter(({ to }) => to === phone)).toHaveLength(1);
    const chain = await belfry.chainOf(occurrence);
    expect(chain.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['fired', null],
      ['acknowledged', null],
      ['closed', 'The schedule was paused.'],
    ]);
    const timeline = await belfry.asTenant((tx) =>
      readOccurrenceTimeline({ tx, occurrence, now: belfry.clock.now(), canSend: () => true }),
    );
    expect(timeline.filter(({ type }) => type === 'planned')).toEqual([]);
  });

  test('and is acknowledged once it was closed widely is waited for no longer than until it would page again', async () => {
    const { ann, schedule, occurrence } = await openOne('PT1H');
    await pause(schedule);
    await act(occurrence, { type: 'acknowledge' });
    expect(await waitedFor(ann)).toHaveLength(1);
    await belfry.moveTo(belfry.clock.now().add({ hours: 2 }).toString());
    await belfry.run();
    expect(await headOf(occurrence)).toMatchObject({ kind: 'closed', state: 'acknowledged' });
    expect(await waitedFor(ann)).toEqual([]);
  });

  test('is closed in chunks, and an answer that comes between two of them stands', async () => {
    const ann = await belfry.addPerson({ sms: '+12025550180' });
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: toSelf }]);
    for (let i = 0; i < 7; i++) await belfry.addSchedule(ann, { policyId: policy.id });
    const claims = (await belfry.claimDue()).filter(({ turn }) => turn.personId === ann.id);
    await belfry.send(claims);
    const occurrences = claims.map(({ turn }) => turn).toSorted((a, b) => (a.occId < b.occId ? -1 : 1));
    const [answered, ...others] = occurrences;
    // Somebody says OK and has not committed yet when the first chunk comes to it.
    const holder = await belfry.database.pools.engine.connect();
    await holder.query('BEGIN');
    const ok = { type: 'complete' } as const;
    await actOnOccurrence({ tx: holder, occurrence: answered!, action: ok, actor, now: belfry.clock.now() });
    await remove(ann);
    const settling = settle({ fact: { personId: ann.id }, close: cancelled, chunk: 3 });
    await belfry.waitForLock();
    await holder.query('COMMIT');
    holder.release();
    expect((await settling).closed.map(({ occId }) => occId)).toEqual(others.map(({ occId }) => occId));
    expect(await headOf(answered!)).toMatchObject({ state: 'completed' });
    for (const one of others)
      expect(await headOf(one)).toMatchObject({ state: 'cancelled', reason: 'It was deleted.' });
    expect(await waitedFor(ann)).toEqual([]);
  });

  test('stays where its schedule has been resumed, or its person restored, before it was closed', async () => {
    const { ann, schedule, occurrence } = await openOne();
    await pause(schedule);
    await coverReplan(belfry.deps.partitions, belfry.clock.now());
    await belfry.asTenant((tx) =>
      resumeSchedule(tx, { tenantId: belfry.tenantId, id: schedule.id, now: belfry.clock.now() }),
    );
    expect((await settle({ fact: { scheduleId: schedule.id }, close: cancelled })).closed).toEqual([]);
    await remove(ann);
    await restore(ann);
    expect((await settle({ fact: { personId: ann.id }, close: cancelled })).closed).toEqual([]);
    expect(await headOf(occurrence)).toMatchObject({ state: 'open' });
    expect(await waitedFor(ann)).toHaveLength(1);
  });

  test('stays where nothing is to be closed', async () => {
    const { schedule, occurrence } = await openOne();
    expect(await settle({ fact: { scheduleId: schedule.id } })).toEqual({ closed: [], couldNotStop: [] });
    expect(await headOf(occurrence)).toMatchObject({ state: 'open' });
  });

  test('of a message without a policy is closed while it is being tried, and not once it went out', async () => {
    const ann = await belfry.addPerson({ sms: '+12025550190' });
    belfry.sms.answer = () => ({ status: 'failed', retryable: true, code: 'provider.busy', reason: 'Busy.' });
    const failing = await belfry.addSchedule(ann);
    await belfry.send(await belfry.claimDue());
    belfry.sms.answer = () => belfry.sms.accept();
    const sent = await belfry.addSchedule(ann);
    await belfry.send(await belfry.claimDue());
    await pause(failing);
    await pause(sent);
    expect((await settle({ fact: { scheduleId: failing.id }, close: cancelled })).closed).toHaveLength(1);
    expect((await settle({ fact: { scheduleId: sent.id }, close: cancelled })).closed).toEqual([]);
    await belfry.moveTo(belfry.clock.now().add({ hours: 1 }).toString());
    await belfry.run();
    expect(belfry.sms.sent.filter(({ to }) => to === '+12025550190')).toHaveLength(2);
  });

  test('is not seen from another tenant', async () => {
    const { schedule, occurrence } = await openOne();
    const theirs = newId<TenantId>();
    await settle({ tenantId: theirs, fact: { scheduleId: schedule.id }, close: cancelled });
    await settle({ tenantId: theirs, fact: { tenant: true }, close: cancelled, pool: belfry.database.pools.engine });
    expect(await headOf(occurrence)).toMatchObject({ state: 'open' });
  });
});

describe('a call under way', () => {
  test.each(['schedule', 'person', 'address', 'tenant', 'author'] as const)(
    'that concerns the %s is waited for, and named when it does not end in time',
    async (what) => {
      const { ann, phone, schedule, occurrence } = await openOne();
      await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
      const fact = {
        schedule: { scheduleId: schedule.id },
        person: { personId: ann.id },
        address: { channel: 'sms', address: phone },
        tenant: { tenant: true },
        author: { author: 'test' },
      }[what] as SettleOptions['fact'];
      const due = (await belfry.due()).filter(({ occId }) => occId === occurrence.occId);
      const { claimed } = await claimTurns(belfry.deps, due, 10);
      // Claimed by then: nobody here writes for it.
      await belfry.asEngine((tx) =>
        tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [schedule.id]),
      );
      const release = belfry.sms.hold();
      const sending = belfry.send(
        claimed.map((claim) => ({ ...claim, claimedAtMs: performance.now(), freshAtMs: performance.now() })),
      );
      const { couldNotStop } = await settle({ fact, withinMs: 50 });
      const waiting = settle({ fact });
      release();
      await sending;
      expect(couldNotStop).toMatchObject([{ attemptId: '1.0', channel: 'sms', address: phone, personId: ann.id }]);
      expect(couldNotStop[0]?.occurrenceId).toMatch(/^occ_2027\d{4}_[0-9a-f]{32}$/);
      expect((await waiting).couldNotStop).toEqual([]);
    },
  );

  test('that has an end which nobody knows is named and not waited for; once it is found out it is not', async () => {
    const { schedule, occurrence } = await openOne();
    await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
    const due = (await belfry.due()).filter(({ occId }) => occId === occurrence.occId);
    const { claimed } = await claimTurns(belfry.deps, due, 10);
    belfry.sms.answer = () => ({ status: 'unknown', reason: 'No answer.' });
    await belfry.send(claimed);
    belfry.sms.answer = () => belfry.sms.accept();
    const { couldNotStop } = await settle({ fact: { scheduleId: schedule.id }, withinMs: 600_000 });
    expect(couldNotStop).toMatchObject([{ attemptId: '1.0', channel: 'sms' }]);
    const { pool } = belfry.deps;
    expect(await drain(pool, belfry.tenantId, occurrence, 600_000)).toEqual(couldNotStop);
    const outcome = {
      ...occurrence,
      seq: 1,
      target: 0,
      status: 'failed',
      providerId: null,
      code: null,
      reason: null,
    } as const;
    await recordOutcome(belfry.deps, { outcome, afterFailure: null, settles: true }, 'outcome');
    expect((await settle({ fact: { scheduleId: schedule.id } })).couldNotStop).toEqual([]);
    expect(await drain(pool, belfry.tenantId, occurrence, 0)).toEqual([]);
  });

  test('is found by the row that committed behind the watermark', async () => {
    const { schedule, occurrence } = await openOne();
    await belfry.moveTo(belfry.clock.now().add({ minutes: 5 }).toString());
    const due = (await belfry.due()).filter(({ occId }) => occId === occurrence.occId);
    const { claimed } = await claimTurns(belfry.deps, due, 10);
    // As if everything due by now had been explained but for what later transactions insert.
    await belfry.deps.pool.query('UPDATE engine.shard SET watermark = $1', [
      belfry.clock.now().add({ minutes: 1 }).toString(),
    ]);
    expect((await settle({ fact: { scheduleId: schedule.id }, withinMs: 0 })).couldNotStop).toHaveLength(1);
    await belfry.send(claimed);
    expect((await settle({ fact: { scheduleId: schedule.id } })).couldNotStop).toEqual([]);
  });
});
