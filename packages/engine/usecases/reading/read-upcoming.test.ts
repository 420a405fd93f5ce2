import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Person } from '@belfry/people';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { type ActionRequest, actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { viewSchedule } from '../schedules/view-schedules.ts';
import { readUpcoming } from './read-upcoming.ts';

const now = Temporal.Instant.from('2027-01-15T09:00:00Z');
let belfry: EngineFixture;
let ann: Person;

beforeAll(async () => {
  belfry = await EngineFixture.open(now.toString());
}, 60_000);

afterAll(() => belfry[Symbol.asyncDispose]());

async function everyPage(limit: number) {
  const found: string[] = [];
  for (let after: Parameters<typeof readUpcoming>[1]['after']; ; ) {
    const rows = await belfry.asTenant((tx) =>
      readUpcoming(tx, { personId: ann.id, personZone: 'UTC' as TimeZone, now, limit, after }),
    );
    for (const { at, occurrence } of rows.slice(0, limit)) found.push(`${at} ${occurrence.state} ${occurrence.title}`);
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
  const page = await belfry.asTenant((tx) =>
    readUpcoming(tx, { personId: ann.id, personZone: 'UTC' as TimeZone, now, limit: 2, after: undefined }),
  );
  expect(page.map(({ at }) => at.toString().slice(11, 16))).toEqual(['21:30', '22:30', '23:30']);
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
