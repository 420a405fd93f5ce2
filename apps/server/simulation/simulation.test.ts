import { describe, expect, test } from 'vitest';
import { compareGreetings } from './compare-greetings.ts';
import { type ExpectedGreeting, expectGreetings } from './expect-greetings.ts';
import { type MadeUpPerson, makePeople } from './make-people.ts';
import { samplePeople } from './sample-people.ts';

const today = Temporal.PlainDate.from('2027-01-01');
const instant = (text: string) => Temporal.Instant.from(text);

describe('people who are made up', () => {
  const people = [...makePeople({ count: 60_000, seed: 1, today, prefix: 'p' })];

  test('are the same for the same seed, and others for another', () => {
    const again = [...makePeople({ count: 100, seed: 1, today, prefix: 'p' })];
    expect(again).toEqual(people.slice(0, 100));
    expect([...makePeople({ count: 100, seed: 2, today, prefix: 'p' })]).not.toEqual(again);
  });

  test('live in every zone, most of them where most people do', () => {
    const byZone = Map.groupBy(people, ({ timeZone }) => timeZone);
    const share = (zone: string) => (byZone.get(zone)?.length ?? 0) / people.length;
    expect(byZone.size).toBeGreaterThan(350);
    expect(share('Asia/Kolkata')).toBeGreaterThan(0.12);
    expect(share('Pacific/Auckland')).toBeLessThan(0.003);
  });

  test('are adults of any day of the year, 29 February among them', () => {
    const born = people.flatMap(({ birthDate }) => birthDate ?? []);
    expect(born.length / people.length).toBeCloseTo(0.97, 1);
    const ages = born.map((date) => date.until(today, { largestUnit: 'years' }).years);
    expect([Math.min(...ages), Math.max(...ages)]).toEqual([18, 69]);
    expect(new Set(born.map((date) => date.toPlainMonthDay().toString())).size).toBe(366);
    const of = (month: number) => born.filter((date) => date.month === month).length;
    expect(of(9) / 30).toBeGreaterThan((1.05 * of(3)) / 31);
  });

  test('began in the past, on the first of a month more often than not on any other day', () => {
    const begun = people.flatMap(({ anniversaryDate }) => anniversaryDate ?? []);
    expect(begun.every((date) => Temporal.PlainDate.compare(date, today) <= 0)).toBe(true);
    expect(begun.filter(({ day }) => day === 1).length / begun.length).toBeGreaterThan(0.4);
  });
});

test('of a sample, whatever the hour and the season, somebody is greeted at once and somebody within a day', () => {
  for (let hours = 0; hours < 2 * 366 * 24; hours += 25) {
    const now = instant('2027-01-01T00:30:00Z').add({ hours });
    const hoursUntil = samplePeople(now).flatMap(({ birthDate, timeZone }) => {
      const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
      const day = [today, today.add({ days: 1 })].find((date) =>
        birthDate?.toPlainMonthDay().equals(date.toPlainMonthDay()),
      );
      const nine = day?.toZonedDateTime({ timeZone, plainTime: '09:00' }).toInstant();
      return nine ? [now.until(nine).total('hours')] : [];
    });
    expect(
      hoursUntil.some((until) => until <= 0),
      `${now}`,
    ).toBe(true);
    expect(
      hoursUntil.some((until) => until > 0 && until <= 24),
      `${now}`,
    ).toBe(true);
  }
});

describe('what has to arrive', () => {
  const ada: MadeUpPerson = {
    ...{ externalId: 'p1', firstName: 'Ada', lastName: 'Archer', email: 'ada@people.example' },
    ...{ timeZone: 'Europe/London', birthDate: null, anniversaryDate: null },
  };
  const expected = (person: Partial<MadeUpPerson>, since: string, until: string) =>
    expectGreetings([{ ...ada, ...person }], instant(since), instant(until)).map(({ at, text }) => `${at} ${text}`);

  test('is at nine there, in summer and in winter, once a year', () => {
    const birthDate = Temporal.PlainDate.from('1990-07-01');
    const anniversaryDate = Temporal.PlainDate.from('2026-12-01');
    expect(expected({ birthDate, anniversaryDate }, '2027-01-01T00:00:00Z', '2028-12-31T00:00:00Z')).toEqual([
      "2027-07-01T08:00:00Z Hey, Ada Archer it's your birthday",
      "2027-12-01T09:00:00Z Hey, Ada Archer it's your work anniversary! 1 year with us!",
      "2028-07-01T08:00:00Z Hey, Ada Archer it's your birthday",
      "2028-12-01T09:00:00Z Hey, Ada Archer it's your work anniversary! 2 years with us!",
    ]);
  });

  test('of 29 February is on the 28th where there is none', () => {
    const birthDate = Temporal.PlainDate.from('1992-02-29');
    expect(
      expected({ birthDate }, '2027-01-01T00:00:00Z', '2028-12-31T00:00:00Z').map((line) => line.slice(0, 10)),
    ).toEqual(['2027-02-28', '2028-02-29']);
  });

  test('is at once where that day has begun, and not at all where it is over', () => {
    const birthDate = Temporal.PlainDate.from('1990-01-01');
    const since = '2027-01-01T10:00:00Z';
    const until = '2027-01-02T00:00:00Z';
    expect(expected({ birthDate }, since, until)).toHaveLength(1);
    expect(expected({ birthDate }, since, until)[0]).toMatch(/^2027-01-01T10:00:00Z/);
    expect(expected({ birthDate, timeZone: 'Pacific/Kiritimati' }, since, until)).toEqual([]);
  });
});

describe('what has arrived', () => {
  const greeting = (at: string, to = 'ada@people.example'): ExpectedGreeting => ({
    ...{ to, kind: 'birthday', timeZone: 'Europe/London', at: instant(at), text: 'Happy birthday' },
  });
  const taken = (at: string, to = 'ada@people.example', text = 'Happy birthday') => ({ to, text, at: instant(at) });
  const [first, second] = [greeting('2027-05-01T08:00:00Z'), greeting('2028-05-01T08:00:00Z')];
  const compare = (messages: ReturnType<typeof taken>[], missed: ExpectedGreeting[] = []) =>
    compareGreetings([first, second], messages, (one) => missed.includes(one));

  test('is counted as on time, late, twice, lost or missed', () => {
    const late = compare([taken('2027-05-01T09:00:00Z'), taken('2027-05-01T09:00:00Z')], [second]);
    expect(late.total).toEqual({
      ...{ expected: 2, sent: 1, onTime: 0, late: 1, latestSeconds: 3600, missed: 1, twice: 1, lost: 0 },
    });
    const lost = compare([taken('2028-05-01T08:00:59Z')]);
    expect(lost.total).toMatchObject({ sent: 1, onTime: 1, lost: 1, twice: 0 });
    expect(lost.byZone.get('Europe/London')).toEqual(lost.total);
  });

  test.each([
    ['too early', taken('2027-05-01T07:59:59Z')],
    ['to somebody else', taken('2027-05-01T08:00:00Z', 'bob@people.example')],
    ['in other words', taken('2027-05-01T08:00:00Z', 'ada@people.example', 'Happy New Year')],
  ])('%s is what nobody was to get', (_, message) => {
    expect(compare([message])).toMatchObject({ unexpected: [message], total: { sent: 0, lost: 2 } });
  });
});
