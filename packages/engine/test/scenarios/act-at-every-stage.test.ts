import { noFaults } from '@belfry/kernel/fault';
import { newId, type PolicyId, type TenantId } from '@belfry/kernel/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Action, actions, decideAction } from '../../domain/decide-action.ts';
import { readOccurrence } from '../../store/occurrences/pg-occurrences.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { ActInGroups } from '../../usecases/actions/act-in-groups.ts';
import { type ActionRequest, actOnOccurrence } from '../../usecases/actions/act-on-occurrence.ts';
import { type Act, actTogether } from '../../usecases/actions/act-together.ts';
import { prepareAction } from '../../usecases/actions/prepare-action.ts';
import { savePolicy } from '../../usecases/policies/save-policy.ts';
import { EngineFixture } from '../engine-fixture.ts';

const actor = { type: 'key', id: 'k', name: 'Nightly job', via: 'API key' } as const;
const phone = '+12025550101';
let belfry: EngineFixture;
let patient: PolicyId;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  patient = await policyWith({ repageAfter: null });
});

afterAll(() => belfry[Symbol.asyncDispose]());

async function policyWith(parts: { repageAfter: string | null }): Promise<PolicyId> {
  const step = { targets: [{ person: 'self' as const, channels: ['sms'] }], message: null, repeat: null };
  const steps = ['PT0S', 'PT5M'].map((after) => ({ ...step, after }));
  const definition = { steps, fallback: null, patience: 'PT30M', onUnknown: 'again' as const, ...parts };
  const name = newId<string>();
  const saved = await belfry.asTenant((tx) =>
    savePolicy({ tx, tenantId: belfry.tenantId, now: belfry.clock.now(), name, definition }),
  );
  return saved.id;
}

type Occurrence = Pick<Wakeup, 'day' | 'occId' | 'scheduleId'>;

interface Planned {
  inTime?: Temporal.DurationLike;
  policyId?: PolicyId | null;
  contact?: { sms?: string };
}

async function planned(given: Planned = {}): Promise<Occurrence> {
  const { inTime = { hours: 1 }, policyId = patient, contact = { sms: phone } } = given;
  const ann = await belfry.addPerson(contact);
  const at = belfry.clock.now().add(inTime).toString();
  const { id } = await belfry.addSchedule(ann, { policyId, rule: { type: 'once', at }, lateLimit: 'PT2H' });
  const where = `schedule_id = '${id}'`;
  const [wakeup] = [...(await belfry.wakeups(where)), ...(await belfry.wakeups(where, 'engine.wakeup_far'))];
  return wakeup!;
}

const later = async (duration: Temporal.DurationLike) => {
  const until = belfry.clock.now().add(duration);
  // Minute by minute, as the engine would: each step at its own time.
  while (Temporal.Instant.compare(belfry.clock.now(), until) < 0) {
    const next = belfry.clock.now().add({ minutes: 5 });
    await belfry.moveTo((Temporal.Instant.compare(next, until) < 0 ? next : until).toString());
    await belfry.run();
  }
};

async function open(policyId: PolicyId = patient): Promise<Occurrence> {
  const occurrence = await planned({ inTime: { hours: 0 }, policyId });
  await belfry.run();
  return occurrence;
}

const now = () => belfry.clock.now();
const requestOf = (action: Action): ActionRequest =>
  action === 'snooze' ? { type: action, until: now().add({ hours: 3 }) } : { type: action };

async function act(occurrence: Occurrence, action: ActionRequest) {
  const { tenantId, deps, database } = belfry;
  await prepareAction({ pool: database.pools.app, partitions: deps.partitions, tenantId, occurrence, now: now() });
  return belfry.asTenant((tx) => actOnOccurrence({ tx, occurrence, action, actor, now: now() }));
}

const recordOf = async (occurrence: Occurrence) =>
  (await belfry.asTenant((tx) => readOccurrence(tx, occurrence, now())))!;

const sentOf = ({ occId }: Occurrence) =>
  belfry.sms.sent.filter(({ messageId }) => messageId.includes(occId.replaceAll('-', ''))).length;

