import { describe, expect, test } from 'vitest';
import { anniversary, birthday, greeting, greetingStory, type Person } from './greeting-story.ts';

const { belfry, messages, came, until, edit, plan, behind, add } = greetingStory();

describe('a birthday', () => {
  test('comes at nine in the morning of wherever the person is, once a year', async () => {
    await until('2027-01-09T00:00:00Z');
    const zones = ['Pacific/Kiritimati', 'Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'Pacific/Pago_Pago'];
    const all: Person[] = [];
    for (const timeZone of zones) all.push(await add({ timeZone, birthDate: '1990-01-10' }));
    await until('2027-01-12T00:00:00Z');
    const instants = ['2027-01-09T19:00:00Z', '2027-01-10T03:15:00Z', '2027-01-10T12:00:00Z', '2027-01-10T20:00:00Z'];
    expect(await came()).toEqual(all.map((person, index) => birthday(instants[index] ?? '', person)));
  });

  test('carries the name, the address and the words as they stand when it is sent', async () => {
    await until('2027-01-13T00:00:00Z');
    const ada = await add({ birthDate: '1990-01-14' });
    await until('2027-01-14T08:59:59Z');
    await edit(ada, { lastName: 'Baker', contactPoints: [{ channel: 'email', address: 'new@example.com' }] });
    const template = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', {
      kind: 'birthday',
      subject: 'For {{ person.firstName }}',
      text: '{{ person.fullName }} is {{ years }} today',
    });
    await until('2027-01-14T09:00:00Z');
    const moved = { ...ada, email: 'new@example.com' };
    expect(await came()).toEqual([greeting('2027-01-14T09:00:00Z', moved, 'Ada Baker is 37 today')]);
    expect(await messages()).toMatchObject([{ subject: 'For Ada' }]);
    await belfry().must('DELETE', `/v1/greetings/templates/${template.id}`);
  });

  test('is in the language of the person, or else of the organisation', async () => {
    await until('2027-01-15T00:00:00Z');
    const ids: string[] = [];
    for (const [locale, text] of [
      ['fr', 'Bon anniversaire'],
      ['en', 'Happy birthday'],
    ]) {
      const body = { kind: 'birthday', locale, subject: 'x', text };
      ids.push((await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', body)).id);
    }
    for (const locale of ['fr-CA', 'km', 'en-GB']) await add({ locale, birthDate: '1990-01-16' });
    await until('2027-01-16T10:00:00Z');
    expect((await messages()).map(({ body }) => body).sort()).toEqual([
      'Bon anniversaire',
      'Happy birthday',
      'Happy birthday',
    ]);
    for (const id of ids) await belfry().must('DELETE', `/v1/greetings/templates/${id}`);
  });

  test('is in the usual English for whoever reads it, where the organisation has words in other languages alone', async () => {
    await until('2027-01-16T12:00:00Z');
    const body = { kind: 'birthday', locale: 'fr', subject: 'x', text: 'Bon anniversaire, {{ person.firstName }}' };
    const { id } = await belfry().must<{ id: string }>('POST', '/v1/greetings/templates', body);
    const [ada, ...others] = [
      await add({ locale: 'en-GB', birthDate: '1990-01-17' }),
      await add({ locale: 'fr-CA', birthDate: '1990-01-17', firstName: 'Bob' }),
      await add({ locale: 'km', birthDate: '1990-01-17', firstName: 'Cleo' }),
    ];
    await until('2027-01-17T10:00:00Z');
    const nine = '2027-01-17T09:00:00Z';
    const french = others.map((person) => greeting(nine, person, `Bon anniversaire, ${person.name.split(' ')[0]}`));
    expect((await came()).sort()).toEqual([birthday(nine, ada), ...french].sort());
    await belfry().must('DELETE', `/v1/greetings/templates/${id}`);
  });
});

describe('a work anniversary', () => {
  test('names the years: none in the first, one in the second', async () => {
    await until('2027-01-17T12:00:00Z');
    const [none, one, ten] = [
      await add({ anniversaryDate: '2027-01-18' }),
      await add({ anniversaryDate: '2026-01-18' }),
      await add({ anniversaryDate: '2017-01-18' }),
    ];
    await until('2027-01-18T10:00:00Z');
    const nine = '2027-01-18T09:00:00Z';
    expect((await came()).sort()).toEqual(
      [
        anniversary(nine, none),
        anniversary(nine, one, ' 1 year with us!'),
        anniversary(nine, ten, ' 10 years with us!'),
      ].sort(),
    );
  });

  test('on the day of the birthday is a message of its own', async () => {
    await until('2027-01-19T00:00:00Z');
    const ada = await add({ birthDate: '1990-01-20', anniversaryDate: '2020-01-20' });
    await until('2027-01-20T10:00:00Z');
    const nine = '2027-01-20T09:00:00Z';
    expect((await came()).sort()).toEqual([birthday(nine, ada), anniversary(nine, ada, ' 7 years with us!')].sort());
  });

  test('on the day of the birthday is so also where one message an hour is the most, and takes no room from others', async () => {
    await until('2027-01-20T12:00:00Z');
    await belfry().must('PATCH', '/v1/settings', { throttlePerHour: 1 });
    const ada = await add({ birthDate: '1990-01-21', anniversaryDate: '2020-01-21' });
    await belfry().must('POST', '/v1/schedules', {
      personId: ada.id,
      kind: 'reminder',
      rule: { type: 'once', at: '2027-01-21T09:01:00Z' },
      title: 'Water the plants',
    });
    await until('2027-01-21T11:00:00Z');
    await belfry().must('PATCH', '/v1/settings', { throttlePerHour: null });
    const nine = '2027-01-21T09:00:00Z';
    const [first, second, ...others] = await came();
    expect([first, second].sort()).toEqual([birthday(nine, ada), anniversary(nine, ada, ' 7 years with us!')].sort());
    expect(others).toEqual([expect.stringContaining('2027-01-21T09:01:00Z')]);
  });
});

describe('on the day itself', () => {
  test('created before the hour: at the hour', async () => {
    await until('2027-01-22T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-22' });
    await until('2027-01-22T23:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-22T09:00:00Z', ada)]);
  });

  test('created after the hour: at once', async () => {
    await until('2027-01-23T15:00:00Z');
    const ada = await add({ birthDate: '1990-01-23' });
    await until('2027-01-24T15:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-23T15:00:00Z', ada)]);
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
    expect(await came()).toEqual([birthday('2027-01-27T15:00:00Z', ada)]);
  });

  test('the date is edited after quiet hours have put it off, or a first try has failed: not on the wrong day', async () => {
    await until('2027-01-29T15:10:00Z');
    // Ten past ten in the evening where they are.
    const here = { birthDate: '1990-01-29', timeZone: 'Asia/Phnom_Penh' };
    const sleeper = await add({ ...here, quietHours: { start: '22:00', end: '22:15' } });
    const busyEmail = 'edited-while-busy@example.com';
    const handset = `/sandbox/handsets/${encodeURIComponent(busyEmail)}`;
    await belfry().must('PUT', handset, { chaos: { tooManyRequests: 1, retryAfterSeconds: 60 } });
    const busy = await add({ ...here, email: busyEmail, firstName: 'Bob' });
    await until('2027-01-29T15:10:01Z');
    for (const person of [sleeper, busy]) await edit(person, { birthDate: '1990-01-30', quietHours: null });
    await belfry().must('PUT', handset, { chaos: {} });
    await until('2027-01-29T15:25:00Z');
    expect(await came()).toEqual([]);
    const nine = '2027-01-30T02:00:00Z';
    await until(nine);
    expect((await came()).sort()).toEqual([birthday(nine, sleeper), birthday(nine, busy)].sort());
  });

  test('the date is edited to today before the hour: at the hour', async () => {
    await until('2027-01-30T02:10:00Z');
    const ada = await add({ birthDate: '1990-03-27' });
    await until('2027-01-30T06:00:00Z');
    await edit(ada, { birthDate: '1990-01-30' });
    await until('2027-01-30T07:30:00Z');
    expect(await came()).toEqual([]);
    await until('2027-01-30T09:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-30T09:00:00Z', ada)]);
  });

  test('the date is taken away before the hour: nothing', async () => {
    await until('2027-01-31T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-31' });
    await edit(ada, { birthDate: null });
    await until('2027-01-31T15:00:00Z');
    expect(await came()).toEqual([]);
  });
});

