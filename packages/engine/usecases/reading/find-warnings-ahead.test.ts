import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Target } from '../../domain/policy.ts';
import { scanDueAhead } from '../../store/occurrences/pg-due-ahead.ts';
import { markSchedule } from '../../store/schedules/pg-schedules.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { measureQueries } from '../../test/measure-queries.ts';
import { simulatePolicyFor } from '../policies/simulate-policy.ts';
import { editSchedule } from '../schedules/edit-schedule.ts';
import { countUnreached } from './count-unreached.ts';
import { findWarningsAhead, type WarningAhead, type WarningPosition } from './find-warnings-ahead.ts';

const now = '2027-01-15T09:00:00Z';
const day = Temporal.Duration.from({ hours: 24 });
const canSend = (channel: string) => channel !== 'push';
let belfry: EngineFixture;
let ann: Person;
let mute: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
  ann = await belfry.addPerson({ name: 'Ann', sms: '+12025550101' });
  mute = await belfry.addPerson({ name: 'Mute' });
});

afterEach(() => belfry[Symbol.asyncDispose]());

const by = (person: Target['person'], ...channels: string[]): Target => ({ person, channels });
const at = (hours: number) => ({ rule: { type: 'once' as const, at: belfry.clock.now().add({ hours }).toString() } });

function page(limit = 50, after?: WarningPosition, personId?: Person['id']) {
  const asked = { now: belfry.clock.now(), within: day, limit, after, personId, canSend };
  return belfry.asTenant((tx) => findWarningsAhead({ ...asked, tx }));
}

async function everything(limit: number): Promise<WarningAhead[]> {
  const found: WarningAhead[] = [];
  for (let after: WarningPosition | undefined; ; ) {
    const { warnings, next } = await page(limit, after);
    expect(warnings.length).toBeLessThanOrEqual(limit);
    found.push(...warnings);
    if (!next) return found;
    after = next;
  }
}

const inShort = ({ title, step, code }: WarningAhead) => `${title} ${step} ${code}`;
const unreached = () => countUnreached(belfry.deps.pool, { now: belfry.clock.now(), within: day, canSend });