/** How an occurrence comes into each state. */
const stages = {
  planned: () => planned(),
  due: async () => {
    const occurrence = await planned();
    await belfry.moveTo(now().add({ hours: 1 }).toString());
    return occurrence;
  },
  open: () => open(),
  acknowledged: () => after('acknowledge'),
  completed: () => after('complete'),
  snoozed: () => after('snooze'),
  exhausted: async () => {
    const occurrence = await open();
    await later({ minutes: 35 });
    return occurrence;
  },
  cancelled: () => after('cancel'),
  skipped: () => after('skip'),
  missed: async () => {
    const occurrence = await planned();
    await belfry.moveTo(now().add({ hours: 4 }).toString());
    await belfry.run();
    return occurrence;
  },
  failed: async () => {
    const occurrence = await planned({ inTime: { hours: 0 }, policyId: null, contact: {} });
    await belfry.run();
    return occurrence;
  },
} satisfies Record<string, () => Promise<Occurrence>>;

async function after(action: Action): Promise<Occurrence> {
  const occurrence = await open();
  await act(occurrence, action === 'snooze' ? { type: action, until: now().add({ hours: 2 }) } : { type: action });
  return occurrence;
}

describe.each(Object.keys(stages) as (keyof typeof stages)[])('what is %s', (stage) => {
  test.each(actions)('does as the table says when it is to %s, and nothing leaves afterwards', async (action) => {
    const occurrence = await stages[stage]();
    expect((await recordOf(occurrence)).state).toBe(stage);
    const decision = decideAction(action, stage);
    const sent = sentOf(occurrence);
    const turns = (await belfry.chainOf(occurrence)).length;
    if (decision.type === 'refuse') {
      await expect(act(occurrence, requestOf(action))).rejects.toMatchObject({ code: 'occurrence.not-actionable' });
      expect(await belfry.chainOf(occurrence)).toHaveLength(turns);
      expect((await recordOf(occurrence)).state).toBe(stage);
      return;
    }
    const didChange = decision.type === 'act';
    expect(await act(occurrence, requestOf(action))).toMatchObject({ didChange });
    // The same once more changes nothing.
    expect(await act(occurrence, requestOf(action))).toMatchObject({ didChange: false });
    const chain = await belfry.chainOf(occurrence);
    expect(chain).toHaveLength(turns + (didChange ? 1 : 0));
    expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index));
    if (didChange) expect(chain.at(-1)).toMatchObject({ kind: decision.kind, actor });
    await later({ minutes: 119 });
    expect(sentOf(occurrence)).toBe(sent);
  });
});

describe('a snooze', () => {
  test.each(['planned', 'open', 'exhausted', 'acknowledged', 'missed'] as const)(
    'of what is %s fires again from step 1 at its time, and can be answered then',
    async (stage) => {
      const occurrence = await stages[stage]();
      const sent = sentOf(occurrence);
      await act(occurrence, { type: 'snooze', until: now().add({ hours: 2 }) });
      const { snoozedUntil, closedAt } = await recordOf(occurrence);
      expect(snoozedUntil?.toString()).toBe(now().add({ hours: 2 }).toString());
      expect(closedAt).toBeNull();
      await later({ minutes: 119 });
      expect(sentOf(occurrence)).toBe(sent);
      await later({ minutes: 1 });
      expect(sentOf(occurrence)).toBe(sent + 1);
      expect(await recordOf(occurrence)).toMatchObject({ state: 'open', snoozedUntil: null });
      await later({ minutes: 5 });
      expect(sentOf(occurrence)).toBe(sent + 2);
      await act(occurrence, { type: 'complete' });
      expect((await recordOf(occurrence)).state).toBe('completed');
    },
  );

  test('moved to another time fires at that time alone', async () => {
    const occurrence = await open();
    await act(occurrence, { type: 'snooze', until: now().add({ hours: 1 }) });
    await act(occurrence, { type: 'snooze', until: now().add({ hours: 2 }) });
    await later({ minutes: 90 });
    expect(sentOf(occurrence)).toBe(1);
    await later({ minutes: 30 });
    expect(sentOf(occurrence)).toBe(2);
  });

  test('beyond the planned partitions waits among the far ones', async () => {
    const occurrence = await open();
    await act(occurrence, { type: 'snooze', until: now().add({ hours: 24 * 30 }) });
    const where = `occ_id = '${occurrence.occId}'`;
    expect(await belfry.wakeups(where, 'engine.wakeup_far')).toMatchObject([{ kind: 'refire', seq: 2 }]);
  });

  test('that is answered does not fire again', async () => {
    const occurrence = await open();
    await act(occurrence, { type: 'snooze', until: now().add({ hours: 1 }) });
    await act(occurrence, { type: 'acknowledge' });
    await later({ hours: 2 });
    expect(sentOf(occurrence)).toBe(1);
  });
});