describe('whoever moves', () => {
  test('east past the hour gets it at once, on the same local day', async () => {
    await until('2027-02-02T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-02' });
    await edit(ada, { timeZone: 'Asia/Phnom_Penh' });
    await until('2027-02-03T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-02T08:00:00Z', ada)]);
  });

  test('east past midnight gets none: their day is over', async () => {
    await until('2027-02-04T15:00:00Z');
    const ada = await add({ birthDate: '1990-02-04', timeZone: 'Pacific/Honolulu' });
    await edit(ada, { timeZone: 'Pacific/Auckland' });
    await until('2027-02-06T12:00:00Z');
    expect(await came()).toEqual([]);
  });

  test('east from the eve into a birthday that is past nine gets it at once', async () => {
    await until('2027-02-06T13:00:00Z');
    // Three in the morning of the sixth where they are, and three in the morning of the seventh where they go.
    const ada = await add({ birthDate: '1990-02-07', timeZone: 'Pacific/Honolulu' });
    await until('2027-02-06T21:00:00Z');
    await edit(ada, { timeZone: 'Pacific/Auckland' });
    await until('2027-02-06T23:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-06T21:00:00Z', ada)]);
  });

  test('west before the hour waits for the new nine', async () => {
    await until('2027-02-07T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-07' });
    await edit(ada, { timeZone: 'America/New_York' });
    await until('2027-02-08T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-07T14:00:00Z', ada)]);
  });

  test('west after it has come gets no second one', async () => {
    await until('2027-02-09T08:00:00Z');
    const ada = await add({ birthDate: '1990-02-09' });
    await until('2027-02-09T10:00:00Z');
    await edit(ada, { timeZone: 'America/New_York' });
    await until('2027-02-10T20:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-09T09:00:00Z', ada)]);
  });
});

