import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenedBrowser, openBrowser } from './open-browser.ts';

let belfry: BelfryProcess;
let browser: OpenedBrowser;
let page: Page;
let signInLink: string;

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T13:58:00Z' });
  browser = await openBrowser({ width: 1280, height: 800 });
  signInLink = await belfry.signInLink();
  await browser.page.goto(signInLink);
  await browser.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await belfry.stop();
});
beforeEach(async () => {
  page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
});
afterEach(() => page.close());

/** The server does what it is asked next at this address, and the page never hears of it. */
async function loseOneAnswer(url: RegExp): Promise<void> {
  await page.route(
    url,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
}

async function names(): Promise<string[]> {
  const { data } = await belfry.must<{ data: { name: string }[] }>('GET', '/v1/people?limit=200');
  return data.map(({ name }) => name);
}

test('a person whose creation was not answered is pressed for again, and is there once', async () => {
  await page.goto(`${belfry.base}/people`);
  await page.getByRole('button', { name: 'Add a person', exact: true }).first().click();
  const form = page.getByRole('dialog', { name: 'Add a person' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Maly Chan');
  await loseOneAnswer(/\/v1\/people$/);
  const add = form.getByRole('button', { name: 'Add a person', exact: true });
  await add.click();
  await form.getByText('The server could not be reached').waitFor();
  await add.click();
  await page.getByRole('link', { name: 'Maly Chan' }).waitFor();
  expect(await names()).toEqual(['Maly Chan']);
});
