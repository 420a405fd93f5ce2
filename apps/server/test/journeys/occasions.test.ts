import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { greeting, greetingStory } from './greeting-story.ts';

const { belfry, came, until, edit, plan, add } = greetingStory();

describe('a preview without a date', () => {
  const next = async ({ id: personId }: { id: string }, kind = 'birthday') =>
    (
      await belfry().must<{ date: string }>('POST', '/v1/greetings/preview', {
        kind,
        personId,
        subject: 'x',
        text: 'x',
      })
    ).date;

  test('is of the day on which the next is planned, as wanted of 29 February', async () => {
    expect(await next(await add({ birthDate: '1990-01-01' }))).toBe('2027-01-01');
    expect(await next(await add({ birthDate: '1990-12-31' }))).toBe('2027-12-31');
    const leap = await add({ birthDate: '1992-02-29' });
    expect(await next(leap)).toBe('2027-02-28');
    await belfry().must('PUT', `/v1/greetings/people/${leap.id}`, { leapDay: 'march-1' });
    expect(await next(leap)).toBe('2027-03-01');
  });

  test('of a kind that comes once is of its date, also when that is over', async () => {
    const kind = { name: 'joining', title: 'Joining', field: 'joining', recurrence: 'once' };
    await belfry().must('POST', '/v1/greetings/kinds', kind);
    expect(await next(await add({ dates: { joining: '2026-12-01' } }), 'joining')).toBe('2026-12-01');
    expect(await next(await add({ dates: { joining: '2031-03-01' } }), 'joining')).toBe('2031-03-01');
    await belfry().must('DELETE', '/v1/greetings/kinds/joining');
  });
});

describe('a kind', () => {
  test('is data: a date, how often, its hour and its words', async () => {
    await until('2027-03-04T00:00:00Z');
    const kind = { name: 'first-day', title: 'First day', field: 'firstDay', recurrence: 'once', sendTime: '08:00' };
    await belfry().must('POST', '/v1/greetings/kinds', kind);
    await belfry().must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Name day', field: 'nameDay' });
    const usual = async (name: string) =>
      (await belfry().must<{ usualWords: unknown[] }>('GET', `/v1/greetings/kinds/${name}`)).usualWords;
    expect(await usual('name-day')).toEqual([
      { locale: 'en', subject: '{{ kind.title }}', text: 'Hey, {{ person.fullName }}: {{ kind.title }}' },
    ]);
    expect(await usual('birthday')).toMatchObject([
      { locale: 'en', text: "Hey, {{ person.fullName }} it's your birthday" },
    ]);
    const body = { kind: 'first-day', subject: 'Welcome', text: 'Welcome, {{ person.firstName }}' };
    await belfry().must('POST', '/v1/greetings/templates', body);
    const ada = await add({ dates: { firstDay: '2027-03-06', nameDay: '2000-03-05' } });
    await add({ firstName: 'Bob', dates: { firstDay: '2026-03-06' } });
    await until('2027-03-07T00:00:00Z');
    expect(await came()).toEqual([
      greeting('2027-03-05T09:00:00Z', ada, 'Hey, Ada Archer: Name day'),
      greeting('2027-03-06T08:00:00Z', ada, 'Welcome, Ada'),
    ]);
  });

  test('may follow a date called as something that every object has', async () => {
    await until('2027-03-07T12:00:00Z');
    await belfry().must('POST', '/v1/greetings/kinds', { name: 'built', title: 'Built', field: 'constructor' });
    const ada = await add({ dates: { constructor: '2000-03-08' } });
    const bob = await add({ firstName: 'Bob', dates: { nameDay: '2000-03-01' } });
    await edit(bob, { city: 'Leeds' });
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '10:00' });
    await until('2027-03-08T12:00:00Z');
    expect(await came()).toEqual([greeting('2027-03-08T10:00:00Z', ada, 'Hey, Ada Archer: Built')]);
    await belfry().must('DELETE', '/v1/greetings/kinds/built');
  });

  test('that is taken away takes its greetings and its words with it: another of its name has none of them', async () => {
    await until('2027-03-08T13:00:00Z');
    const ada = await add({ dates: { nameDay: '2000-03-09', childDay: '2000-03-10' } });
    const words = { kind: 'name-day', subject: 'x', text: 'Words of before' };
    await belfry().must('POST', '/v1/greetings/templates', words);
    await belfry().must('DELETE', '/v1/greetings/kinds/name-day');
    await until('2027-03-09T12:00:00Z');
    expect(await came()).toEqual([]);
    await belfry().must('POST', '/v1/greetings/kinds', { name: 'name-day', title: 'Child', field: 'childDay' });
    await until('2027-03-10T12:00:00Z');
    expect(await came()).toEqual([greeting('2027-03-10T09:00:00Z', ada, 'Hey, Ada Archer: Child')]);
    await belfry().must('DELETE', '/v1/greetings/kinds/name-day');
  });
});