describe('the hour', () => {
  test('is the organisation’s, and a person’s own comes before it', async () => {
    await until('2027-02-11T00:00:00Z');
    const ada = await add({ birthDate: '1990-02-12' });
    const bob = await add({ birthDate: '1990-02-12', firstName: 'Bob' });
    await belfry().must('PUT', `/v1/greetings/people/${bob.id}`, { sendTime: '07:30' });
    await until('2027-02-12T07:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '10:15' });
    await until('2027-02-12T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-12T07:30:00Z', bob), birthday('2027-02-12T10:15:00Z', ada)]);
  });

  test('moved behind now sends at once what was for later today, and nothing that has gone', async () => {
    await until('2027-02-13T00:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '18:00' });
    const ada = await add({ birthDate: '1990-02-14' });
    await until('2027-02-14T12:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '08:00' });
    await until('2027-02-14T13:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', { sendTime: '15:00' });
    await until('2027-02-15T20:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-14T12:00:00Z', ada)]);
  });
});

describe('who is greeted', () => {
  test('nobody while it is switched off, and nobody who is muted', async () => {
    await until('2027-02-16T00:00:00Z');
    await add({ birthDate: '1990-02-17' });
    const bob = await add({ birthDate: '1990-02-18', firstName: 'Bob' });
    await belfry().must('PUT', '/v1/greetings/settings', { enabled: false });
    await until('2027-02-18T00:00:00Z');
    await belfry().must('PUT', '/v1/greetings/settings', {});
    await belfry().must('PUT', `/v1/greetings/people/${bob.id}`, { muted: true });
    await until('2027-02-18T20:00:00Z');
    expect(await came()).toEqual([]);
  });

  test('nobody who was removed; whoever is restored before the hour, at the hour', async () => {
    await until('2027-02-19T00:00:00Z');
    const [ada, bob] = [
      await add({ birthDate: '1990-02-20' }),
      await add({ birthDate: '1990-02-20', firstName: 'Bob' }),
    ];
    for (const { id } of [ada, bob]) await belfry().must('DELETE', `/v1/people/${id}`);
    await until('2027-02-20T08:00:00Z');
    await belfry().must('POST', `/v1/people/${bob.id}/restore`);
    await until('2027-02-21T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-20T09:00:00Z', bob)]);
  });

  test('whoever comes back on the day itself, at once; nobody on a later one, and nobody twice', async () => {
    await until('2027-02-21T13:00:00Z');
    const [ada, bob, cleo] = [
      await add({ birthDate: '1990-02-22' }),
      await add({ birthDate: '1990-02-22', firstName: 'Bob' }),
      await add({ birthDate: '1990-02-22', firstName: 'Cleo' }),
    ];
    for (const { id } of [bob, cleo]) await belfry().must('DELETE', `/v1/people/${id}`);
    await until('2027-02-22T15:00:00Z');
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    for (const { id } of [ada, bob]) await belfry().must('POST', `/v1/people/${id}/restore`);
    await until('2027-02-23T03:00:00Z');
    await belfry().must('POST', `/v1/people/${cleo.id}/restore`);
    await until('2027-02-23T03:30:00Z');
    expect(await came()).toEqual([birthday('2027-02-22T09:00:00Z', ada), birthday('2027-02-22T15:00:00Z', bob)]);
    expect((await plan('2027-02-22')).total).toMatchObject({ gone: 2, late: 0, withheld: 1 });
    expect(await behind('2027-02-22', 'state=cancelled&state=skipped')).toHaveLength(1);
    expect(await behind('2027-02-22', 'late=true')).toEqual([]);
  });

  test('whoever comes back to what was being tried again, or had been put off, has it; once', async () => {
    await until('2027-02-23T03:35:00Z');
    const birthDate = '1990-02-23';
    // Nine is at four.
    const timeZone = 'Asia/Karachi';
    const sleeper = await add({ birthDate, timeZone, quietHours: { start: '08:30', end: '09:30' } });
    const busy = await add({ birthDate, timeZone, firstName: 'Bob' });
    const handset = `/sandbox/handsets/${encodeURIComponent(busy.email)}`;
    await belfry().must('PUT', handset, { chaos: { tooManyRequests: 1, retryAfterSeconds: 30 } });
    await until('2027-02-23T04:00:00Z');
    await belfry().must('PUT', handset, { chaos: {} });
    for (const { id } of [sleeper, busy]) {
      await belfry().must('DELETE', `/v1/people/${id}`);
      await belfry().must('POST', `/v1/people/${id}/restore`);
    }
    expect(await came()).toEqual([]);
    await until('2027-02-23T04:30:00Z');
    const texts = await came();
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(new RegExp(`^2027-02-23T04:0.* ${busy.email}: `));
    expect(texts[1]).toBe(birthday('2027-02-23T04:30:00Z', sleeper));
  });

  test('whoever comes back is not, where somebody else of their address and date had it meanwhile', async () => {
    await until('2027-02-23T04:40:00Z');
    const who = { birthDate: '1990-02-23', email: 'twofold@example.com' };
    const ada = await add(who);
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    const again = await add(who);
    await until('2027-02-23T10:00:00Z');
    await belfry().must('DELETE', `/v1/people/${again.id}`);
    await belfry().must('POST', `/v1/people/${ada.id}/restore`);
    await until('2027-02-23T10:30:00Z');
    expect(await came()).toEqual([birthday('2027-02-23T09:00:00Z', again)]);
  });

  test('nobody twice: deleted after the greeting and imported again they have had it', async () => {
    await until('2027-02-23T11:00:00Z');
    const ada = await add({ birthDate: '1990-02-23', email: 'again@example.com' });
    await until('2027-02-23T12:00:00Z');
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    await add({ birthDate: '1990-02-23', email: ' Again@Example.com ' });
    await until('2027-02-24T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-23T11:00:00Z', ada)]);
  });

  test('somebody else who has the address of one who is gone', async () => {
    await until('2027-02-24T13:00:00Z');
    const ada = await add({ birthDate: '1990-02-25', email: 'handed-on@example.com' });
    await until('2027-02-25T10:00:00Z');
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    const bob = await add({ birthDate: '1991-02-25', firstName: 'Bob', email: 'handed-on@example.com' });
    await until('2027-02-25T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-25T09:00:00Z', ada), birthday('2027-02-25T10:00:00Z', bob)]);
  });

  test('whoever is removed and added again before the hour, once', async () => {
    await until('2027-02-25T13:00:00Z');
    const ada = await add({ birthDate: '1990-02-26', email: 'twice@example.com' });
    await belfry().must('DELETE', `/v1/people/${ada.id}`);
    const again = await add({ birthDate: '1990-02-26', email: 'Twice@example.com' });
    const taken = await belfry().call('POST', '/v1/people', {
      name: 'Bob',
      timeZone: 'Europe/London',
      contactPoints: [{ channel: 'email', address: ' TWICE@Example.com ' }],
    });
    expect(taken).toMatchObject({ status: 409, body: { code: 'person.email-taken' } });
    await until('2027-02-26T12:00:00Z');
    expect(await came()).toEqual([birthday('2027-02-26T09:00:00Z', again)]);
  });
});

describe('29 February', () => {
  test('is the 28th in common years, or 1 March for whoever wants that; what is said last holds', async () => {
    await until('2027-02-26T13:00:00Z');
    const leapDays = ['february-28', 'march-1', 'march-1', null] as const;
    const all: Person[] = [];
    for (const [index, leapDay] of leapDays.entries()) {
      const person = await add({ birthDate: '1992-02-29', firstName: `Leap ${index}` });
      all.push(person);
      await belfry().must('PUT', `/v1/greetings/people/${person.id}`, { leapDay });
    }
    const [early, late, edited, asAll] = all as [Person, Person, Person, Person];
    await until('2027-02-27T12:00:00Z');
    await belfry().must('PUT', `/v1/greetings/people/${edited.id}`, { leapDay: 'february-28' });
    await belfry().must('PUT', '/v1/greetings/settings', { leapDay: 'march-1' });
    await until('2027-03-03T00:00:00Z');
    const [the28th, the1st] = ['2027-02-28T09:00:00Z', '2027-03-01T09:00:00Z'];
    expect((await came()).sort()).toEqual(
      [birthday(the28th, early), birthday(the28th, edited), birthday(the1st, late), birthday(the1st, asAll)].sort(),
    );
  });
});
