import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

interface Person {
  id: string;
}

interface Message {
  to: string;
  body: string;
  subject: string | null;
  at: string;
}

interface Plan {
  foreseen: boolean;
  total: { planned: number; gone: number; late: number; missed: number };
  zones: {
    timeZone: string;
    planned: number;
    gone: number;
    sends: { kind: string; at: string; localTime: string }[];
  }[];
}

/** Each test has days of its own on one virtual clock, and people of its own who are gone when it ends. */
let belfry: BelfryProcess;
let people: string[] = [];
let seen = 0;
let count = 0;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-01T00:00:00Z' });
  await belfry.must('PUT', '/v1/greetings/settings', {});
});

afterAll(() => belfry.stop());

beforeEach(async () => {
  for (const id of people) await belfry.call('DELETE', `/v1/people/${id}`);
  people = [];
  await belfry.must('PUT', '/v1/greetings/settings', {});
  seen = (await messages()).length;
});

async function messages(): Promise<Message[]> {
  return belfry.must<Message[]>('GET', '/sandbox/messages');
}

/** What has come since the test began, in the order of arrival. */
async function came(): Promise<string[]> {
  return (await messages()).slice(seen).map(({ at, body }) => `${at.replace('.000', '')} ${body}`);
}

async function add(person: Record<string, unknown>): Promise<Person> {
  count += 1;
  const added = await belfry.must<Person>('POST', '/v1/people', {
    firstName: 'Ada',
    lastName: 'Archer',
    timeZone: 'Europe/London',
    contactPoints: [{ channel: 'email', address: `person${count}@example.com` }],
    ...person,
  });
  people.push(added.id);
  return added;
}

const edit = ({ id }: Person, patch: Record<string, unknown>) => belfry.must('PATCH', `/v1/people/${id}`, patch);
const until = (at: string) => belfry.setClock(at);