describe('a kind of one’s own', () => {
  test('is said by its title, in the language and with the city that hold a second before', async () => {
    await until('2027-03-11T00:00:00Z');
    await belfry().must('POST', '/v1/greetings/kinds', { name: 'house-day', title: 'House', field: 'houseDay' });
    for (const [locale, text] of [
      ['en', '{{ kind.title }} in {{ person.city }}'],
      ['fr', '{{ kind.title }} à {{ person.city }}'],
    ]) {
      await belfry().must('POST', '/v1/greetings/templates', { kind: 'house-day', locale, subject: 'x', text });
    }
    const ada = await add({ locale: 'en', city: 'Leeds', dates: { houseDay: '2000-03-12' } });
    await until('2027-03-12T08:59:59Z');
    await edit(ada, { locale: 'fr', city: 'Lyon' });
    await belfry().must('PATCH', '/v1/greetings/kinds/house-day', { title: 'Maison' });
    expect(await came()).toEqual([]);
    await until('2027-03-12T10:00:00Z');
    expect(await came()).toEqual([greeting('2027-03-12T09:00:00Z', ada, 'Maison à Lyon')]);
    await belfry().must('DELETE', '/v1/greetings/kinds/house-day');
  });

  test('can be the renewal of a contract: planned, sent by its own words, and once a year', async () => {
    await until('2027-03-13T00:00:00Z');
    const kind = { name: 'contract-renewal', title: 'Contract renewal', field: 'contractRenewal', sendTime: '08:00' };
    await belfry().must('POST', '/v1/greetings/kinds', kind);
    const text =
      'Your contract, {{ person.firstName }}, is renewed: {{ years }} {% if years == 1 %}year{% else %}years{% endif %}';
    await belfry().must('POST', '/v1/greetings/templates', { kind: kind.name, subject: '{{ kind.title }}', text });
    const [ada, bob] = [
      await add({ dates: { contractRenewal: '2024-03-14' } }),
      await add({ firstName: 'Bob', dates: { contractRenewal: '2026-03-14' } }),
    ];
    // One whose contract has not begun.
    await add({ firstName: 'Cleo', dates: { contractRenewal: '2028-03-14' } });
    const eight = '2027-03-14T08:00:00Z';
    const sends = [{ kind: kind.name, at: eight, localTime: '08:00', planned: 2 }];
    expect(await plan('2027-03-14')).toMatchObject({ total: { planned: 2 }, zones: [{ sends }] });
    await until('2027-03-14T10:00:00Z');
    await edit(ada, { dates: { contractRenewal: '2024-03-15' } });
    await until('2027-03-15T10:00:00Z');
    const renewed = (name: string, years: string) => `Your contract, ${name}, is renewed: ${years}`;
    expect((await came()).sort()).toEqual(
      [greeting(eight, ada, renewed('Ada', '3 years')), greeting(eight, bob, renewed('Bob', '1 year'))].sort(),
    );
    await belfry().must('DELETE', '/v1/greetings/kinds/contract-renewal');
  });
});

