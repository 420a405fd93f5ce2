import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { authorOf } from '../../test/author-of.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { type ActionRequest, actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { viewSchedule } from '../schedules/view-schedules.ts';
import { readUpcoming, type Upcoming } from './read-upcoming.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
let belfry: EngineFixture;
let ann: Person;

beforeAll(async () => {
  belfry = await EngineFixture.open(now.toString());
}, 60_000);

afterAll(() => belfry[Symbol.asyncDispose]());

function page(of: EngineFixture, { id: personId }: Person, rest: Pick<Options, 'limit' | 'after'>) {
  const { tenantId, clock } = of;
  return of.asTenant((tx) =>
    readUpcoming(tx, { tenantId, personId, personZone: 'UTC' as TimeZone, now: clock.now(), ...rest }),
  );
}

const lineOf = ({ at, occurrence }: Upcoming) => `${at} ${occurrence.state} ${occurrence.title}`;

type Options = Parameters<typeof readUpcoming>[1];

async function everyPage(limit: number, of = belfry, person = ann) {
  const found: string[] = [];
  for (let after: Options['after']; ; ) {
    const rows = await page(of, person, { limit, after });
    found.push(...rows.slice(0, limit).map(lineOf));
    const last = rows[limit - 1];
    if (rows.length <= limit || !last) return found;
    after = { dueAt: last.at.toString(), occId: last.occurrence.occId };
  }
}

test('the end of a snooze and a re-page stand among what is to come, at their instants, on pages of any size', async () => {
  ann = await belfry.addPerson({ sms: '+12025550101' });
  const steps = [{ after: 'PT0S', targets: [{ person: 'self' as const, channels: ['sms'] }] }];
  const policy = await belfry.addPolicy(steps, 'again', { repageAfter: 'PT2H' });
  const at = (text: string) => ({ rule: { type: 'once' as const, at: text } });
  const actions = new Map<string, ActionRequest>();
  const asked = async (title: string, action: ActionRequest) => {
    const { id } = await belfry.addSchedule(ann, { ...at(now.toString()), title, policyId: policy.id });
    actions.set(id, action);
  };
  await asked('Snoozed', { type: 'snooze', until: Temporal.Instant.from('2027-01-15T12:00:00Z') });
  await asked('OK', { type: 'acknowledge' });
  await asked('Done', { type: 'complete' });
  await belfry.addSchedule(ann, { ...at('2027-01-15T10:00:00Z'), title: 'Planned' });
  await belfry.addSchedule(ann, { ...at('2027-01-16T10:00:00Z'), title: 'Later' });
  const claims = await belfry.claimDue();
  await belfry.send(claims);
  for (const { turn: occurrence } of claims) {
    const action = actions.get(occurrence.scheduleId)!;
    await belfry.asTenant((tx) => actOnOccurrence({ tx, occurrence, action, actor: null, now }));
  }
  const expected = [
    '2027-01-15T10:00:00Z planned Planned',
    '2027-01-15T11:00:00Z acknowledged OK',
    '2027-01-15T12:00:00Z snoozed Snoozed',
    '2027-01-16T10:00:00Z planned Later',
  ];
  expect(await everyPage(50)).toEqual(expected);
  expect(await everyPage(1)).toEqual(expected);
});

test('what comes behind many that have been skipped ahead of their time is found', async () => {
  ann = await belfry.addPerson({ sms: '+12025550103' });
  const record = await belfry.addSchedule(ann, { rule: { type: 'cron', cron: '30 * * * *' }, title: 'Hourly' });
  const planned = await belfry.wakeups(`schedule_id = '${record.id}'`);
  for (const occurrence of planned.slice(0, 12)) {
    await belfry.asTenant((tx) => actOnOccurrence({ tx, occurrence, action: { type: 'skip' }, actor: null, now }));
  }
  const first = await page(belfry, ann, { limit: 2, after: undefined });
  expect(first.map(({ at }) => at.toString().slice(11, 16))).toEqual(['21:30', '22:30', '23:30']);
  const view = await belfry.asTenant((tx) => viewSchedule(tx, record, now));
  expect(view.nextAt?.toString()).toBe('2027-01-15T21:30:00Z');
});

