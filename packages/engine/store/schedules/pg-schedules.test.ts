import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { saveHolidayCalendar } from '../../usecases/schedules/save-holiday-calendar.ts';
import { listSchedules } from './pg-schedules.ts';

let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
}, 60_000);

afterAll(() => belfry[Symbol.asyncDispose]());

test('those that use a policy or a holiday calendar are listed, however many others there are', async () => {
  const { tenantId, clock } = belfry;
  const ann = await belfry.addPerson({ sms: '+12025550101' });
  const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);
  const days = [{ date: '2027-12-25', name: 'Christmas Day' }];
  const calendar = await belfry.asTenant((tx) =>
    saveHolidayCalendar(tx, { tenantId, now: clock.now(), name: 'Feasts', days }),
  );
  const rule = { type: 'rrule', rrule: 'FREQ=DAILY', excludeHolidays: [calendar.id] } as const;
  const byPolicy = await belfry.addSchedule(ann, { policyId: policy.id });
  const byCalendar = await belfry.addSchedule(ann, { rule, localTime: '09:00' });
  for (let n = 0; n < 5; n++) await belfry.addSchedule(ann);
  const listed = (filter: object) =>
    belfry.asTenant(async (tx) =>
      (await listSchedules(tx, { limit: 2, after: undefined, ...filter })).map(({ id }) => id),
    );
  expect(await listed({ policyId: policy.id })).toEqual([byPolicy.id]);
  expect(await listed({ holidayCalendarId: calendar.id })).toEqual([byCalendar.id]);
  expect(await listed({})).toHaveLength(3);
});