describe('a change is answered once every claim that had not seen it has ended', () => {
  const kind = { name: 'work-day', title: 'Work day', field: 'workDay' };

  test.each<[string, string, string, object | undefined]>([
    ['switching off', 'PUT', '/v1/greetings/settings', { enabled: false }],
    ['disabling a kind', 'PATCH', '/v1/greetings/kinds/work-day', { enabled: false }],
    ['taking a kind away', 'DELETE', '/v1/greetings/kinds/work-day', undefined],
    ['muting somebody', 'PUT', '/v1/greetings/people/', { muted: true }],
  ])('%s', async (_, method, path, body) => {
    const { id } = await add({});
    await belfry().call('POST', '/v1/greetings/kinds', kind);
    const claim = new pg.Client({ connectionString: belfry().databaseUrl });
    await claim.connect();
    try {
      await claim.query('BEGIN');
      await claim.query('SELECT pg_advisory_xact_lock_shared(731091, shard) FROM generate_series(0, 63) AS shard');
      let isAnswered = false;
      const change = belfry().must(method, path.endsWith('/') ? `${path}${id}` : path, body);
      const answered = change.then((answer) => {
        isAnswered = true;
        return answer;
      });
      const waits = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 731091 AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      await expect.poll(async () => (await claim.query(waits)).rowCount, { timeout: 20_000 }).toBe(1);
      expect(isAnswered).toBe(false);
      await claim.query('COMMIT');
      expect(await answered).toMatchObject({ couldNotStop: [] });
    } finally {
      await claim.end();
    }
  });
});

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

  test('counts as late neither who was added after the hour nor as gone what was never sent', async () => {
    await until('2027-03-19T15:00:00Z');
    await add({ birthDate: '1990-03-19', timeZone: 'Africa/Lagos' });
    const mover = await add({ birthDate: '1990-03-21', timeZone: 'Pacific/Kiritimati' });
    const sleeper = await add({ birthDate: '1990-03-21', timeZone: 'Pacific/Kiritimati' });
    await edit(sleeper, { quietHours: { start: '08:00', end: '10:00' } });
    await until('2027-03-19T15:10:00Z');
    const lagos = (await plan('2027-03-19')).zones.find(({ timeZone }) => timeZone === 'Africa/Lagos');
    expect(lagos).toMatchObject({ gone: 1, late: 0 });
    await until('2027-03-20T20:30:00Z');
    // Over the date line, to where it is the twentieth.
    await edit(mover, { timeZone: 'Pacific/Honolulu' });
    await until('2027-03-20T20:40:00Z');
    expect((await plan('2027-03-21')).total).toMatchObject({ gone: 2, late: 0, withheld: 1 });
  });

  test('and the history keep the clock by which somebody was greeted, wherever they move afterwards', async () => {
    await until('2027-03-22T12:00:00Z');
    const ada = await add({ birthDate: '1990-03-23', anniversaryDate: '2020-03-24' });
    await until('2027-03-23T10:00:00Z');
    await edit(ada, { timeZone: 'America/New_York' });
    const sent = { at: '2027-03-23T09:00:00Z', localTime: '09:00', gone: 1 };
    expect((await plan('2027-03-23')).zones).toMatchObject([{ timeZone: 'Europe/London', sends: [sent] }]);
    // What is to come goes with them.
    const planned = { at: '2027-03-24T13:00:00Z', localTime: '09:00', planned: 1 };
    expect((await plan('2027-03-24')).zones).toMatchObject([{ timeZone: 'America/New_York', sends: [planned] }]);
    await until('2027-03-24T14:00:00Z');
    expect(await belfry().must('GET', `/v1/people/${ada.id}/history`)).toMatchObject({
      data: [
        { dueAt: planned.at, timeZone: 'America/New_York' },
        { dueAt: sent.at, timeZone: 'Europe/London' },
      ],
    });
  });

  test('counts nobody as planned who has had their year, or whose greeting is paused', async () => {
    await until('2027-03-24T15:00:00Z');
    const ada = await add({ birthDate: '1990-03-25' });
    const bob = await add({ birthDate: '1990-05-10' });
    await until('2027-03-25T10:00:00Z');
    const planned = async (date: string) => (await plan(date)).total;
    for (const date of ['03-26', '05-10']) {
      const before = date === '03-26' ? 0 : 1;
      await edit(ada, { birthDate: `1990-${date}` });
      expect(await planned(`2027-${date}`)).toMatchObject({ planned: before, gone: 0 });
    }
    const ahead = `/v1/occurrences?state=planned&personId=${ada.id}`;
    expect(await belfry().must('GET', ahead)).toMatchObject({ data: [] });
    expect(await planned('2028-05-10')).toMatchObject({ planned: 2 });
    const ofBob = `/v1/schedules?author=greetings&personId=${bob.id}`;
    const { data } = await belfry().must<{ data: [{ id: string }] }>('GET', ofBob);
    await belfry().must('POST', `/v1/schedules/${data[0].id}/pause`);
    expect(await planned('2027-05-10')).toMatchObject({ planned: 0 });
    expect(await planned('2028-05-10')).toMatchObject({ planned: 1 });
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
    await belfry().must('POST', '/v1/greetings/kinds', kind);
    await add({ birthDate: '1992-02-29', anniversaryDate: '2020-02-28', dates: { promotion: '2029-05-01' } });
    await add({ birthDate: '1990-02-28', anniversaryDate: '2031-06-01', dates: { promotion: '2028-05-01' } });
    const year = (number: number) => belfry().must('GET', `/v1/greetings/year?year=${number}`);
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
    await belfry().must('DELETE', '/v1/greetings/kinds/promotion');
  });
});