describe('a birthday', () => {
  test('comes at nine in the morning of wherever the person is, once a year', async () => {
    await until('2027-01-09T00:00:00Z');
    const zones = ['Pacific/Kiritimati', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Pacific/Pago_Pago'];
    for (const timeZone of zones) await add({ timeZone, birthDate: '1990-01-10' });
    await until('2027-01-12T00:00:00Z');
    const text = "Hey, Ada Archer it's your birthday";
    expect(await came()).toEqual([
      `2027-01-09T19:00:00Z ${text}`,
      `2027-01-10T03:15:00Z ${text}`,
      `2027-01-10T12:00:00Z ${text}`,
      `2027-01-10T20:00:00Z ${text}`,
    ]);
  });

  test('carries the name, the address and the words as they stand when it is sent', async () => {
    await until('2027-01-13T00:00:00Z');
    const ada = await add({ birthDate: '1990-01-14' });
    await until('2027-01-14T08:59:59Z');
    await edit(ada, { lastName: 'Baker', contactPoints: [{ channel: 'email', address: 'new@example.com' }] });
    const template = await belfry.must<{ id: string }>('POST', '/v1/greetings/templates', {
      kind: 'birthday',
      subject: 'For {{ person.firstName }}',
      text: '{{ person.fullName }} is {{ years }} today',
    });
    await until('2027-01-14T09:00:00Z');
    const [message] = (await messages()).slice(seen);
    expect(message).toMatchObject({ to: 'new@example.com', subject: 'For Ada', body: 'Ada Baker is 37 today' });
    await belfry.must('DELETE', `/v1/greetings/templates/${template.id}`);
  });

  test('is in the language of the person, or else of the organisation', async () => {
    await until('2027-01-15T00:00:00Z');
    const ids: string[] = [];
    for (const [locale, text] of [
      ['fr', 'Bon anniversaire'],
      ['en', 'Happy birthday'],
    ]) {
      const body = { kind: 'birthday', locale, subject: 'x', text };
      ids.push((await belfry.must<{ id: string }>('POST', '/v1/greetings/templates', body)).id);
    }
    for (const locale of ['fr-CA', 'km', 'en-GB']) await add({ locale, birthDate: '1990-01-16' });
    await until('2027-01-16T10:00:00Z');
    expect(
      (await messages())
        .slice(seen)
        .map(({ body }) => body)
        .sort(),
    ).toEqual(['Bon anniversaire', 'Happy birthday', 'Happy birthday']);
    for (const id of ids) await belfry.must('DELETE', `/v1/greetings/templates/${id}`);
  });
});

describe('a work anniversary', () => {
  test('names the years: none in the first, one in the second', async () => {
    await until('2027-01-17T00:00:00Z');
    for (const year of [2027, 2026, 2017]) await add({ anniversaryDate: `${year}-01-18` });
    await until('2027-01-18T10:00:00Z');
    const text = "Hey, Ada Archer it's your work anniversary!";
    expect(
      (await messages())
        .slice(seen)
        .map(({ body }) => body)
        .sort(),
    ).toEqual([text, `${text} 1 year with us!`, `${text} 10 years with us!`]);
  });

  test('on the day of the birthday is a message of its own', async () => {
    await until('2027-01-19T00:00:00Z');
    await add({ birthDate: '1990-01-20', anniversaryDate: '2020-01-20' });
    await until('2027-01-20T10:00:00Z');
    expect(await came()).toHaveLength(2);
  });
});

describe('on the day itself', () => {
  test('created before the hour: at the hour', async () => {
    await until('2027-01-22T08:00:00Z');
    await add({ birthDate: '1990-01-22' });
    await until('2027-01-22T23:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-01-22T09:00:00Z/)]);
  });

  test('created after the hour: at once', async () => {
    await until('2027-01-23T15:00:00Z');
    await add({ birthDate: '1990-01-23' });
    await until('2027-01-24T15:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-01-23T15:00:00Z/)]);
  });

  test('created on the day after: not this year', async () => {
    await until('2027-01-25T00:30:00Z');
    await add({ birthDate: '1990-01-24' });
    await until('2027-01-26T15:00:00Z');
    expect(await came()).toEqual([]);
  });

  test('the date is edited to today after the hour: at once, and no second one when it is edited again', async () => {
    await until('2027-01-27T15:00:00Z');
    const ada = await add({ birthDate: '1990-03-27' });
    await edit(ada, { birthDate: '1990-01-27' });
    await until('2027-01-27T16:00:00Z');
    await edit(ada, { birthDate: '1990-01-28' });
    await until('2027-01-29T15:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-01-27T15:00:00Z/)]);
  });

  test('the date is taken away before the hour: nothing', async () => {
    await until('2027-01-30T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-30' });
    await edit(ada, { birthDate: null });
    await until('2027-01-30T15:00:00Z');
    expect(await came()).toEqual([]);
  });
});

describe('whoever moves', () => {
  test('east past the hour gets it at once, on the same local day', async () => {
    await until('2027-02-02T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-02' });
    await edit(ada, { timeZone: 'Asia/Phnom_Penh' });
    await until('2027-02-03T12:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-02-02T08:00:00Z/)]);
  });

  test('east past midnight gets none: their day is over', async () => {
    await until('2027-02-04T15:00:00Z');
    const ada = await add({ birthDate: '1990-02-04', timeZone: 'Pacific/Honolulu' });
    await edit(ada, { timeZone: 'Pacific/Auckland' });
    await until('2027-02-06T12:00:00Z');
    expect(await came()).toEqual([]);
  });

  test('west before the hour waits for the new nine', async () => {
    await until('2027-02-07T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-07' });
    await edit(ada, { timeZone: 'America/New_York' });
    await until('2027-02-08T12:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-02-07T14:00:00Z/)]);
  });

  test('west after it has come gets no second one', async () => {
    await until('2027-02-09T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-09' });
    await until('2027-02-09T10:00:00Z');
    await edit(ada, { timeZone: 'America/New_York' });
    await until('2027-02-10T20:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-02-09T09:00:00Z/)]);
  });
});

describe('the hour', () => {
  test('is the organisation’s, and a person’s own comes before it', async () => {
    await until('2027-02-11T00:00:00Z');
    await add({ birthDate: '1990-02-12' });
    const bob = await add({ birthDate: '1990-02-12', firstName: 'Bob' });
    await belfry.must('PUT', `/v1/greetings/people/${bob.id}`, { sendTime: '07:30' });
    await until('2027-02-12T07:00:00Z');
    await belfry.must('PUT', '/v1/greetings/settings', { sendTime: '10:15' });
    await until('2027-02-12T12:00:00Z');
    expect(await came()).toEqual([
      expect.stringMatching(/^2027-02-12T07:30:00Z Hey, Bob/),
      expect.stringMatching(/^2027-02-12T10:15:00Z Hey, Ada/),
    ]);
  });

  test('moved behind now sends at once what was for later today, and nothing that has gone', async () => {
    await until('2027-02-13T00:00:00Z');
    await belfry.must('PUT', '/v1/greetings/settings', { sendTime: '18:00' });
    await add({ birthDate: '1990-02-14' });
    await until('2027-02-14T12:00:00Z');
    await belfry.must('PUT', '/v1/greetings/settings', { sendTime: '08:00' });
    await until('2027-02-14T13:00:00Z');
    await belfry.must('PUT', '/v1/greetings/settings', { sendTime: '15:00' });
    await until('2027-02-15T20:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-02-14T12:00:00Z/)]);
  });
});

describe('who is greeted', () => {
  test('nobody while it is switched off, and nobody who is muted', async () => {
    await until('2027-02-16T00:00:00Z');
    await add({ birthDate: '1990-02-17' });
    const bob = await add({ birthDate: '1990-02-18', firstName: 'Bob' });
    await belfry.must('PUT', '/v1/greetings/settings', { enabled: false });
    await until('2027-02-18T00:00:00Z');
    await belfry.must('PUT', '/v1/greetings/settings', {});
    await belfry.must('PUT', `/v1/greetings/people/${bob.id}`, { muted: true });
    await until('2027-02-18T20:00:00Z');
    expect(await came()).toEqual([]);
  });

  test('nobody who was removed; whoever is restored before the hour, at the hour', async () => {
    await until('2027-02-19T00:00:00Z');
    const [ada, bob] = [
      await add({ birthDate: '1990-02-20' }),
      await add({ birthDate: '1990-02-20', firstName: 'Bob' }),
    ];
    for (const { id } of [ada, bob]) await belfry.must('DELETE', `/v1/people/${id}`);
    await until('2027-02-20T08:00:00Z');
    await belfry.must('POST', `/v1/people/${bob.id}/restore`);
    await until('2027-02-21T12:00:00Z');
    expect(await came()).toEqual([expect.stringMatching(/^2027-02-20T09:00:00Z Hey, Bob/)]);
  });

  test('nobody twice: deleted after the greeting and imported again they have had it', async () => {
    await until('2027-02-22T00:00:00Z');
    const contactPoints = [{ channel: 'email', address: 'again@example.com' }];
    const ada = await add({ birthDate: '1990-02-23', contactPoints });
    await until('2027-02-23T12:00:00Z');
    await belfry.must('DELETE', `/v1/people/${ada.id}`);
    await add({ birthDate: '1990-02-23', contactPoints: [{ channel: 'email', address: ' Again@Example.com ' }] });
    await until('2027-02-24T12:00:00Z');
    expect(await came()).toHaveLength(1);
  });
});

describe('29 February', () => {
  test('is the 28th in common years, or 1 March for whoever wants that', async () => {
    await until('2027-02-26T00:00:00Z');
    await add({ birthDate: '1992-02-29' });
    const bob = await add({ birthDate: '1992-02-29', firstName: 'Bob' });
    await belfry.must('PUT', `/v1/greetings/people/${bob.id}`, { leapDay: 'march-1' });
    await until('2027-03-03T00:00:00Z');
    expect(await came()).toEqual([
      expect.stringMatching(/^2027-02-28T09:00:00Z Hey, Ada/),
      expect.stringMatching(/^2027-03-01T09:00:00Z Hey, Bob/),
    ]);
  });
});

describe('a kind', () => {
  test('is data: a date, how often, its hour and its words', async () => {
    await until('2027-03-04T00:00:00Z');
    const kind = { name: 'first-day', title: 'First day', field: 'firstDay', recurrence: 'once', sendTime: '08:00' };
    await belfry.must('POST', '/v1/greetings/kinds', kind);
    await belfry.must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Name day', field: 'nameDay' });
    const body = { kind: 'first-day', subject: 'Welcome', text: 'Welcome, {{ person.firstName }}' };
    await belfry.must('POST', '/v1/greetings/templates', body);
    await add({ dates: { firstDay: '2027-03-06', nameDay: '2000-03-05' } });
    await add({ firstName: 'Bob', dates: { firstDay: '2026-03-06' } });
    await until('2027-03-07T00:00:00Z');
    expect(await came()).toEqual([
      '2027-03-05T09:00:00Z Hey, Ada Archer: Name day',
      '2027-03-06T08:00:00Z Welcome, Ada',
    ]);
  });

  test('that is taken away takes its greetings with it', async () => {
    await until('2027-03-08T00:00:00Z');
    await add({ dates: { nameDay: '2000-03-09' } });
    await belfry.must('DELETE', '/v1/greetings/kinds/name-day');
    await until('2027-03-10T00:00:00Z');
    expect(await came()).toEqual([]);
  });
});

describe('an outage', () => {
  test('of hours: what became due is sent when it is over', async () => {
    await until('2027-03-12T00:00:00Z');
    await add({ birthDate: '1990-03-13', timeZone: 'Asia/Tokyo', firstName: 'Aiko' });
    await add({ birthDate: '1990-03-13' });
    await belfry.kill9();
    await jumpTo('2027-03-13T14:00:00Z');
    await belfry.restart();
    await until('2027-03-13T14:00:01Z');
    // Oldest first, and many at once.
    expect((await came()).sort()).toEqual([expect.stringMatching(/Ada/), expect.stringMatching(/Aiko/)]);
  });

  test('beyond the late limit: missed, counted and shown', async () => {
    await until('2027-03-14T00:00:00Z');
    await add({ birthDate: '1990-03-15' });
    await belfry.kill9();
    await jumpTo('2027-03-16T14:00:00Z');
    await belfry.restart();
    await until('2027-03-16T14:00:01Z');
    expect(await came()).toEqual([]);
    expect((await plan('2027-03-15')).total).toMatchObject({ gone: 1, missed: 1, late: 0 });
  });

  /** As if the program had slept: the clock of the database goes on without it. */
  async function jumpTo(at: string): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: belfry.databaseUrl });
    await client.connect();
    await client.query('UPDATE platform.virtual_clock SET now = $1', [at]);
    await client.end();
  }
});

const plan = (date: string) => belfry.must<Plan>('GET', `/v1/greetings/plan?date=${date}`);

describe('the plan of a day', () => {
  test('counts by zone what is planned and what has gone', async () => {
    await until('2027-03-18T12:00:00Z');
    for (const timeZone of ['Asia/Tokyo', 'Europe/London', 'Europe/London'])
      await add({ timeZone, birthDate: '1990-03-19' });
    expect(await plan('2027-03-19')).toMatchObject({
      foreseen: false,
      total: { planned: 3, gone: 0 },
      zones: [
        { timeZone: 'Asia/Tokyo', planned: 1, sends: [{ at: '2027-03-19T00:00:00Z', localTime: '09:00' }] },
        { timeZone: 'Europe/London', planned: 2 },
      ],
    });
    await until('2027-03-19T05:00:00Z');
    expect((await plan('2027-03-19')).total).toMatchObject({ planned: 2, gone: 1, late: 0 });
  });

  test('foresees further ahead, 29 February too', async () => {
    await add({ birthDate: '1992-02-29', timeZone: 'Asia/Tokyo' });
    await add({ birthDate: '1992-02-28' });
    expect(await plan('2029-02-28')).toMatchObject({ foreseen: true, total: { planned: 2 } });
    expect(await plan('2028-02-29')).toMatchObject({ foreseen: true, total: { planned: 1 } });
  });
});

describe('a year', () => {
  test('says of each day how many have something to be greeted for, by kind', async () => {
    const kind = { name: 'promotion', title: 'Promotion', field: 'promotion', recurrence: 'once' };
    await belfry.must('POST', '/v1/greetings/kinds', kind);
    await add({ birthDate: '1992-02-29', anniversaryDate: '2020-02-28', dates: { promotion: '2029-05-01' } });
    await add({ birthDate: '1990-02-28', anniversaryDate: '2031-06-01', dates: { promotion: '2028-05-01' } });
    const year = (number: number) => belfry.must('GET', `/v1/greetings/year?year=${number}`);
    expect(await year(2029)).toEqual({
      year: 2029,
      days: [
        { date: '2029-02-28', total: 3, kinds: { birthday: 2, anniversary: 1 } },
        { date: '2029-05-01', total: 1, kinds: { promotion: 1 } },
      ],
    });
    expect(await year(2028)).toMatchObject({
      days: [{ date: '2028-02-28', total: 2 }, { date: '2028-02-29', total: 1 }, { date: '2028-05-01' }],
    });
    await belfry.must('DELETE', '/v1/greetings/kinds/promotion');
  });
});

describe('a template', () => {
  test.each([
    ['is not closed', '{% if years > 1 %}x', /cannot be|can be read/],
    ['names what there is not', '{{ person.salary }}', /person\.salary/],
    ['repeats', '{% for i in (1..9) %}x{% endfor %}', /for/],
    ['reads a file', '{% render "x" %}', /render/],
  ])('that %s is refused when it is saved', async (_, text, message) => {
    const answer = await belfry.call<{ errors: { path: string; message: string }[] }>(
      'POST',
      '/v1/greetings/templates',
      {
        kind: 'birthday',
        subject: 'x',
        text,
      },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: 'text', message: expect.stringMatching(message) }]);
  });

  test('is shown as a person would get it, saved or not', async () => {
    const ada = await add({ birthDate: '1990-06-01' });
    const draft = { kind: 'birthday', subject: 'Hi {{ person.firstName }}', text: '{{ years }}' };
    const preview = await belfry.must('POST', '/v1/greetings/preview', { ...draft, personId: ada.id });
    expect(preview).toEqual({ subject: 'Hi Ada', text: '37', date: '2027-06-01', years: 37 });
    const { id } = await belfry.must<{ id: string }>('POST', '/v1/greetings/templates', draft);
    const on = { personId: ada.id, date: '2030-06-01' };
    const saved = await belfry.must('POST', `/v1/greetings/templates/${id}/preview`, on);
    expect(saved).toMatchObject({ text: '40' });
    await belfry.must('DELETE', `/v1/greetings/templates/${id}`);
  });
});

