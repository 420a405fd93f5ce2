import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, type Occurrence, occurrencesOf, type Person, timelineOf } from './story.ts';

interface Schedule {
  id: string;
  state: string;
  version: number;
  nextAt: string | null;
  couldNotStop: unknown[];
}

interface Preview {
  data: { at: string; local: string; notes: string[] }[];
  skipped: { date: string; reason: string }[];
}

let belfry: BelfryProcess;
let ann: Person;
const expectMessage = expectOnly(() => belfry);
const sms = '+12025550101';

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-03-12T08:00:00Z' });
  ann = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'America/New_York', sms });
});

afterAll(() => belfry.stop());

const daily = { rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime: '02:30', title: 'Pills' };
const create = (body: object) => belfry.must<Schedule>('POST', '/v1/schedules', { personId: ann.id, ...body });
const to = (at: string) => belfry.must('POST', '/sandbox/clock', { set: at });
const stop = (id: string) => belfry.must('DELETE', `/v1/schedules/${id}`);

test('a schedule is previewed before it is saved: both clocks, and why something is not at its time', async () => {
  const calendar = await belfry.must<{ id: string }>('POST', '/v1/holiday-calendars', {
    name: 'Feasts',
    days: [{ date: '2027-03-15', name: 'Town day' }],
  });
  const rule = { ...daily.rule, excludeHolidays: [calendar.id] };
  const body = { ...daily, personId: ann.id, rule };
  const preview = await belfry.must<Preview>('POST', '/v1/schedules/preview?count=3', body);
  expect(preview.data.map(({ local, notes }) => [local, ...notes])).toEqual([
    ['2027-03-13T02:30:00-05:00'],
    ['2027-03-14T03:30:00-04:00', 'moved to 03:30: the clocks jump'],
    ['2027-03-16T02:30:00-04:00', 'no holidays are known after 2027-03-15'],
  ]);
  expect(preview.skipped).toMatchObject([{ date: '2027-03-15', reason: 'a holiday: Town day' }]);
  const schedule = await create({ ...daily, rule });
  expect(await belfry.must('GET', `/v1/schedules/${schedule.id}/preview?count=3`)).toEqual(preview);
  const inUse = await belfry.call('DELETE', `/v1/holiday-calendars/${calendar.id}`);
  expect(inUse).toMatchObject({ status: 409, body: { code: 'holiday-calendar.in-use' } });
  await stop(schedule.id);
  expect((await belfry.call('DELETE', `/v1/holiday-calendars/${calendar.id}`)).status).toBe(204);
});

test('one for a moment ago says when it goes, and is finished when it has gone', async () => {
  const bob = await addPerson(belfry, { name: 'Bob Baker', sms: '+12025550102' });
  const at = '2027-03-12T07:59:30Z';
  const late = await create({ personId: bob.id, rule: { type: 'once', at }, title: 'Just now' });
  expect(late).toMatchObject({ state: 'active', nextAt: at });
  await belfry.advance('PT0S');
  expectMessage({ channel: 'sms', to: '+12025550102', body: 'Just now' });
  expect(await belfry.must('GET', `/v1/schedules/${late.id}`)).toMatchObject({ state: 'finished', nextAt: null });
});