describe('a template', () => {
  test.each([
    ['is not closed', '{% if years > 1 %}x', /cannot be|can be read/],
    ['names what there is not', '{{ person.salary }}', /person\.salary/],
    ['repeats', '{% for i in (1..9) %}x{% endfor %}', /for/],
    ['reads a file', '{% render "x" %}', /render/],
  ])('that %s is refused when it is saved', async (_, text, message) => {
    const answer = await belfry().call<{ errors: { path: string; message: string }[] }>(
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

  test.each([
    ['comes to nothing', { text: '{% comment %}x{% endcomment %}' }, 'text', /comes to nothing/],
    ['has a subject that does', { subject: '{% comment %}x{% endcomment %}' }, 'subject', /comes to nothing/],
    ['is no number', { text: '{{ years | divided_by: 0 }}' }, 'text', /no number/],
    ['grows', { text: `{% assign a = "ab" %}${'{% assign a = a | append: a %}'.repeat(30)}{{ a }}` }, 'text', /limit/],
  ])('that %s is refused when it is saved, and no preview of it fails unforeseen', async (_, fault, path, message) => {
    const ada = await add({ birthDate: '1990-06-01' });
    const draft = { kind: 'birthday', subject: 'x', text: 'x' };
    const { id } = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', { ...draft, locale: 'sw' });
    for (const [method, url, body] of [
      ['POST', '/v1/greetings/templates', { ...draft, ...fault }],
      ['PATCH', `/v1/greetings/templates/${id}`, fault],
      ['POST', '/v1/greetings/preview', { ...draft, ...fault, personId: ada.id }],
    ] as const) {
      const answer = await belfry().call(method, url, body);
      expect(answer).toMatchObject({ status: 422, body: { code: 'greeting-template.unrendered' } });
      expect(answer.body).toMatchObject({ errors: [{ path, message: expect.stringMatching(message) }] });
    }
    await belfry().must('DELETE', `/v1/greetings/templates/${id}`);
  });

  test('that says nothing to somebody is not sent to them, and says so when it is shown', async () => {
    const draft = { kind: 'birthday', locale: 'sw', subject: '{{ person.country }}', text: '{{ person.city }}' };
    const { id } = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', draft);
    await until('2027-03-25T12:00:00Z');
    const born = { birthDate: '1990-03-26', locale: 'sw' };
    const ada = await add({ ...born, city: 'Leeds', country: 'UK' });
    const [bob, cleo] = [await add({ ...born, country: 'UK' }), await add({ ...born, city: 'Leeds' })];
    const shown = (personId: string) => belfry().call('POST', `/v1/greetings/templates/${id}/preview`, { personId });
    expect(await shown(ada.id)).toMatchObject({ status: 200, body: { text: 'Leeds' } });
    expect(await shown(bob.id)).toMatchObject({ status: 422, body: { errors: [{ path: 'text' }] } });
    expect(await shown(cleo.id)).toMatchObject({ status: 422, body: { errors: [{ path: 'subject' }] } });
    await until('2027-03-26T10:00:00Z');
    expect(await came()).toEqual([greeting('2027-03-26T09:00:00Z', ada, 'Leeds')]);
    await belfry().must('DELETE', `/v1/greetings/templates/${id}`);
  });

  test('is shown as a person would get it, saved or not', async () => {
    const ada = await add({ birthDate: '1990-06-01' });
    const draft = { kind: 'birthday', subject: 'Hi {{ person.firstName }}', text: '{{ years }}' };
    const preview = await belfry().must('POST', '/v1/greetings/preview', { ...draft, personId: ada.id });
    expect(preview).toEqual({ subject: 'Hi Ada', text: '37', date: '2027-06-01', years: 37 });
    const { id } = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', draft);
    const on = { personId: ada.id, date: '2030-06-01' };
    const saved = await belfry().must('POST', `/v1/greetings/templates/${id}/preview`, on);
    expect(saved).toMatchObject({ text: '40' });
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    const gone = { status: 404, body: { code: 'person.not-found' } };
    expect(await belfry().call('POST', `/v1/greetings/templates/${id}/preview`, on)).toMatchObject(gone);
    expect(await belfry().call('POST', '/v1/greetings/preview', { ...draft, ...on })).toMatchObject(gone);
    await belfry().must('DELETE', `/v1/greetings/templates/${id}`);
  });
});

describe('the schedules behind them', () => {
  test('are listed by who keeps them, cannot be edited, ended or deleted by hand, and can be paused', async () => {
    const ada = await add({ birthDate: '1990-06-01' });
    const list = (query: string) =>
      belfry().must<{ data: { id: string; kind: string; author: string | null }[] }>('GET', `/v1/schedules?${query}`);
    expect((await list(`personId=${ada.id}`)).data).toEqual([]);
    const [schedule] = (await list(`personId=${ada.id}&author=greetings`)).data;
    expect(schedule).toMatchObject({ kind: 'birthday', author: 'greetings', nextAt: '2027-06-01T08:00:00Z' });
    const edited = await belfry().call('PATCH', `/v1/schedules/${schedule?.id}`, { title: 'Mine' });
    expect(edited).toMatchObject({ status: 409, body: { code: 'schedule.kept' } });
    expect(await belfry().call('DELETE', `/v1/schedules/${schedule?.id}`)).toMatchObject({ status: 409 });
    const finished = await belfry().call('POST', `/v1/schedules/${schedule?.id}/finish`);
    expect(finished).toMatchObject({ status: 409, body: { code: 'schedule.kept' } });
    await belfry().must('POST', `/v1/schedules/${schedule?.id}/pause`);
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '10:00' });
    expect((await list(`personId=${ada.id}&author=greetings`)).data).toMatchObject([{ state: 'paused' }]);
  });
});

describe('the lists of kinds and of words', () => {
  test('are read in pages, whatever is edited or taken away between them', async () => {
    const names = ['a', 'b', 'c', 'd'].map((letter) => `page-${letter}`);
    for (const name of names) await belfry().must('POST', '/v1/greetings/kinds', { name, title: name, field: 'pages' });
    for (const locale of ['de', 'es', 'it']) {
      const words = { kind: 'page-c', locale, subject: 'x', text: 'x' };
      await belfry().must('POST', '/v1/greetings/templates', words);
    }
    interface Page {
      data: { id: string; name: string; kind: string; locale: string }[];
      nextCursor: string | null;
    }
    const pagesOf = async (path: string, between: () => Promise<unknown>) => {
      const pages: Page[] = [];
      for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
        if (pages.length === 1) await between();
        pages.push(await belfry().must<Page>('GET', `${path}?limit=2${cursor && `&cursor=${cursor}`}`));
      }
      return pages.map(({ data }) => data);
    };
    await belfry().must('DELETE', '/v1/greetings/kinds/page-a');
    const kinds = await pagesOf('/v1/greetings/kinds', async () => {
      await belfry().must('PATCH', '/v1/greetings/kinds/anniversary', { title: 'Work anniversary' });
      await belfry().must('DELETE', '/v1/greetings/kinds/page-b');
    });
    const usual = ['birthday', 'anniversary'];
    expect(kinds[0]?.map(({ name }) => name)).toEqual(usual);
    const ours = (page: Page['data']) => page.map(({ name }) => name).filter((name) => name.startsWith('page-'));
    expect(kinds.flatMap(ours)).toEqual(['page-c', 'page-d']);
    const words = (await pagesOf('/v1/greetings/templates', async () => {})).flat();
    const mine = words.filter(({ kind }) => kind === 'page-c');
    expect(mine.map(({ locale }) => locale)).toEqual(['de', 'es', 'it']);
    expect(new Set(words.map(({ id }) => id)).size).toBe(words.length);
    for (const name of names.slice(2)) await belfry().must('DELETE', `/v1/greetings/kinds/${name}`);
  });
});