describe('what has not fired', () => {
  test('and is skipped has had its slot, whoever plans or claims it again', async () => {
    const occurrence = await planned();
    await act(occurrence, { type: 'skip' });
    expect(await recordOf(occurrence)).toMatchObject({ state: 'skipped', firedAt: null });
    const { rowCount } = await belfry.deps.pool.query('SELECT FROM engine.slot_ledger WHERE schedule_id = $1', [
      occurrence.scheduleId,
    ]);
    expect(rowCount).toBe(1);
    await later({ hours: 2 });
    expect(await belfry.chainOf(occurrence)).toHaveLength(1);
  });

  test('and lies far ahead can be cancelled as well', async () => {
    const occurrence = await planned({ inTime: { hours: 24 * 20 } });
    expect(await act(occurrence, { type: 'cancel' })).toMatchObject({ didChange: true });
    expect((await recordOf(occurrence)).state).toBe('cancelled');
  });

  test('by a paused schedule is not to be found', async () => {
    const occurrence = await planned();
    await belfry.asTenant((tx) =>
      tx.query('UPDATE engine.schedule SET paused_at = now() WHERE id = $1', [occurrence.scheduleId]),
    );
    expect(await act(occurrence, { type: 'skip' })).toBeNull();
  });
});

describe('snoozing', () => {
  test.each([
    ['paused', 'paused_at'],
    ['finished', 'finished_at'],
    ['deleted', 'deleted_at'],
  ])('what had no answer, of a schedule that is %s, is refused: it would never come', async (state, column) => {
    const occurrence = await stages.exhausted();
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE engine.schedule SET ${column} = now() WHERE id = $1`, [occurrence.scheduleId]),
    );
    const chain = await belfry.chainOf(occurrence);
    await expect(act(occurrence, requestOf('snooze'))).rejects.toMatchObject({
      code: 'occurrence.not-actionable',
      message: expect.stringContaining(state),
    });
    expect(await belfry.chainOf(occurrence)).toEqual(chain);
    expect(await act(occurrence, requestOf('complete'))).toMatchObject({ didChange: true });
  });
});

describe('completing', () => {
  const finishedAt = async ({ scheduleId }: Occurrence) =>
    (
      await belfry.deps.pool.query<{ finished_at: Temporal.Instant | null }>(
        'SELECT finished_at FROM engine.schedule WHERE id = $1',
        [scheduleId],
      )
    ).rows[0]!.finished_at?.toString();

  test.each(['planned', 'open', 'acknowledged'] as const)('what is once and %s ends its schedule', async (stage) => {
    const occurrence = await stages[stage]();
    await act(occurrence, { type: 'complete' });
    expect(await finishedAt(occurrence)).toBe(now().toString());
  });

  test('one of a daily reminder leaves the others as they are', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const localTime = now().add({ hours: 1 }).toZonedDateTimeISO('UTC').toPlainTime().toString();
    const rule = { type: 'rrule' as const, rrule: 'FREQ=DAILY' };
    const { id } = await belfry.addSchedule(ann, { policyId: patient, rule, localTime });
    const [first, second] = await belfry.wakeups(`schedule_id = '${id}'`);
    await act(first!, { type: 'complete' });
    expect(await finishedAt(first!)).toBeUndefined();
    expect((await recordOf(second!)).state).toBe('planned');
  });

  test('only acknowledging leaves the schedule open', async () => {
    const occurrence = await open();
    await act(occurrence, { type: 'acknowledge' });
    expect(await finishedAt(occurrence)).toBeUndefined();
  });
});

describe('acknowledged and not completed', () => {
  test('within the time of its policy, it begins anew; completed, it does not', async () => {
    const insistent = await policyWith({ repageAfter: 'PT1H' });
    const [forgotten, done] = [await open(insistent), await open(insistent)];
    for (const occurrence of [forgotten, done]) await act(occurrence, { type: 'acknowledge' });
    await later({ minutes: 30 });
    await act(done, { type: 'complete' });
    await later({ minutes: 25 });
    expect([sentOf(forgotten), sentOf(done)]).toEqual([1, 1]);
    await later({ minutes: 5 });
    expect([sentOf(forgotten), sentOf(done)]).toEqual([2, 1]);
    expect((await recordOf(forgotten)).state).toBe('open');
  });
});

describe('what many do at once', () => {
  const simple = actions.filter((action) => action !== 'snooze');
  const standsOpen = async ({ occId }: Occurrence) =>
    (await belfry.deps.pool.query('SELECT FROM engine.open_occurrence WHERE occ_id = $1', [occId])).rowCount === 1;

  test('comes to what the table says of each; what has not fired, was acknowledged or is refused, is left', async () => {
    const acts: Act[] = [];
    for (const stage of Object.values(stages)) {
      for (const type of simple) acts.push({ occurrence: await stage(), action: { type }, actor });
    }
    const before = await Promise.all(
      acts.map(async ({ occurrence }) => ({
        state: (await recordOf(occurrence as Occurrence)).state,
        chain: await belfry.chainOf(occurrence as Occurrence),
      })),
    );
    const acted = await belfry.asTenant((tx) => actTogether(tx, acts, now()));
    const said = new Set<string>();
    for (const [index, { occurrence, action }] of acts.entries()) {
      const { state, chain } = before[index]!;
      const decision = decideAction(action.type, state);
      const after = await belfry.chainOf(occurrence as Occurrence);
      const isLeft =
        decision.type === 'refuse' || chain.length === 0 || (state === 'acknowledged' && decision.type === 'act');
      said.add(isLeft ? 'left' : decision.type);
      if (isLeft) expect(acted[index], `${action.type} of ${state}`).toBeNull();
      else
        expect(acted[index]).toMatchObject({
          didChange: decision.type === 'act',
          occurrence: { occId: occurrence.occId },
        });
      if (isLeft || decision.type !== 'act') {
        expect(after).toEqual(chain);
        continue;
      }
      expect(after.slice(0, -1)).toEqual(chain);
      expect(after.at(-1)).toMatchObject({ kind: decision.kind, actor });
      expect(acted[index]!.occurrence.state).toBe(decision.kind);
      expect(await standsOpen(occurrence as Occurrence)).toBe(false);
    }
    expect(said).toEqual(new Set(['act', 'already', 'left']));
  });

  test('ends what is once, and is followed by what a policy has for it', async () => {
    const insistent = await policyWith({ repageAfter: 'PT1H' });
    const [done, seen] = [await open(insistent), await open(insistent)];
    const acts: Act[] = [
      { occurrence: done, action: { type: 'complete' }, actor },
      { occurrence: seen, action: { type: 'acknowledge' }, actor },
    ];
    await belfry.asTenant((tx) => actTogether(tx, acts, now()));
    const { rows } = await belfry.deps.pool.query(
      'SELECT id FROM engine.schedule WHERE id = ANY($1) AND finished_at = $2',
      [[done.scheduleId, seen.scheduleId], now().toString()],
    );
    expect(rows).toEqual([{ id: done.scheduleId }]);
    expect([await standsOpen(done), await standsOpen(seen)]).toEqual([false, true]);
    await later({ minutes: 60 });
    expect([sentOf(done), sentOf(seen)]).toEqual([1, 2]);
  });

  test('is one turn where several mean the same occurrence, and the others find it done', async () => {
    const groups = new ActInGroups({ pool: belfry.database.pools.app, clock: belfry.clock, fault: noFaults });
    const occurrence = await open();
    const act = () => groups.add(belfry.tenantId, { occurrence, action: { type: 'acknowledge' }, actor });
    const first = await Promise.all([act(), act(), act()]);
    expect(first.map((acted) => acted?.didChange ?? null)).toEqual([true, null, null]);
    expect(await act()).toMatchObject({ didChange: false, underWay: [] });
    expect(await belfry.chainOf(occurrence)).toHaveLength(2);
  });

  test('is left to each where PostgreSQL refuses one of them', async () => {
    const groups = new ActInGroups({ pool: belfry.database.pools.app, clock: belfry.clock, fault: noFaults });
    const [good, bad] = [await open(), await open()];
    const acts: Act[] = [
      { occurrence: good, action: { type: 'complete' }, actor },
      { occurrence: bad, action: { type: 'complete' }, actor: { ...actor, name: 'unstorable \u0000' } },
    ];
    expect(await Promise.all(acts.map((one) => groups.add(belfry.tenantId, one)))).toEqual([null, null]);
    expect(await belfry.chainOf(good)).toHaveLength(1);
    expect(await groups.add(belfry.tenantId, acts[0]!)).toMatchObject({ didChange: true });
  });

  test('of another tenant finds nothing', async () => {
    const groups = new ActInGroups({ pool: belfry.database.pools.app, clock: belfry.clock, fault: noFaults });
    const occurrence = await open();
    const foreign = { occurrence, action: { type: 'complete' }, actor } as const;
    expect(await groups.add(newId<TenantId>(), foreign)).toBeNull();
    expect(await belfry.chainOf(occurrence)).toHaveLength(1);
  });
});