describe('the schedules behind them', () => {
  test('are listed by who keeps them, cannot be edited or deleted by hand, and can be paused', async () => {
    const ada = await add({ birthDate: '1990-06-01' });
    const list = (query: string) =>
      belfry.must<{ data: { id: string; kind: string; author: string | null }[] }>('GET', `/v1/schedules?${query}`);
    expect((await list(`personId=${ada.id}`)).data).toEqual([]);
    const [schedule] = (await list(`personId=${ada.id}&author=greetings`)).data;
    expect(schedule).toMatchObject({ kind: 'birthday', author: 'greetings', nextAt: '2027-06-01T08:00:00Z' });
    const edited = await belfry.call('PATCH', `/v1/schedules/${schedule?.id}`, { title: 'Mine' });
    expect(edited).toMatchObject({ status: 409, body: { code: 'schedule.kept' } });
    expect(await belfry.call('DELETE', `/v1/schedules/${schedule?.id}`)).toMatchObject({ status: 409 });
    await belfry.must('POST', `/v1/schedules/${schedule?.id}/pause`);
    await belfry.must('PUT', '/v1/greetings/settings', { sendTime: '10:00' });
    expect((await list(`personId=${ada.id}&author=greetings`)).data).toMatchObject([{ state: 'paused' }]);
  });
});

