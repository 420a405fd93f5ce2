import { newId } from '@belfry/kernel/ids';
import { type Person, readPersonFacts } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actOnOccurrence } from '../../usecases/actions/act-on-occurrence.ts';
import { replanPerson } from '../../usecases/planning/replan-person.ts';
import { coverReplan } from '../../usecases/planning/replan-schedule.ts';
import { editSchedule, type ScheduleChanges } from '../../usecases/schedules/edit-schedule.ts';
import { EngineFixture } from '../engine-fixture.ts';
import { liveUntil } from '../live-until.ts';

const [anns, bobs] = ['+12025550101', '+12025550102'];
const self = { person: 'self' as const, channels: ['sms'] };
const night = { start: '22:00', end: '10:00' };
let belfry: EngineFixture;
let ann: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T06:00:00Z');
  ann = await belfry.addPerson({ sms: anns });
  await belfry.setQuietHours(ann, night);
});

afterEach(() => belfry[Symbol.asyncDispose]());

async function change(person: Person, columns: string): Promise<void> {
  const now = belfry.clock.now();
  await coverReplan(belfry.deps.partitions, now);
  await belfry.asTenant(async (tx) => {
    const before = (await readPersonFacts(tx, person.id))!;
    await tx.query(`UPDATE people.person SET ${columns} WHERE id = $1`, [person.id]);
    await replanPerson(tx, { personId: person.id, before, after: (await readPersonFacts(tx, person.id))!, now });
  });
}

async function edit(id: Parameters<typeof editSchedule>[0]['id'], changes: ScheduleChanges): Promise<void> {
  const now = belfry.clock.now();
  await belfry.asTenant((tx) => editSchedule({ tx, tenantId: belfry.tenantId, id, now, changes, requireVersion() {} }));
}

const twice = () =>
  belfry.addPolicy([
    { after: 'PT0S', targets: [self] },
    { after: 'PT5M', targets: [self] },
  ]);

describe('what quiet hours have put off', () => {
  test.each([
    ['are no more', 'quiet_hours = NULL', '07:00'],
    ['end sooner', `quiet_hours = '{"start": "22:00", "end": "08:00"}'`, '08:00'],
    ['are over where the person has gone', `time_zone = 'Asia/Phnom_Penh'`, '07:00'],
  ])('comes as soon as they %s, and its steps keep their distances', async (_, columns, at) => {
    await belfry.addSchedule(ann, { policyId: (await twice()).id });
    await belfry.addSchedule(ann, { title: 'Alone' });
    expect(await liveUntil(belfry, '2027-01-15T07:00:00Z')).toEqual([]);
    await belfry.moveTo('2027-01-15T07:00:00Z');
    await change(ann, columns);
    const five = at.replace(':00', ':05');
    expect((await liveUntil(belfry, '2027-01-15T10:04:00Z')).sort().slice(0, 3)).toEqual([
      `${at} ${anns} Alone`,
      `${at} ${anns} Take pills`,
      `${five} ${anns} Take pills`,
    ]);
    expect(belfry.errors).toEqual([]);
  });

  test('stays so where they end later, or only their zone’s name changes', async () => {
    await belfry.addSchedule(ann, { title: 'Alone' });
    await belfry.run();
    await change(ann, `time_zone = 'Africa/Abidjan'`);
    await change(ann, `quiet_hours = '{"start": "22:00", "end": "11:00"}'`);
    expect(await liveUntil(belfry, '2027-01-15T12:00:00Z')).toEqual([`11:00 ${anns} Alone`]);
  });

  test('comes as soon as it is too important for them', async () => {
    const { id } = await belfry.addSchedule(ann, { policyId: (await twice()).id });
    await belfry.run();
    await edit(id, { importance: 'low' });
    expect(await liveUntil(belfry, '2027-01-15T07:00:00Z')).toEqual([]);
    await belfry.moveTo('2027-01-15T07:00:00Z');
    await edit(id, { importance: 'critical' });
    expect(await liveUntil(belfry, '2027-01-15T07:10:00Z')).toEqual([
      `07:00 ${anns} Take pills`,
      `07:05 ${anns} Take pills`,
    ]);
  });
});

describe('a contact that quiet hours hold back', () => {
  async function holdBob() {
    const bob = await belfry.addPerson({ name: 'Bob', sms: bobs });
    await belfry.setQuietHours(bob, night);
    await change(ann, 'quiet_hours = NULL');
    await belfry.addRelation(ann, bob);
    const policy = await belfry.addPolicy(
      [{ after: 'PT0S', targets: [self, { person: 'role:caregiver', channels: ['sms'] }] }],
      'again',
      { patience: 'PT8H' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    belfry.sms.sent.length = 0;
    await belfry.moveTo('2027-01-15T07:00:00Z');
    return bob;
  }

  test('comes as soon as they are no more, once', async () => {
    await change(await holdBob(), 'quiet_hours = NULL');
    expect(await liveUntil(belfry, '2027-01-15T11:00:00Z')).toEqual([
      `07:00 ${bobs} Ann Archer has not answered: Take pills`,
    ]);
  });

  test('does not come where somebody has answered', async () => {
    const bob = await holdBob();
    const [occurrence] = await belfry.wakeups('seq = 0');
    const actor = { type: 'key', id: newId(), name: 'A key', via: 'API key' } as const;
    await belfry.asTenant((tx) =>
      actOnOccurrence({
        ...{ tx, occurrence: occurrence!, action: { type: 'acknowledge' }, actor },
        now: belfry.clock.now(),
      }),
    );
    await change(bob, 'quiet_hours = NULL');
    expect(await liveUntil(belfry, '2027-01-15T11:00:00Z')).toEqual([]);
  });
});
