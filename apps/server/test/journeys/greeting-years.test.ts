import { expect, test } from 'vitest';
import { anniversary, birthday, greetingStory } from './greeting-story.ts';
import { sleepUntil } from './sleep-until.ts';

const { belfry, came, until, edit, add } = greetingStory();

test('what is to come of somebody is the next three years by both clocks, and not the year that has been spent', async () => {
  await until('2027-02-20T00:00:00Z');
  const ada = await add({ birthDate: '1990-02-22', timeZone: 'Asia/Kathmandu' });
  const upcoming = async () => {
    const path = `/v1/people/${ada.id}/upcoming?limit=3`;
    const { data } = await belfry().must<{ data: Record<string, unknown>[] }>('GET', path);
    return data.map(({ at, slot, kind, state, timeZone, localTime }) => ({
      at,
      slot,
      kind,
      state,
      timeZone,
      localTime,
    }));
  };
  const on = (slot: string, at: string) => ({
    ...{ at, slot, kind: 'birthday', state: 'planned', timeZone: 'Asia/Kathmandu', localTime: '09:00' },
  });
  const later = [on('2028', '2028-02-22T03:15:00Z'), on('2029', '2029-02-22T03:15:00Z')];
  expect(await upcoming()).toEqual([on('2027', '2027-02-22T03:15:00Z'), ...later]);
  await until('2027-02-22T12:00:00Z');
  expect(await came()).toEqual([birthday('2027-02-22T03:15:00Z', ada)]);
  expect(await upcoming()).toEqual([...later, on('2030', '2030-02-22T03:15:00Z')]);
  await edit(ada, { birthDate: '1990-04-20' });
  const edited = ['2028', '2029', '2030'].map((year) => on(year, `${year}-04-20T03:15:00Z`));
  expect(await upcoming()).toEqual(edited);
});

test('the second year is as the first: each day and hour once, in the words of that year', async () => {
  await until('2027-02-27T00:00:00Z');
  const ada = await add({ birthDate: '1990-03-10', anniversaryDate: '2026-03-12', timeZone: 'Asia/Kathmandu' });
  const early = await add({ birthDate: '1992-02-29', firstName: 'Early' });
  const late = await add({ birthDate: '1992-02-29', firstName: 'Late' });
  await belfry().must('PUT', `/v1/greetings/people/${late.id}`, { leapDay: 'march-1' });
  await until('2027-03-05T00:30:00Z');
  const newcomer = await add({ birthDate: '1990-03-04', firstName: 'New' });
  await until('2027-03-15T00:00:00Z');
  // Nobody has anything until then, and a year that is lived through takes minutes.
  await sleepUntil(belfry(), '2028-02-27T00:00:00Z');
  await until('2028-03-15T00:00:00Z');
  const nine = (day: string) => `${day}T09:00:00Z`;
  const nineInKathmandu = (day: string) => `${day}T03:15:00Z`;
  expect((await came()).sort()).toEqual(
    [
      birthday(nine('2027-02-28'), early),
      birthday(nine('2027-03-01'), late),
      birthday(nineInKathmandu('2027-03-10'), ada),
      anniversary(nineInKathmandu('2027-03-12'), ada, ' 1 year with us!'),
      birthday(nine('2028-02-29'), early),
      birthday(nine('2028-02-29'), late),
      birthday(nine('2028-03-04'), newcomer),
      birthday(nineInKathmandu('2028-03-10'), ada),
      anniversary(nineInKathmandu('2028-03-12'), ada, ' 2 years with us!'),
    ].sort(),
  );
});
