import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { look } from './open-browser.ts';
import { signedIn } from './signed-in.ts';

let belfry: BelfryProcess;
let page: Page;

signedIn({ width: 360, height: 740 }, (opened) => {
  ({ belfry, page } = opened);
});
beforeAll(async () => {
  for (const name of ['Ann Archer', 'Anna Ames', 'Bopha Chea']) {
    await belfry.must('POST', '/v1/people', { name, timeZone: 'Asia/Phnom_Penh' });
  }
});

/** Holds back searches for people until they are let go. */
async function holdSearches(): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(/\/v1\/people\?.*\bq=/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  return gate.resolve;
}

test('a list that a server searches settles on no text while it searches, and then on a whole name or a choice alone', async () => {
  await page.goto(`${belfry.base}/policies/new`);
  const who = page.getByRole('combobox', { name: 'Step 2, who (1)' });
  await who.waitFor();
  await who.click();
  await page.getByRole('option', { name: 'Whoever is daughter' }).click();
  // Everybody is offered beside what is chosen, be it a role.
  await who.click();
  for (const name of ['The person it is for', 'Bopha Chea', 'Ann Archer']) {
    await page.getByRole('option', { name, exact: true }).waitFor();
  }

  const letGo = await holdSearches();
  await expect
    .poll(async () => {
      await who.fill('Bopha Chea');
      await who.press('Enter');
      return page.getByText('“Bopha Chea” is not chosen yet').count();
    })
    .toBe(1);
  expect(await who.inputValue()).toBe('Bopha Chea');
  letGo();
  await page.getByRole('option', { name: 'Bopha Chea', exact: true }).waitFor();
  await expect
    .poll(async () => {
      await who.press('Enter');
      return who.getAttribute('aria-expanded');
    })
    .toBe('false');
  expect(await who.inputValue()).toBe('Bopha Chea');

  await who.fill('ann');
  await page.getByRole('option', { name: 'Anna Ames' }).waitFor();
  await page.getByRole('option', { name: 'Bopha Chea' }).waitFor({ state: 'detached' });
  await who.press('Enter');
  await page.getByText('“ann” is not chosen yet').waitFor();
  await who.press('ArrowDown');
  await who.press('Enter');
  expect(await who.inputValue()).toMatch(/^Ann/);

  const letGoAgain = await holdSearches();
  await who.fill('Bopha');
  await who.press('Tab');
  await page.getByText('“Bopha” is not chosen yet').waitFor();
  expect(await who.inputValue()).toBe('');
  letGoAgain();
});

test('a search that fails is not taken for nobody found, and is tried again', async () => {
  await page.goto(`${belfry.base}/policies/new`);
  const who = page.getByRole('combobox', { name: 'Step 2, who (1)' });
  await who.waitFor();
  const searches = /\/v1\/people\?.*\bq=/;
  await page.route(searches, (route) => route.fulfill({ status: 500, body: '' }));
  await who.fill('Bopha Chea');
  await page.getByText('This could not be looked up, and is tried again.').waitFor();
  await page.unroute(searches);
  await page.getByRole('option', { name: 'Bopha Chea', exact: true }).waitFor();
});

test('what is half written of somebody new is asked about before it is thrown away', async () => {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('button', { name: 'Add a person', exact: true }).click();
  const adding = page.getByRole('dialog', { name: 'Add a person' });
  await adding.getByRole('textbox', { name: 'Name', exact: true }).fill('Cora');
  await page.keyboard.press('Escape');
  await adding.getByText('What you have typed is not saved.').waitFor();
  await look(page, 'a person, half written');
  await adding.getByRole('button', { name: 'Stay here' }).click();
  expect(await adding.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Cora');
  await page.keyboard.press('Escape');
  await adding.getByRole('button', { name: 'Discard what I typed' }).click();
  await adding.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Bopha Chea' }).click();
  await page.getByRole('button', { name: 'Add somebody' }).click();
  const helper = page.getByRole('dialog', { name: 'Who stands by Bopha Chea?' });
  await helper.getByRole('combobox', { name: 'Role' }).fill('daughter');
  await page.keyboard.press('Escape');
  // The first closes the list of roles.
  if ((await helper.getByText('What you have typed is not saved.').count()) === 0) await page.keyboard.press('Escape');
  await helper.getByText('What you have typed is not saved.').waitFor();
  await helper.getByRole('button', { name: 'Discard what I typed' }).click();

  await page.goto(`${belfry.base}/reminders/new`);
  await page.getByRole('button', { name: 'New person', exact: true }).click();
  const inline = page.getByRole('group', { name: 'New person' });
  await inline.getByRole('textbox', { name: 'Name', exact: true }).fill('Dora');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'People' }).first().click();
  await question.getByRole('button', { name: 'Stay here' }).click();
  await question.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Create the reminder', exact: true }).click();
  await inline.getByText('Add this person first, or cancel.').waitFor();
  await look(page, 'a reminder for somebody half written');
  await inline.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Discard what I typed' }).click();
  await inline.waitFor({ state: 'detached' });
});

test('somebody is added with their birthday, and what is wrong with it is seen', async () => {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('button', { name: 'Add a person', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  await form.getByRole('button', { name: 'Birthday, language and more' }).click();
  await form.getByRole('textbox', { name: 'First name' }).fill('Eva');
  await form.getByRole('textbox', { name: 'Last name' }).fill('Engel');
  await form.getByLabel('Birthday').fill('1800-05-17');
  const add = form.getByRole('button', { name: 'Add a person', exact: true });
  await add.click();
  await form.getByText('must be a calendar date').waitFor();
  await look(page, 'a person with a birthday that cannot be');
  await form.getByLabel('Birthday').fill('1990-05-17');
  const language = form.getByRole('combobox', { name: 'Language' });
  await language.fill('Khmer');
  await language.press('Tab');
  await add.click();
  await form.waitFor({ state: 'detached' });
  const { data } = await belfry.must<{ data: unknown[] }>('GET', '/v1/people?q=Engel');
  expect(data).toMatchObject([{ name: 'Eva Engel', firstName: 'Eva', birthDate: '1990-05-17', locale: 'km' }]);
});
