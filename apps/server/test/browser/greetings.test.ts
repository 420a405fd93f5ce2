import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { choose, look, openBrowser, widths } from './open-browser.ts';
import { signIn } from './signed-in.ts';

const at = '2027-05-16T20:00:00Z';
const day = '2027-05-17';
const file = [
  'externalId,firstName,lastName,email,timeZone,birthDate,date:nameDay',
  'E-1,Ada,Archer,ada@example.com,Europe/London,1990-05-17,2000-11-30',
  'E-2,Bopha,Chea,bopha@example.com,Asia/Phnom_Penh,1988-05-17,',
  'E-3,Cora,Costa,cora@example.com,America/New_York,1992-02-29,',
  'E-4,Dora,Diallo,dora@example.com,Europe/Paris,1992-02-30,',
  'E-5,Ed,Eriksson,ed@example.com,Europe/London,2001-05-17,',
].join('\n');

test.each(widths)(
  'an organisation begins to greet its people, at %s width',
  async (_width, viewport) => {
    await using belfry = await startBelfry({ at, env: { BELFRY_EMAIL_PROVIDER: 'vendor' } });
    await using browser = await openBrowser(viewport);
    const { page, complaints } = browser;
    page.setDefaultTimeout(60_000);
    const journey: Journey = { belfry, page, look: (place) => look(page, place) };

    await signIn(page, belfry);
    await importPeople(journey);
    await addAPersonByKeyboard(journey);
    await switchGreetingsOn(journey);
    await lookAtTheDay(journey);
    await lookAtTheYear(journey);
    await addAnOccasion(journey);
    await writeWords(journey);
    await letOnePersonDiffer(journey);
    await lookAtAGreeting(journey);
    await seeThemGo(journey);
    await seeWhatFailed(journey);
    await sendThemAgain(journey);
    // Words that cannot be read are refused, which the journey provokes; and how far a file has come is asked before it is there.
    const provoked = (complaint: string) =>
      /status of (400|422)/.test(complaint) || /status of 404.*\/v1\/people\/imports\//.test(complaint);
    expect(complaints.filter((complaint) => !provoked(complaint))).toEqual([]);
  },
  300_000,
);

interface Journey {
  belfry: BelfryProcess;
  page: Page;
  look(place: string): Promise<void>;
}