describe('of two who edit at once by what they have read, the later is told', () => {
  const ifMatch = (tag: string | null) => ({ 'if-match': tag ?? '' });
  const tagOf = async (path: string) => (await belfry().call('GET', path)).headers.get('etag');
  const stale = { status: 412, body: { code: 'request.stale' } };

  test('what one person wants otherwise', async () => {
    const path = `/v1/greetings/people/${(await add({ birthDate: '1990-06-01' })).id}`;
    const read = await tagOf(path);
    const first = await belfry().call('PUT', path, { sendTime: '08:00' }, ifMatch(read));
    expect(first).toMatchObject({ status: 200, body: { sendTime: '08:00', muted: false, version: 1 } });
    expect(await belfry().call('PUT', path, { muted: true }, ifMatch(read))).toMatchObject(stale);
    expect(first.body).toEqual({ ...(await belfry().must<object>('GET', path)), couldNotStop: [] });
    expect(first.headers.get('etag')).toBe(await tagOf(path));
    // Also where both have sent it.
    const both = await Promise.all(
      ['07:00', '10:00'].map((sendTime) =>
        belfry().call('PUT', path, { sendTime }, ifMatch(first.headers.get('etag'))),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('also by taking a kind or words away', async () => {
    await belfry().must('POST', '/v1/greetings/kinds', { name: 'moved-in', title: 'Moved in', field: 'movedIn' });
    const words = { kind: 'moved-in', subject: 'x', text: 'x' };
    const { id } = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', words);
    for (const [path, patch] of [
      [`/v1/greetings/templates/${id}`, { text: 'y' }],
      ['/v1/greetings/kinds/moved-in', { title: 'New home' }],
    ] as const) {
      const read = await tagOf(path);
      await belfry().must('PATCH', path, patch);
      expect(await belfry().call('DELETE', path, undefined, ifMatch(read))).toMatchObject(stale);
      expect((await belfry().call('DELETE', path, undefined, ifMatch(await tagOf(path)))).status).toBeLessThan(300);
    }
  });
});

test('whatever is changed at once, everybody ends with what was said last', async () => {
  const rounds = 6;
  const all = await Promise.all(Array.from({ length: 12 }, () => add({ birthDate: '1990-08-01' })));
  const isMuted = (index: number, round: number) => (index + round) % 3 === 0;
  const statuses = new Set<number>();
  const ask = async (method: string, path: string, body: unknown) =>
    statuses.add((await belfry().call(method, path, body)).status);
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
  const settings = () => belfry().must<{ reaching: unknown }>('GET', '/v1/greetings/settings');
  await expect.poll(async () => (await settings()).reaching, { timeout: 30_000 }).toBeNull();
  // What is as it was reaches nobody anew.
  const same = { sendTime: `0${rounds}:30` };
  expect(await belfry().must('PUT', '/v1/greetings/settings', same)).toMatchObject({ reaching: null });
  for (const [index, { id }] of all.entries()) {
    const { data } = await belfry().must<{ data: unknown[] }>('GET', `/v1/schedules?author=greetings&personId=${id}`);
    const expected = { localTime: `0${rounds}:30`, title: `Birthday ${rounds}` };
    expect(data).toMatchObject(isMuted(index, rounds) ? [] : [expected]);
  }
  await belfry().must('PATCH', '/v1/greetings/kinds/birthday', { title: 'Birthday' });
});