test('whatever is changed at once, everybody ends with what was said last', async () => {
  const rounds = 6;
  const all = await Promise.all(Array.from({ length: 12 }, () => add({ birthDate: '1990-08-01' })));
  const isMuted = (index: number, round: number) => (index + round) % 3 === 0;
  const statuses = new Set<number>();
  const ask = async (method: string, path: string, body: unknown) =>
    statuses.add((await belfry.call(method, path, body)).status);
  for (let round = 1; round <= rounds; round++) {
    const sendTime = `0${round}:30`;
    await Promise.all([
      ask('PUT', '/v1/greetings/settings', { sendTime }),
      ask('PATCH', '/v1/greetings/kinds/birthday', { title: `Birthday ${round}` }),
      ...all.map(({ id }, index) => ask('PUT', `/v1/greetings/people/${id}`, { muted: isMuted(index, round) })),
      ...all.map(({ id }, index) =>
        ask('PATCH', `/v1/people/${id}`, { timeZone: (index + round) % 2 ? 'Asia/Tokyo' : 'Europe/London' }),
      ),
    ]);
  }
  expect([...statuses]).toEqual([200]);
  const settings = () => belfry.must<{ reaching: unknown }>('GET', '/v1/greetings/settings');
  await expect.poll(async () => (await settings()).reaching, { timeout: 30_000 }).toBeNull();
  for (const [index, { id }] of all.entries()) {
    const { data } = await belfry.must<{ data: unknown[] }>('GET', `/v1/schedules?author=greetings&personId=${id}`);
    const expected = { localTime: `0${rounds}:30`, title: `Birthday ${rounds}` };
    expect(data).toMatchObject(isMuted(index, rounds) ? [] : [expected]);
  }
  await belfry.must('PATCH', '/v1/greetings/kinds/birthday', { title: 'Birthday' });
});