async function importPeople({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/people/import`);
  await page.getByText('The file is tried: nobody is added or changed yet.').waitFor();
  await page.getByText('Rows that cannot be taken are left out and listed').waitFor();
  await judge('the import, empty');
  await chooseFile(page, file);
  await page.getByText('Of 5 rows 4 would be added, and 1 would not.').waitFor();
  await page.getByText('Line 5').waitFor();
  expect(await belfry.must('GET', '/v1/people')).toMatchObject({ data: [] });
  await judge('the import, tried');
  await page.getByRole('button', { name: 'Add 4 people' }).click();
  await page.getByText('Of 5 rows 4 were added, and 1 were not.').waitFor();

  // What was not taken, and why, is there whenever somebody looks.
  await page.goto(`${belfry.base}/people/imports`);
  await page.getByRole('link', { name: 'Tried: 5 rows' }).waitFor();
  await page.getByText('4 added, 0 changed, 1 not taken').first().waitFor();
  await judge('all imports');
  await page.getByRole('link', { name: '5 rows', exact: true }).click();
  await page.getByText('Of 5 rows 4 were added, and 1 were not.').waitFor();
  await page.getByText('Line 5').waitFor();
  await judge('an import, later');

  // The same list a month later.
  await page.goto(`${belfry.base}/people/import`);
  await page.getByRole('switch', { name: 'Change people who are there already' }).click();
  await chooseFile(page, file.replace('Eriksson', 'Ericson'));
  await page
    .getByText('Of 5 rows 0 would be added and 1 changed; 3 are so already, and 1 would not be taken.')
    .waitFor();
  await judge('the import of people who are there, tried');
  await page.getByRole('button', { name: 'Change 1 person' }).click();
  await page.getByText('Of 5 rows 0 were added and 1 changed; 3 are so already, and 1 were not taken.').waitFor();
  await page.getByRole('link', { name: 'Go to People' }).click();
  await page.getByRole('link', { name: 'Bopha Chea' }).waitFor();
  await page.getByRole('link', { name: 'Ed Ericson' }).waitFor();
}

async function chooseFile(page: Page, csv: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await choosing).setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
}

/** What is typed into a list is what is saved, or nothing is. */
async function addAPersonByKeyboard({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('button', { name: 'Add a person', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  const zone = form.getByRole('combobox', { name: 'Time zone' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Tomo Tanaka');
  await zone.fill('nowhere');
  await zone.press('Enter');
  await form.getByRole('button', { name: 'Add a person', exact: true }).click();
  // Whoever sent it is taken there, which opens its list.
  await form.locator('[aria-invalid="true"]:focus').waitFor();
  await page.keyboard.press('Escape');
  await judge('a time zone that there is not');
  await zone.fill('Tokyo');
  await form.getByRole('option', { name: 'Asia/Tokyo' }).waitFor();
  await zone.press('Enter');
  await expect.poll(() => zone.inputValue()).toBe('Asia/Tokyo');
  await zone.press('Enter');
  await form.waitFor({ state: 'detached' });

  // Left without Enter, too.
  await page.getByRole('button', { name: 'Add a person', exact: true }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill('Apia Afamasaga');
  await zone.fill('Apia');
  await form.getByRole('button', { name: 'Add a person', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const { data } = await belfry.must<{ data: { name: string; timeZone: string }[] }>('GET', '/v1/people');
  expect(data.flatMap(({ name, timeZone }) => (/ (T|Af)a/.test(name) ? [[name, timeZone]] : [])).sort()).toEqual([
    ['Apia Afamasaga', 'Pacific/Apia'],
    ['Tomo Tanaka', 'Asia/Tokyo'],
  ]);
}

async function switchGreetingsOn({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/greetings?date=${day}`);
  await page.getByText('Greetings are switched off.').waitFor();
  await judge('greetings, switched off');
  await page.getByRole('switch', { name: 'Greet people' }).click();
  await page.getByLabel(/^At/).fill('08:30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('group', { name: 'The day in figures' }).getByText('Planned').waitFor();
}

async function lookAtTheDay({ page, look: judge }: Journey): Promise<void> {
  const figures = page.getByRole('group', { name: 'The day in figures' });
  await expect.poll(() => figures.textContent()).toMatch(/^3Planned0Gone/);
  // Both clocks: theirs, and that of whoever looks, in Berlin.
  await page.getByRole('img', { name: /^08:30 Phnom Penh, 03:30 your time\. 1 planned/ }).waitFor();
  await page.getByRole('img', { name: /^08:30 London, 09:30 your time\. 2 planned/ }).waitFor();
  await page.getByRole('table', { name: 'By time zone' }).getByText('Birthday', { exact: true }).first().waitFor();
  await judge('a day of greetings');
}

async function lookAtTheYear({ page }: Journey): Promise<void> {
  const birthday = page.getByRole('button', { name: 'Monday, May 17, 2027: 3 people' });
  await birthday.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-date'))).not.toBe(day);
  await page.getByRole('button', { name: 'Sunday, February 28, 2027: 1 person' }).click();
  await page.waitForURL(/date=2027-02-28/);
  await birthday.click();
  await page.waitForURL(new RegExp(`date=${day}`));
}

async function addAnOccasion({ page, look: judge }: Journey): Promise<void> {
  await page.getByRole('button', { name: 'New occasion' }).click();
  const form = page.getByRole('dialog', { name: 'New occasion' });
  await form.getByRole('textbox', { name: 'What it is called' }).fill('Name day');
  await form.getByRole('textbox', { name: 'Which date it follows' }).fill('nameDay');
  await judge('a new occasion');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Every year, by people’s nameDay').waitFor();
}

async function writeWords({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.getByRole('button', { name: 'Write words' }).first().click();
  const form = page.getByRole('dialog', { name: /^Words of Birthday/ });
  // What is sent so far is what they begin with.
  expect(await form.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(
    "Hey, {{ person.fullName }} it's your birthday",
  );
  const language = form.getByRole('combobox', { name: 'Language' });
  await language.fill('French');
  await form.getByRole('option', { name: 'French', exact: true }).waitFor();
  await language.press('Enter');
  await page.getByRole('dialog', { name: 'Words of Birthday (fr)' }).waitFor();
  await form.getByRole('textbox', { name: 'Subject' }).fill('For {{ person.firstName }}');
  await form.getByRole('textbox', { name: 'Text' }).fill('Many happy returns, {{ person.firstName');
  // Why stands at its field as it is typed, and before anything is saved.
  await form.getByText('These words cannot be read yet: see above.').waitFor();
  await form.getByText(/must be a Liquid template that can be read/).waitFor();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await form.locator('[aria-invalid="true"]:focus').waitFor();
  await judge('words that cannot be read');
  expect(await belfry.must('GET', '/v1/greetings/templates')).toMatchObject({ data: [] });
  await form.getByRole('textbox', { name: 'Text' }).fill('Many happy returns, {{ person.firstName }}!');
  await choose(page, 'As it reaches', 'Bopha', 'Bopha Chea');
  await form.getByText('Many happy returns, Bopha!').waitFor();
  await judge('words, previewed');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  expect(await belfry.must('GET', '/v1/greetings/templates')).toMatchObject({ data: [{ locale: 'fr' }] });
  // They are for those who read French; these are for the others.
  const text = 'Many happy returns, {{ person.firstName }}!';
  await belfry.must('POST', '/v1/greetings/templates', { kind: 'birthday', locale: 'en', subject: 'For you', text });
}

async function letOnePersonDiffer({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('link', { name: 'Ada Archer' }).click();
  const greetings = page.getByRole('region', { name: 'Greetings' });
  await greetings.getByLabel('At an hour of their own').fill('10:15');
  await judge('a person who wants it otherwise');
  await greetings.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Greetings of Ada Archer are saved').waitFor();
  await page.getByText('10:15').first().waitFor();

  // Of whoever was born on 29 February it is asked when that is in a common year.
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('link', { name: 'Cora Costa' }).click();
  await choose(page, 'Born on 29 February, in a common year', null, '1 March');
  await greetings.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Greetings of Cora Costa are saved').waitFor();
  const { data } = await belfry.must<{ data: { id: string; name: string }[] }>('GET', '/v1/people');
  const cora = data.find(({ name }) => name === 'Cora Costa')?.id;
  expect(await belfry.must('GET', `/v1/greetings/people/${cora}`)).toMatchObject({ leapDay: 'march-1', muted: false });
}

/** It follows from what the greetings have been told: here it can be paused, and no more. */
async function lookAtAGreeting({ belfry, page, look: judge }: Journey): Promise<void> {
  const list = '/v1/occurrences?author=greetings&state=planned&order=asc';
  const { data } = await belfry.must<{ data: { id: string; personName: string }[] }>('GET', list);
  const { id } = data.find(({ personName }) => personName === 'Ada Archer') ?? {};
  await page.goto(`${belfry.base}/occurrences/${id}`);
  await page.getByRole('link', { name: 'The greeting' }).click();
  await page.getByText('follows from the greetings of Ada Archer').waitFor();
  expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
  await page.getByRole('button', { name: 'More for Birthday' }).click();
  const offered = await page.getByRole('menuitem').allTextContents();
  expect(offered).toEqual(['Pause', 'Pause']);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await judge('a greeting, every year');
  await page.getByRole('link', { name: 'the greetings of Ada Archer' }).click();
  await page.getByRole('region', { name: 'Greetings' }).waitFor();
}

async function seeThemGo({ belfry, page, look: judge }: Journey): Promise<void> {
  await page.goto(`${belfry.base}/greetings?date=${day}`);
  const figures = page.getByRole('group', { name: 'The day in figures' });
  await expect.poll(() => figures.textContent()).toMatch(/^3Planned/);
  await belfry.must('POST', '/sandbox/clock', { set: '2027-05-17T08:00:00Z' });
  await expect.poll(() => figures.textContent(), { timeout: 30_000 }).toMatch(/^1Planned2Gone/);
  await belfry.must('POST', '/sandbox/clock', { set: '2027-05-17T10:00:00Z' });
  await expect.poll(() => figures.textContent(), { timeout: 30_000 }).toMatch(/^0Planned3Gone/);
  const lateness = page.getByRole('region', { name: 'How late they were' });
  await lateness.getByText('100% within 1 min: 3 of 3.').waitFor();
  await lateness.getByRole('row', { name: 'up to 1 sec 3' }).waitFor();
  await judge('a day that is over');
  const messages = await belfry.messages();
  expect(messages.map(({ to, body }) => [to, body])).toEqual([
    ['bopha@example.com', expect.stringContaining('Many happy returns, Bopha!')],
    ['ed@example.com', expect.stringContaining('Many happy returns, Ed!')],
    ['ada@example.com', expect.stringContaining('Many happy returns, Ada!')],
  ]);
}

/** What the vendor refuses for good. */
const refused = ['Fay', 'Gil', 'Hal'].map((firstName) => ({
  firstName,
  email: `${firstName.toLowerCase()}@example.com`,
}));

async function seeWhatFailed({ belfry, page, look: judge }: Journey): Promise<void> {
  for (const { firstName, email } of refused) {
    await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(email)}`, { chaos: { refuse: 1 } });
    const contactPoints = [{ channel: 'email', address: email }];
    const person = { firstName, lastName: 'Fox', timeZone: 'Europe/London', birthDate: '1990-05-18', contactPoints };
    await belfry.must('POST', '/v1/people', person);
  }
  await belfry.must('POST', '/sandbox/clock', { set: '2027-05-18T12:00:00Z' });
  await page.goto(`${belfry.base}/greetings?date=2027-05-18`);
  await page.getByRole('group', { name: 'The day in figures' }).getByRole('link', { name: 'Failed' }).click();
  await page.waitForURL(/\/activity\?.*state=failed/);
  for (const { firstName } of refused) await page.getByRole('link', { name: `${firstName} Fox` }).waitFor();
  expect(await page.getByRole('link', { name: 'Birthday' }).count()).toBe(3);
  await judge('who is behind a number');

  await page.goto(belfry.base);
  const card = page.getByRole('listitem').filter({ hasText: '3 greetings' });
  await card.getByText('Tuesday, May 18, 2027').waitFor();
  await judge('greetings that failed, on Home');
  await card.getByRole('link', { name: 'Look at them' }).click();
  await page.getByRole('link', { name: 'Birthday' }).nth(2).waitFor();
  await judge('greetings among the dead letters');
}

async function sendThemAgain({ belfry, page, look: judge }: Journey): Promise<void> {
  for (const { email } of refused) {
    await belfry.must('PUT', `/sandbox/handsets/${encodeURIComponent(email)}`, { chaos: {} });
  }
  await page.getByRole('checkbox', { name: 'Choose all 3' }).click();
  await page.getByRole('button', { name: 'Send 3 again', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Send 3 messages again?' });
  await judge('before many are sent again');
  await dialog.getByRole('button', { name: 'Send 3 again', exact: true }).click();
  await page.getByText('3 are sent again').waitFor();
  await page.getByRole('heading', { name: 'No dead letters' }).waitFor();
  await belfry.must('POST', '/sandbox/clock', { set: '2027-05-18T12:01:00Z' });
  const messages = (await belfry.messages()).filter(({ to }) => refused.some(({ email }) => email === to));
  expect(messages.map(({ to, body }) => [to, body]).sort()).toEqual(
    refused.map(({ firstName, email }) => [email, `Many happy returns, ${firstName}!`]),
  );
}
