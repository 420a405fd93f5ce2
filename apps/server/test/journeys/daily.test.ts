import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, occurrencesOf, remind, type Schedule } from './story.ts';

interface Season {
  name: string;
  /** The server's own zone, which must not matter. */
  tz: string;
  start: string;
  end: string;
  /** A wall-clock time that the change of New York skips or repeats, as it is placed. */
  oddTime: string;
  oddInstant: string;
}

/** In spring that of New York on 14 March, in autumn both: London on 31 October, New York on 7 November. */
const seasons: Season[] = [
  {
    name: 'in spring',
    tz: 'Asia/Phnom_Penh',
    start: '2027-03-12T00:00:00Z',
    end: '2027-03-17T00:00:00Z',
    oddTime: '02:30',
    oddInstant: '2027-03-14T07:30:00Z',
  },
  {
    name: 'in autumn',
    tz: 'America/New_York',
    start: '2027-10-29T00:00:00Z',
    end: '2027-11-09T12:00:00Z',
    oddTime: '01:30',
    oddInstant: '2027-11-07T05:30:00Z',
  },
];

describe.each(seasons)('a daily reminder $name', ({ tz, start, end, oddTime, oddInstant }) => {
  let belfry: BelfryProcess;
  const expectMessage = expectOnly(() => belfry);

  beforeAll(async () => {
    belfry = await startBelfry({ at: start, env: { TZ: tz } });
  });

  afterAll(() => belfry.stop());

  /** Each local day's instant of a local time that every day has, by arithmetic that shares nothing with the server's. */
  function daysOf(zone: string, localTime: string): { date: string; at: string }[] {
    const first = Temporal.Instant.from(start).toZonedDateTimeISO(zone).toPlainDate();
    const days = Array.from({ length: 25 }, (_, index) => first.add({ days: index }));
    return days
      .map((date) => ({ date, at: date.toZonedDateTime({ timeZone: zone, plainTime: localTime }).toInstant() }))
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
    const york = await addPerson(belfry, { name: 'Ann Archer', timeZone: 'America/New_York', sms: '+12025550101' });
    const london = await addPerson(belfry, { name: 'Bob Baker', timeZone: 'Europe/London', sms: '+12025550102' });
    const inYork = await remind(belfry, { person: york, title: 'Pills in New York', dailyAt: '08:00' });
    const inLondon = await remind(belfry, { person: london, title: 'Pills in London', dailyAt: '08:00' });
    const odd = await remind(belfry, { person: york, title: 'In the night', dailyAt: oddTime });
    // A zone of the schedule's own counts, not the person's.
    const fixed = await remind(belfry, {
      person: york,
      title: 'Tea in London',
      dailyAt: '17:00',
      timeZone: 'Europe/London',
    });
    await belfry.setClock(end);

    await expectDaily(inYork, daysOf('America/New_York', '08:00'), '+12025550101', 'Pills in New York');
    await expectDaily(inLondon, daysOf('Europe/London', '08:00'), '+12025550102', 'Pills in London');
    await expectDaily(fixed, daysOf('Europe/London', '17:00'), '+12025550101', 'Tea in London');
    const nights = daysOf('America/New_York', oddTime);
    expect(nights.map(({ at }) => at)).toContain(oddInstant);
    await expectDaily(odd, nights, '+12025550101', 'In the night');
  });

  test('is previewed in both clocks', async () => {
    const cara = await addPerson(belfry, { name: 'Cara Cole', timeZone: 'America/New_York' });
    const schedule = await remind(belfry, { person: cara, title: 'Walk', dailyAt: '18:45:30' });
    const { data } = await belfry.must<{ data: { at: string; local: string; timeZone: string }[] }>(
      'GET',
      `/v1/schedules/${schedule.id}/preview?count=100`,
    );
    expect(data).toHaveLength(100);
    expect(data[0]?.at).toBe(schedule.nextAt);
    for (const { at, local, timeZone } of data) {
      expect(timeZone).toBe('America/New_York');
      expect(local).toMatch(/^\d{4}-\d\d-\d\dT18:45:30[+-]0[45]:00$/);
      expect(Temporal.Instant.from(local).toString()).toBe(at);
    }
    const dates = data.map(({ local }) => Temporal.PlainDate.from(local.slice(0, 10)));
    expect(dates.every((date, index) => date.equals(dates[0]!.add({ days: index })))).toBe(true);
  });
});
