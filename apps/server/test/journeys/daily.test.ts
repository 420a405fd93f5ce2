import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, occurrencesOf, type Person, remind, type Schedule } from './story.ts';

interface Season {
  name: string;
  /** The server's own zone, which must not matter. */
  tz: string;
  start: string;
  end: string;
  /** Where the clocks change meanwhile. */
  zone: string;
  /** A wall-clock time that the change skips or repeats there, as it is placed. */
  oddTime: string;
  oddInstant: string;
}

/** Both changes on both hemispheres, in the order in which they come; on 31 October that of London too. */
const seasons: Season[] = [
  {
    name: 'in the spring of the north',
    tz: 'Asia/Phnom_Penh',
    start: '2027-03-12T00:00:00Z',
    end: '2027-03-17T00:00:00Z',
    zone: 'America/New_York',
    oddTime: '02:30',
    oddInstant: '2027-03-14T07:30:00Z',
  },
  {
    name: 'in the autumn of the south',
    tz: 'Europe/London',
    start: '2027-04-02T00:00:00Z',
    end: '2027-04-06T00:00:00Z',
    zone: 'Australia/Sydney',
    oddTime: '02:30',
    oddInstant: '2027-04-03T15:30:00Z',
  },
  {
    name: 'in the spring of the south',
    tz: 'Australia/Sydney',
    start: '2027-10-01T00:00:00Z',
    end: '2027-10-06T00:00:00Z',
    zone: 'Australia/Sydney',
    oddTime: '02:30',
    oddInstant: '2027-10-02T16:30:00Z',
  },
  {
    name: 'in the autumn of the north',
    tz: 'America/New_York',
    start: '2027-10-29T00:00:00Z',
    end: '2027-11-09T12:00:00Z',
    zone: 'America/New_York',
    oddTime: '01:30',
    oddInstant: '2027-11-07T05:30:00Z',
  },
];

let belfry: BelfryProcess;
let people = 0;
const expectMessage = expectOnly(() => belfry);

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-03-01T00:00:00Z' });
});

afterAll(() => belfry.stop());

describe.each(seasons)('a daily reminder $name', ({ tz, start, end, zone, oddTime, oddInstant }) => {
  const schedules: Schedule[] = [];

  beforeAll(async () => {
    await belfry.restart({ env: { TZ: tz } });
    await belfry.setClock(start);
  });

  /** The next season is none of theirs. */
  afterAll(async () => {
    for (const { id } of schedules) await belfry.must('DELETE', `/v1/schedules/${id}`);
  });

  async function addSomebody(name: string, timeZone: string): Promise<Person & { sms: string }> {
    people += 1;
    const sms = `+12025550${100 + people}`;
    return { ...(await addPerson(belfry, { name, timeZone, sms })), sms };
  }

  async function remindDaily(reminder: Parameters<typeof remind>[1]): Promise<Schedule> {
    const schedule = await remind(belfry, reminder);
    schedules.push(schedule);
    return schedule;
  }

  /** Each local day's instant of a local time that every day has, by arithmetic that shares nothing with the server's. */
  function daysOf(timeZone: string, localTime: string): { date: string; at: string }[] {
    const first = Temporal.Instant.from(start).toZonedDateTimeISO(timeZone).toPlainDate();
    const days = Array.from({ length: 25 }, (_, index) => first.add({ days: index }));
    return days
      .map((date) => ({ date, at: date.toZonedDateTime({ timeZone, plainTime: localTime }).toInstant() }))
      .filter(({ at }) => Temporal.Instant.compare(at, start) > 0 && Temporal.Instant.compare(at, end) <= 0)
      .map(({ date, at }) => ({ date: date.toString(), at: at.toString() }));
  }

  async function expectDaily(schedule: Schedule, days: { date: string; at: string }[], sms: string, title: string) {
    for (const { at } of days) expectMessage({ channel: 'sms', to: sms, body: title, at });
    const occurrences = await occurrencesOf(belfry, schedule);
    const past = occurrences.filter(({ firedAt }) => firedAt !== null);
    expect(past.map(({ slot, dueAt, firedAt, state }) => [slot.slice(0, 10), dueAt, firedAt, state])).toEqual(
      days.map(({ date, at }) => [date, at, at, 'completed']),
    );
    const coming = occurrences.slice(past.length).map(({ state }) => state);
    expect(coming).not.toHaveLength(0);
    expect(coming.every((state) => state === 'planned')).toBe(true);
  }

  test('comes once on each local day at its local time, also across the change of the clocks', async () => {
    const ann = await addSomebody('Ann Archer', zone);
    const bob = await addSomebody('Bob Baker', 'Europe/London');
    const atHome = await remindDaily({ person: ann, title: 'Pills at home', dailyAt: '08:00' });
    const inLondon = await remindDaily({ person: bob, title: 'Pills in London', dailyAt: '08:00' });
    const odd = await remindDaily({ person: ann, title: 'In the night', dailyAt: oddTime });
    // A zone of the schedule's own counts, not the person's.
    const timeZone = 'Europe/London';
    const fixed = await remindDaily({ person: ann, title: 'Tea in London', dailyAt: '17:00', timeZone });
    await belfry.setClock(end);

    await expectDaily(atHome, daysOf(zone, '08:00'), ann.sms, 'Pills at home');
    await expectDaily(inLondon, daysOf('Europe/London', '08:00'), bob.sms, 'Pills in London');
    await expectDaily(fixed, daysOf('Europe/London', '17:00'), ann.sms, 'Tea in London');
    const nights = daysOf(zone, oddTime);
    expect(nights.map(({ at }) => at)).toContain(oddInstant);
    await expectDaily(odd, nights, ann.sms, 'In the night');
  });

  test('is previewed in both clocks', async () => {
    const cara = await addPerson(belfry, { name: 'Cara Cole', timeZone: zone });
    const schedule = await remindDaily({ person: cara, title: 'Walk', dailyAt: '18:45:30' });
    const { data } = await belfry.must<{ data: { at: string; local: string; timeZone: string }[] }>(
      'GET',
      `/v1/schedules/${schedule.id}/preview?count=100`,
    );
    expect(data).toHaveLength(100);
    expect(data[0]?.at).toBe(schedule.nextAt);
    for (const { at, local, timeZone } of data) {
      expect(timeZone).toBe(zone);
      expect(local).toMatch(/^\d{4}-\d\d-\d\dT18:45:30[+-]\d\d:00$/);
      expect(Temporal.Instant.from(local).toString()).toBe(at);
    }
    const dates = data.map(({ local }) => Temporal.PlainDate.from(local.slice(0, 10)));
    expect(dates.every((date, index) => date.equals(dates[0]!.add({ days: index })))).toBe(true);
  });
});
