import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { claimDue } from './claim-due.ts';
import { claimTurns } from './claim-turns.ts';

const now = '2027-01-15T09:00:00Z';
const phone = '+12025550101';
const toSelf = { targets: [{ person: 'self' as const, channels: ['sms'] }] };
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
});

afterEach(() => belfry[Symbol.asyncDispose]());

const claim = (wakeups: readonly Wakeup[], slots = 1000) => claimTurns(belfry.deps, wakeups, slots);

describe('a claim', () => {
  test('of the same wake-ups by twenty at once gives each turn once', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    for (let i = 0; i < 30; i++) await belfry.addSchedule(ann, { title: `Number ${i}` });
    const due = await belfry.due();
    const shuffled = Array.from({ length: 20 }, (_, i) => [...due.slice(i), ...due.slice(0, i)]);
    const claims = await Promise.all(shuffled.map((wakeups) => claim(wakeups)));
    const claimed = claims.flatMap((one) => one.claimed.map(({ turn }) => turn.occId));
    expect(claimed).toHaveLength(30);
    expect(new Set(claimed)).toEqual(new Set(due.map(({ occId }) => occId)));
  });

  test('leaves the next wake-up behind, in the table that its due time asks for', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    for (const after of ['PT5M', 'P5D']) {
      const policy = await belfry.addPolicy([
        { after: 'PT0S', ...toSelf },
        { after, ...toSelf },
      ]);
      await belfry.addSchedule(ann, { policyId: policy.id });
    }
    await belfry.claimDue();
    expect(await belfry.wakeups('seq = 1')).toMatchObject([{ kind: 'step' }]);
    const [far] = await belfry.wakeups('seq = 1', 'engine.wakeup_far');
    expect(far?.dueAt.toString()).toBe('2027-01-20T09:00:00Z');
  });

  test('passes over what no longer stands, and the audit does not ask for it', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const paused = await belfry.addSchedule(ann);
    const moved = await belfry.addSchedule(ann);
    await belfry.asTenant(async (tx) => {
      await tx.query('UPDATE engine.schedule SET paused_at = now() WHERE id = $1', [paused.id]);
      await tx.query('UPDATE engine.schedule SET timing_rev = 1 WHERE id = $1', [moved.id]);
    });
    expect(await claim(await belfry.due())).toEqual({ claimed: [], leftOver: [], waiting: [] });
  });

  test('of a slot that has been claimed under another date is none: the ledger knows it', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    await belfry.addSchedule(ann);
    const [wakeup] = await belfry.due();
    const elsewhere = { ...wakeup!, day: '2027-01-16', dueAt: wakeup!.dueAt.add({ seconds: 1 }) };
    await belfry.asEngine((tx) => insertWakeups(tx, [elsewhere], belfry.clock.now()));
    expect((await claim([wakeup!])).claimed).toHaveLength(1);
    expect((await claim([elsewhere])).claimed).toHaveLength(0);
  });

  test('keeps to the free slots, but always takes the first', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const bob = await belfry.addPerson({ name: 'Bob Baker', sms: '+12025550102', email: 'bob@example.com' });
    const toBob = ['sms', 'email'].map((channel) => ({ person: bob.id, channels: [channel] }));
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [...toSelf.targets, ...toBob] }]);
    for (let i = 0; i < 5; i++) await belfry.addSchedule(ann, { policyId: policy.id });
    const due = await belfry.due();
    const first = await claim(due, 7);
    expect(first.claimed.map(({ turn }) => turn.occId)).toEqual(due.slice(0, 2).map(({ occId }) => occId));
    expect(first.leftOver).toEqual(due.slice(2));
    const second = await claim(first.leftOver, 1);
    expect(second.claimed).toHaveLength(1);
    expect(second.leftOver).toEqual(due.slice(3));
  });

  test('records who could not be reached as an attempt that failed', async () => {
    const nobody = await belfry.addPerson({ name: 'Nobody' });
    await belfry.addSchedule(nobody);
    const [claimed] = await belfry.claimDue();
    expect(claimed?.turn.decision).toMatchObject({ state: 'failed' });
    expect(await belfry.outcomesOf(claimed!.turn)).toEqual(['0.0 failed contact.unreachable']);
  });

  test('of a text that has to be cut amid an emoji is stored as it will be sent', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    for (const spaces of [0, 1]) await belfry.addSchedule(ann, { body: ' '.repeat(spaces) + '💊'.repeat(1000) });
    await belfry.send(await belfry.claimDue());
    expect(belfry.sms.sent).toHaveLength(2);
    for (const { text } of belfry.sms.sent) expect(text.isWellFormed()).toBe(true);
  });
});

describe('a retry and a step that expect the same place', () => {
  async function bothDue(): Promise<Wakeup[]> {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', ...toSelf },
      { after: 'PT1M', ...toSelf },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    belfry.sms.answer = () => ({ status: 'failed', retryable: true, code: 'busy', reason: 'Busy.' });
    await belfry.send(await belfry.claimDue());
    belfry.sms.answer = () => belfry.sms.accept();
    await belfry.moveTo('2027-01-15T09:01:00Z');
    const due = await belfry.due();
    expect(due.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'retry'],
      [1, 'step'],
    ]);
    return due;
  }

  test('are one turn, the one that was due first, and the step follows it', async () => {
    const claimed = (await claim(await bothDue())).claimed;
    expect(claimed.map(({ turn }) => turn.decision.kind)).toEqual(['retry']);
    await belfry.send(claimed);
    await belfry.run();
    const chain = await belfry.chainOf(claimed[0]!.turn);
    expect(chain.map(({ kind, stepsTaken }) => [kind, stepsTaken])).toEqual([
      ['fired', 1],
      ['retry', 1],
      ['step', 2],
    ]);
    expect(belfry.sms.sent).toHaveLength(3);
  });

  test('are one turn when two processes claim them at once, and no step is lost or taken twice', async () => {
    const [retry, step] = await bothDue();
    const claims = await Promise.all([claim([retry!]), claim([step!])]);
    expect(claims.flatMap(({ claimed }) => claimed)).toHaveLength(1);
    await belfry.send(claims.flatMap(({ claimed }) => claimed));
    await belfry.run();
    const chain = await belfry.chainOf(retry!);
    expect(chain.filter(({ kind }) => kind === 'step').map(({ stepsTaken }) => stepsTaken)).toEqual([2]);
    expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index));
  });
});

test('one wake-up that cannot be claimed is reported and holds up no other', async () => {
  const ann = await belfry.addPerson({ sms: phone });
  const schedules = [await belfry.addSchedule(ann), await belfry.addSchedule(ann), await belfry.addSchedule(ann)];
  await belfry.asTenant((tx) =>
    tx.query(`UPDATE engine.schedule SET late_limit = 'for ever' WHERE id = $1`, [schedules[1]!.id]),
  );
  const due = await belfry.due();
  await expect(claim(due)).rejects.toThrow(RangeError);
  const { claimed } = await claimDue(belfry.deps, due, 1000);
  expect(new Set(claimed.map(({ turn }) => turn.scheduleId))).toEqual(new Set([schedules[0]!.id, schedules[2]!.id]));
  expect(belfry.errors).toHaveLength(1);
});