describe('a warning a day ahead', () => {
  test('stands as long as nobody can be reached, and only for what is due within the time', async () => {
    await belfry.addSchedule(mute, { title: 'Soon', ...at(23) });
    await belfry.addSchedule(mute, { title: 'Later', ...at(25) });
    await belfry.addSchedule(ann, { title: 'Reached', ...at(1) });
    expect((await page()).warnings).toMatchObject([
      {
        title: 'Soon',
        personName: 'Mute',
        step: 1,
        code: 'contact.unreachable',
        message: 'Mute cannot be reached by any channel.',
        reachesNobody: true,
      },
    ]);
    expect(await unreached()).toBe(1);
    await belfry.moveTo('2027-01-15T11:00:00Z');
    expect((await page()).warnings.map(({ title }) => title)).toEqual(['Soon', 'Later']);
    await belfry.asTenant((tx) =>
      tx.query(
        `INSERT INTO people.contact_point (person_id, tenant_id, position, channel, address) VALUES ($1, $2, 0, 'sms', '+12025550102')`,
        [mute.id, belfry.tenantId],
      ),
    );
    expect((await page()).warnings).toEqual([]);
    expect(await unreached()).toBe(0);
  });

  test('goes with what it is about, which moves, is paused, or whose person is removed', async () => {
    const moved = await belfry.addSchedule(mute, { title: 'Moved', ...at(3) });
    expect((await page()).warnings.map(inShort)).toEqual(['Moved 1 contact.unreachable']);
    const { tenantId } = belfry;
    const edit = { tenantId, id: moved.id, now: belfry.clock.now(), changes: at(5), requireVersion() {} };
    await belfry.asTenant((tx) => editSchedule({ ...edit, tx }));
    const [again, ...others] = (await page()).warnings;
    expect([again?.dueAt.toString(), others]).toEqual(['2027-01-15T14:00:00Z', []]);
    expect(await unreached()).toBe(1);
    const pause = (since: Temporal.Instant | null) =>
      belfry.asTenant((tx) => markSchedule(tx, moved.id, 'paused_at', since));
    await pause(belfry.clock.now());
    expect([(await page()).warnings, await unreached()]).toEqual([[], 0]);
    await pause(null);
    expect(await unreached()).toBe(1);
    await belfry.asTenant((tx) => tx.query('UPDATE people.person SET deleted_at = now() WHERE id = $1', [mute.id]));
    expect((await page()).warnings).toEqual([]);
    expect(await unreached()).toBe(0);
  });

  test('is asked for one person, and for one tenant', async () => {
    const other = await belfry.addPerson({ name: 'Other' });
    await belfry.addSchedule(mute, { title: 'Hers', ...at(1) });
    await belfry.addSchedule(other, { title: 'Other', ...at(2) });
    expect((await page(50, undefined, other.id)).warnings.map(inShort)).toEqual(['Other 1 contact.unreachable']);
    expect((await page(50, undefined, ann.id)).warnings).toEqual([]);
  });

  test('is what the preview says of the same policy and person', async () => {
    await belfry.addRelation(ann, mute, { role: 'caregiver' });
    const policy = await belfry.addPolicy(
      [
        { after: 'PT0S', targets: [by('self', 'email', 'sms')] },
        { after: 'PT5M', targets: [by('role:caregiver', 'sms'), by('self', 'push')] },
        { after: 'PT6M', targets: [by('role:aunt', 'sms')] },
      ],
      'again',
      { fallback: by(mute.id, 'email') },
    );
    await belfry.addSchedule(ann, { title: 'All', policyId: policy.id, ...at(1) });
    const { warnings } = await page();
    expect(warnings.map(inShort)).toEqual([
      'All 2 contact.unreachable',
      'All 2 contact.unreachable',
      'All 3 contact.no-consent',
      'All 4 contact.unreachable',
    ]);
    const simulation = await belfry.asTenant((tx) =>
      simulatePolicyFor({
        ...{ tx, policy, personId: ann.id, importance: 'critical', canSend },
        now: belfry.clock.now(),
        at: warnings[0]!.dueAt,
      }),
    );
    const told = simulation.turns.flatMap(({ decision }) => [
      ...decision.contacts.flatMap(({ problem }) => problem?.reason ?? []),
      ...(decision.kind === 'step' && decision.reason ? [decision.reason] : []),
    ]);
    expect(warnings.map(({ message }) => message)).toEqual(told);
    expect(warnings.map(({ reachesNobody }) => reachesNobody)).toEqual([false, false, false, false]);
    expect(await unreached()).toBe(0);
  });
});

describe('pages', () => {
  test('give each warning once, soonest first, whatever their size, though an occurrence has several', async () => {
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [by('self', 'email')] },
      { after: 'PT5M', targets: [by('self', 'push'), by('role:aunt', 'sms')] },
    ]);
    for (const hours of [5, 1, 3, 1])
      await belfry.addSchedule(mute, { title: `At ${hours}`, policyId: policy.id, ...at(hours) });
    await belfry.addSchedule(ann, { title: 'Reached', ...at(2) });
    const all = await everything(50);
    expect(all.map(({ title }) => title)).toEqual(['At 1', 'At 1', 'At 3', 'At 5'].flatMap((one) => [one, one, one]));
    for (const limit of [1, 2, 3, 4]) expect(await everything(limit)).toEqual(all);
    expect(await unreached()).toBe(4);
  });

  test('end after so much work, and still come to the last warning', async () => {
    // More than a page looks at: all reached but the last.
    const every = { type: 'every', interval: 'PT1M', anchor: now } as const;
    await belfry.addSchedule(ann, { title: 'Reached', rule: every });
    await belfry.addSchedule(mute, { title: 'Last', ...at(23) });
    const { pool, measured } = measureQueries(belfry.deps.pool);
    const from = { dueAt: now, occId: '00000000-0000-0000-0000-000000000000' };
    const until = belfry.clock.now().add(day);
    await scanDueAhead(pool as never, { from, until, personId: ann.id, limit: 50 });
    // Schedule, person and chain by key for each that is looked at, not for each that is due.
    expect(measured).toMatchObject([{ seqScans: [] }]);
    expect(measured[0]!.buffers).toBeLessThan(50 * 40);
    const first = await page();
    expect(first.warnings).toEqual([]);
    expect(first.next).not.toBeNull();
    expect((await everything(50)).map(inShort)).toEqual(['Last 1 contact.unreachable']);
  });
});