test('a preview says what COUNT has counted, and how far was looked', async () => {
  const preview = (rrule: string, localTime: string) =>
    belfry.must<Preview & { searchedUntil: string | null }>('POST', '/v1/schedules/preview?count=9', {
      ...{ personId: ann.id, title: 'Pills', rule: { type: 'rrule', rrule }, localTime, timeZone: 'UTC' },
    });
  const counted = await preview('FREQ=DAILY;COUNT=3', '07:00');
  expect(counted.data.map(({ notes }) => notes)).toEqual([
    ['COUNT counts from 2027-03-12: 1 of 3 lie before the schedule began'],
    [],
  ]);
  const rare = await preview('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '07:00');
  expect([rare.data.length, rare.searchedUntil?.slice(0, 4)]).toEqual([1, '2068']);
  expect((await preview('FREQ=DAILY', '07:00')).searchedUntil).toBeNull();
});

test('an edit names the version it is for, and moves what is to come', async () => {
  const schedule = await create({ ...daily, localTime: '04:00' });
  const path = `/v1/schedules/${schedule.id}`;
  const edited = await belfry.call<Schedule>('PATCH', path, { localTime: '04:10' }, { 'if-match': '"1"' });
  expect(edited).toMatchObject({ status: 200, body: { version: 2, nextAt: '2027-03-12T09:10:00Z', couldNotStop: [] } });
  expect(edited.headers.get('etag')).toBe('"2"');
  const stale = await belfry.call('PATCH', path, { title: 'Other' }, { 'if-match': '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { code: 'request.stale' } });
  await to('2027-03-12T09:05:00Z');
  expectMessage({ channel: 'sms', to: sms, body: 'Pills', at: '2027-03-12T09:10:00Z' });
  await to('2027-03-12T09:15:00Z');
  const later = await belfry.must<Schedule>('PATCH', path, { localTime: '18:00' });
  expect(later.nextAt).toBe('2027-03-13T23:00:00Z');
  await to('2027-03-13T09:00:00Z');
  await stop(schedule.id);
});

test('a pause misses nothing and makes up for nothing; what is finished stays readable, what is deleted does not', async () => {
  const schedule = await create({ rule: { type: 'cron', cron: '0 * * * *' }, title: 'Drink' });
  const path = `/v1/schedules/${schedule.id}`;
  expectMessage({ channel: 'sms', to: sms, body: 'Drink', at: '2027-03-13T09:00:00Z' });
  await to('2027-03-13T09:30:00Z');
  for (const _ of ['once', 'again']) {
    expect(await belfry.must<Schedule>('POST', `${path}/pause`)).toMatchObject({ state: 'paused', nextAt: null });
  }
  await to('2027-03-13T12:30:00Z');
  const resumed = await belfry.must<Schedule>('POST', `${path}/resume`);
  expect(resumed).toMatchObject({ state: 'active', nextAt: '2027-03-13T13:00:00Z' });
  expectMessage({ channel: 'sms', to: sms, body: 'Drink', at: '2027-03-13T13:00:00Z' });
  await to('2027-03-13T13:30:00Z');
  expect(await belfry.must<Schedule>('POST', `${path}/finish`)).toMatchObject({ state: 'finished', nextAt: null });
  expect((await belfry.call('POST', `${path}/resume`)).status).toBe(409);
  await to('2027-03-13T14:30:00Z');
  expect((await occurrencesOf(belfry, schedule)).map(({ slot }) => slot)).toEqual([
    '2027-03-13T04:00',
    '2027-03-13T08:00',
  ]);
  await stop(schedule.id);
  await stop(schedule.id);
  expect((await belfry.call('GET', path)).status).toBe(404);
});

test('a person has what is ahead by the rules, however far, and what is behind', async () => {
  await belfry.must('PATCH', `/v1/people/${ann.id}`, { birthDate: '1952-02-29' });
  const birthday = await create({ rule: { type: 'annual', field: 'birthDate' }, localTime: '09:00', title: 'Cake' });
  const monthly = await create({
    rule: { type: 'rrule', rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', startDate: '2027-12-01' },
    localTime: '09:00',
    title: 'Rent',
  });
  const path = `/v1/people/${ann.id}`;
  const first = await belfry.must<{ data: Occurrence[]; nextCursor: string }>('GET', `${path}/upcoming?limit=3`);
  const next = await belfry.must<{ data: Occurrence[] }>('GET', `${path}/upcoming?limit=3&cursor=${first.nextCursor}`);
  const ahead = [...first.data, ...next.data].map(({ slot, dueAt, state }) => [slot, dueAt, state]);
  // Of two at one instant either may come first.
  expect(ahead.toSorted((a, b) => a[1]!.localeCompare(b[1]!) || a[0]!.localeCompare(b[0]!))).toEqual([
    ['2027-12-31#1', '2027-12-31T14:00:00Z', 'planned'],
    ['2028-01-31#1', '2028-01-31T14:00:00Z', 'planned'],
    ['2028', '2028-02-29T14:00:00Z', 'planned'],
    ['2028-02-29#1', '2028-02-29T14:00:00Z', 'planned'],
    ['2029', '2029-02-28T14:00:00Z', 'planned'],
    ['2030', '2030-02-28T14:00:00Z', 'planned'],
  ]);
  const history = await belfry.must<{ data: Occurrence[] }>('GET', `${path}/history`);
  expect(history.data.map(({ dueAt }) => dueAt)).toEqual([
    '2027-03-13T13:00:00Z',
    '2027-03-13T09:00:00Z',
    '2027-03-12T09:10:00Z',
  ]);
  await stop(birthday.id);
  await stop(monthly.id);
});

describe('who travels', () => {
  const bob = '+12025550102';
  const morning = { ...daily, localTime: '09:00', title: 'Stretch' };
  const recordOf = async (schedule: Schedule) =>
    (await occurrencesOf(belfry, schedule)).filter(({ state }) => state !== 'planned');
  const reasonsOf = async (occurrence: Occurrence) =>
    (await timelineOf(belfry, occurrence)).map(({ status, reason }) => [status, reason]);
  let traveller: Person;
  const live = async (timeZone: string) => {
    traveller = await addPerson(belfry, { name: 'Bob Baker', timeZone, sms: bob });
    return belfry.must<Schedule>('POST', '/v1/schedules', { personId: traveller.id, ...morning });
  };
  const travel = (timeZone: string) => belfry.must('PATCH', `/v1/people/${traveller.id}`, { timeZone });

  test('east over nine gets what was for nine at once, and then at the new nine', async () => {
    await to('2027-03-15T12:00:00Z');
    const schedule = await live('America/New_York');
    await travel('Europe/London');
    await belfry.advance('PT0S');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-15T12:00:00Z' });
    await to('2027-03-16T12:00:00Z');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-16T09:00:00Z' });
    await stop(schedule.id);
  });

  test('west after nine does not get it a second time that day', async () => {
    await to('2027-03-17T13:30:00Z');
    const schedule = await live('America/New_York');
    await to('2027-03-18T13:30:00Z');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-18T13:00:00Z' });
    await travel('America/Los_Angeles');
    await to('2027-03-19T16:00:00Z');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-19T16:00:00Z' });
    await stop(schedule.id);
  });

  test('west over the date line loses a day, and back again has one twice: both are skipped, and on the record', async () => {
    await to('2027-03-21T08:00:00Z');
    const schedule = await live('Pacific/Honolulu');
    // There it is the 20th, 22:00; in Kiritimati the 21st is at 22:00, and its nine o'clock over.
    await travel('Pacific/Kiritimati');
    await to('2027-03-22T19:30:00Z');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-21T19:00:00Z' });
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-22T19:00:00Z' });
    // The 23rd has been; in Honolulu it is to come.
    await travel('Pacific/Honolulu');
    await to('2027-03-24T19:30:00Z');
    expectMessage({ channel: 'sms', to: bob, body: 'Stretch', at: '2027-03-24T19:00:00Z' });
    const record = await recordOf(schedule);
    expect(record.map(({ slot, dueAt, state }) => [slot, dueAt, state])).toEqual([
      ['2027-03-21#1~left-out', '2027-03-20T19:00:00Z', 'skipped'],
      ['2027-03-22#1', '2027-03-21T19:00:00Z', 'completed'],
      ['2027-03-23#1', '2027-03-22T19:00:00Z', 'completed'],
      ['2027-03-23#1~again', '2027-03-23T19:00:00Z', 'skipped'],
      ['2027-03-24#1', '2027-03-24T19:00:00Z', 'completed'],
    ]);
    expect(await reasonsOf(record[0]!)).toEqual([
      ['skipped', 'The move from Pacific/Honolulu to Pacific/Kiritimati left this time out.'],
    ]);
    expect(await reasonsOf(record[3]!)).toEqual([
      ['skipped', expect.stringMatching(/brings this day a second time; it has had its turn\.$/)],
    ]);
    await stop(schedule.id);
  });
});