test('the soonest is found, however many schedules a person has and wherever it stands among them', async () => {
  ann = await belfry.addPerson({ sms: '+12025550102' });
  const { id } = await belfry.addSchedule(ann, { rule: { type: 'once', at: '2027-06-01T09:00:00Z' }, title: 'Far' });
  const copy = (ids: string, title: string, at: string) => `
    INSERT INTO engine.schedule (id, tenant_id, shard, person_id, kind, title, rule, recurring, time_zone, importance,
      late_limit, created_at)
    SELECT i.id, tenant_id, shard, person_id, kind, '${title}', '{"type": "once", "at": "${at}"}', recurring, time_zone,
      importance, late_limit, created_at
    FROM engine.schedule s, (${ids}) i (id) WHERE s.id = '${id}'`;
  await belfry.asTenant(async (tx) => {
    await tx.query(copy('SELECT gen_random_uuid() FROM generate_series(1, 1100)', 'Far', '2027-06-01T09:00:00Z'));
    await tx.query(copy(`VALUES ('ffffffff-ffff-4fff-bfff-ffffffffffff'::uuid)`, 'Soon', '2027-01-15T09:30:00Z'));
  });
  const [first] = await everyPage(200);
  expect(first).toBe('2027-01-15T09:30:00Z planned Soon');
}, 60_000);

describe('what has been put off stands among what is to come, and when it comes', () => {
  let own: EngineFixture;
  let bob: Person;

  beforeEach(async () => {
    own = await EngineFixture.open('2027-01-15T23:00:00Z');
    bob = await own.addPerson({ sms: '+12025550104' });
  });

  afterEach(() => own[Symbol.asyncDispose]());

  test('by quiet hours, as long as nothing of it has left', async () => {
    const targets = [{ person: 'self' as const, channels: ['sms'] }];
    const policy = await own.addPolicy([
      { after: 'PT0S', targets },
      { after: 'PT2H', targets },
    ]);
    await own.addSchedule(bob, { title: 'Begun', policyId: policy.id });
    await own.run();
    await own.setQuietHours(bob, { start: '22:00', end: '08:00' });
    await own.addSchedule(bob, { title: 'Alone' });
    await own.addSchedule(bob, { title: 'With steps', policyId: policy.id });
    await own.run();
    await own.moveTo('2027-01-16T01:00:00Z');
    await own.run();
    const expected = ['2027-01-16T08:00:00Z open Alone', '2027-01-16T08:00:00Z open With steps'];
    expect((await everyPage(50, own, bob)).toSorted()).toEqual(expected);
    expect((await everyPage(1, own, bob)).toSorted()).toEqual(expected);
    await own.moveTo('2027-01-16T08:00:00Z');
    await own.run();
    expect(await everyPage(50, own, bob)).toEqual([]);
  });

  test('by its author, to another day of the year, by the date that holds now', async () => {
    const says = { notBefore: Temporal.Instant.from('2027-06-01T09:00:00Z') };
    own.deps.authors = new Map([['test', authorOf(() => says)]]);
    const born = (date: string) =>
      own.asTenant((tx) => tx.query('UPDATE people.person SET birth_date = $2 WHERE id = $1', [bob.id, date]));
    await born('1990-01-15');
    const rule = { type: 'annual', field: 'birthDate', sameDay: true } as const;
    const { id } = await own.addSchedule(bob, { title: 'Birthday', rule, localTime: '23:00' });
    await own.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [id]));
    await own.run();
    await born('1990-06-01');
    for (const day of ['2027-01-15', '2027-02-15']) {
      await own.moveTo(`${day}T23:30:00Z`);
      const first = await page(own, bob, { limit: 1, after: undefined });
      expect(first.map(lineOf)).toEqual([
        '2027-06-01T23:00:00Z open Birthday',
        '2028-06-01T23:00:00Z planned Birthday',
      ]);
    }
  });
});
