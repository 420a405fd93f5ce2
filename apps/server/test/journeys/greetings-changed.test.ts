import { describe, expect, test } from 'vitest';
import { anniversary, birthday, greeting, greetingStory, type Person } from './greeting-story.ts';

/** What holds for greetings is changed on the very day, and what comes of it is all that comes. */
const { belfry, came, until, edit, add } = greetingStory();

const changeKind = (patch: object) => belfry().must('PATCH', '/v1/greetings/kinds/birthday', patch);
const changeOwn = ({ id }: Person, own: object) => belfry().must('PUT', `/v1/greetings/people/${id}`, own);
const changeAll = (settings: object) => belfry().must('PUT', '/v1/greetings/settings', settings);

describe('the hour', () => {
  test('of one person, moved behind now, sends at once what was for later today, and nothing that has gone', async () => {
    await until('2027-01-05T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-05' });
    await changeOwn(ada, { sendTime: '18:00' });
    await until('2027-01-05T12:00:00Z');
    expect(await came()).toEqual([]);
    await changeOwn(ada, { sendTime: '08:00' });
    await until('2027-01-05T13:00:00Z');
    await changeOwn(ada, { sendTime: '15:00' });
    await until('2027-01-06T20:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-05T12:00:00Z', ada)]);
  });

  test('of a kind, too; whoever has an hour of their own keeps it', async () => {
    await until('2027-01-07T08:00:00Z');
    const ada = await add({ birthDate: '1990-01-07' });
    const bob = await add({ birthDate: '1990-01-07', firstName: 'Bob' });
    await changeOwn(bob, { sendTime: '16:00' });
    await changeKind({ sendTime: '18:00' });
    await until('2027-01-07T12:00:00Z');
    expect(await came()).toEqual([]);
    await changeKind({ sendTime: '08:00' });
    await until('2027-01-07T13:00:00Z');
    await changeKind({ sendTime: null });
    await until('2027-01-08T20:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-07T12:00:00Z', ada), birthday('2027-01-07T16:00:00Z', bob)]);
  });
});

describe('whoever is greeted again on the same day', () => {
  const inNewYork = { timeZone: 'America/New_York', firstName: 'Cleo' };

  test.each<[string, number, () => Promise<unknown>, () => Promise<unknown>]>([
    ['a kind disabled and enabled', 9, () => changeKind({ enabled: false }), () => changeKind({ enabled: true })],
    ['all switched off and on', 12, () => changeAll({ enabled: false }), () => changeAll({})],
  ])('%s: is so at once where the hour has passed, at the hour where not, and once', async (_, day, off, on) => {
    const date = `2027-01-${String(day).padStart(2, '0')}`;
    const birthDate = date.replace('2027', '1990');
    await until(`${date}T08:00:00Z`);
    const ada = await add({ birthDate });
    const cleo = await add({ ...inNewYork, birthDate });
    await off();
    await until(`${date}T11:00:00Z`);
    expect(await came()).toEqual([]);
    await on();
    await until(`${date}T12:00:00Z`);
    await off();
    await on();
    await until(`${date}T23:00:00Z`);
    expect(await came()).toEqual([birthday(`${date}T11:00:00Z`, ada), birthday(`${date}T14:00:00Z`, cleo)]);
  });

  test('not muted any more: at once where the hour has passed, once, and on no later day', async () => {
    await until('2027-01-15T08:00:00Z');
    const [ada, bob, cleo] = [
      await add({ birthDate: '1990-01-15' }),
      await add({ birthDate: '1990-01-15', firstName: 'Bob' }),
      await add({ ...inNewYork, birthDate: '1990-01-15' }),
    ];
    for (const person of [ada, bob, cleo]) await changeOwn(person, { muted: true });
    await until('2027-01-15T11:00:00Z');
    expect(await came()).toEqual([]);
    for (const person of [ada, cleo]) await changeOwn(person, {});
    await until('2027-01-15T12:00:00Z');
    for (const muted of [true, false]) await changeOwn(ada, { muted });
    await until('2027-01-16T01:00:00Z');
    await changeOwn(bob, {});
    await until('2027-01-16T20:00:00Z');
    expect(await came()).toEqual([birthday('2027-01-15T11:00:00Z', ada), birthday('2027-01-15T14:00:00Z', cleo)]);
  });
});

test('words that are changed or taken away a second before are said as they stand then', async () => {
  await until('2027-01-18T00:00:00Z');
  const write = (locale: string, text: string) =>
    belfry().must<{ id: string }>('POST', '/v1/greetings/templates', { kind: 'birthday', locale, subject: 'x', text });
  const [english, french] = [await write('en', 'Old words'), await write('fr', 'Vieux mots')];
  const ada = await add({ locale: 'en', birthDate: '1990-01-19' });
  const bob = await add({ locale: 'fr', birthDate: '1990-01-19', firstName: 'Bob' });
  await until('2027-01-19T08:59:59Z');
  await belfry().must('PATCH', `/v1/greetings/templates/${english.id}`, { text: 'New words, {{ person.firstName }}' });
  await belfry().must('DELETE', `/v1/greetings/templates/${french.id}`);
  expect(await came()).toEqual([]);
  const nine = '2027-01-19T09:00:00Z';
  await until('2027-01-19T12:00:00Z');
  expect((await came()).sort()).toEqual(
    [greeting(nine, ada, 'New words, Ada'), greeting(nine, bob, 'New words, Bob')].sort(),
  );
  await belfry().must('DELETE', `/v1/greetings/templates/${english.id}`);
});

test('an anniversary is of as many years as its date says a second before, and none where that has been cleared', async () => {
  await until('2027-01-21T00:00:00Z');
  const ada = await add({ anniversaryDate: '2020-01-22' });
  const bob = await add({ anniversaryDate: '2020-01-22', firstName: 'Bob' });
  await until('2027-01-22T08:59:59Z');
  await edit(ada, { anniversaryDate: '2017-01-22' });
  await edit(bob, { anniversaryDate: null });
  await until('2027-01-23T12:00:00Z');
  expect(await came()).toEqual([anniversary('2027-01-22T09:00:00Z', ada, ' 10 years with us!')]);
});
