import { ManualClock } from '@belfry/kernel/clock';
import type { ScheduleId } from '@belfry/kernel/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lease, takeLeases } from '../store/pg-shards.ts';
import { EngineFixture } from '../test/engine-fixture.ts';
import { planShards } from './plan-shards.ts';

/** Odd offsets, changes at midnight and by half an hour, both hemispheres, both sides of the date line, none at all. */
const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Nuuk',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Phnom_Penh',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];
let belfry: EngineFixture;
let leases: Lease[];

beforeAll(async () => {
  belfry = await EngineFixture.open('2026-12-30T00:00:00Z');
  leases = await takeLeases(belfry.deps.pool, 'a', 64);
});

afterAll(() => belfry[Symbol.asyncDispose]());

test('a year through the planner: a daily nine and a birthday in each zone, once each, at nine', async () => {
  const schedules = new Map<ScheduleId, string>();
  const shards = new Set<number>();
  for (const timeZone of zones) {
    const person = await belfry.addPerson({ timeZone, sms: '+12025550101' });
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.person SET birth_date = '1952-02-29' WHERE id = $1`, [person.id]),
    );
    const rule = { type: 'rrule', rrule: 'FREQ=DAILY' } as const;
    const daily = await belfry.addSchedule(person, { rule, localTime: '09:00:00' });
    const annual = { type: 'annual', field: 'birthDate' } as const;
    const birthday = await belfry.addSchedule(person, { rule: annual, localTime: '09:00:00' });
    for (const { id, shard } of [daily, birthday]) {
      schedules.set(id, timeZone);
      shards.add(shard);
    }
  }
  const ours = leases.filter(({ shard }) => shards.has(shard));
  const clock = new ManualClock('2026-12-30T00:00:00Z');
  for (const end = Temporal.Instant.from('2028-01-01T00:00:00Z'); Temporal.Instant.compare(clock.now(), end) < 0; ) {
    await planShards({ ...belfry.deps, clock }, ours);
    // Seldom enough that the last plan has run out at times, as after an outage.
    clock.set(clock.now().add({ hours: 24 * 5 }));
  }
  await planShards({ ...belfry.deps, clock }, ours);
  const fires = new Map<string, string[]>();
  for (const { scheduleId, slot, dueAt } of await belfry.wakeups(`left(slot, 4) = '2027' AND seq = 0`)) {
    const zone = schedules.get(scheduleId)!;
    const local = dueAt.toZonedDateTimeISO(zone).toPlainDateTime().toString();
    fires.set(`${zone} ${slot}`, [...(fires.get(`${zone} ${slot}`) ?? []), local]);
  }
  expect(fires.size).toBe(zones.length * 366);
  const days = Array.from({ length: 365 }, (_, n) => Temporal.PlainDate.from('2027-01-01').add({ days: n }).toString());
  for (const zone of zones) {
    expect(fires.get(`${zone} 2027`)).toEqual(['2027-02-28T09:00:00']);
    for (const day of days) expect(fires.get(`${zone} ${day}#1`), `${zone} ${day}`).toEqual([`${day}T09:00:00`]);
  }
}, 120_000);
