import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hold } from './open-browser.ts';
import { signedIn } from './signed-in.ts';

let belfry: BelfryProcess;
let page: Page;

signedIn({ width: 1280, height: 800 }, (opened) => {
  ({ belfry, page } = opened);
});

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

interface PeopleFile {
  write(...rows: string[]): Promise<void>;
  /** By this button. */
  choose(button?: string): Promise<void>;
}

/** A file with these people, and the page that takes it. */
async function withFile(rows: string[], doing: (file: PeopleFile) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-browser-'));
  const path = join(folder, 'people.csv');
  const file: PeopleFile = {
    write: (...lines) => writeFile(path, ['name,timeZone', ...lines, ''].join('\n')),
    async choose(button = 'Choose a file') {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: button }).click();
      await (await choosing).setFiles(path);
    },
  };
  try {
    await file.write(...rows);
    await page.goto(`${belfry.base}/people/import`);
    await doing(file);
  } finally {
    await rm(folder, { recursive: true });
  }
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

test('an occasion whose creation was not answered is pressed for again, and is there once', async () => {
  await page.goto(`${belfry.base}/greetings`);
  await page.getByText('Live', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'New occasion' }).click();
  const form = page.getByRole('dialog', { name: 'New occasion' });
  await form.getByRole('textbox', { name: 'What it is called' }).fill('ខួប');
  await form.getByRole('textbox', { name: 'Which date it follows' }).fill('jubilee');
  await loseOneAnswer(/\/v1\/greetings\/kinds$/);
  const save = form.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await form.getByText('The server could not be reached').waitFor();
  // The list has it by now.
  await page.getByText('Every year, by people’s jubilee').waitFor();
  await save.click();
  await form.waitFor({ state: 'detached' });
  const { data } = await belfry.must<{ data: { title: string }[] }>('GET', '/v1/greetings/kinds');
  expect(data.filter(({ title }) => title === 'ខួប')).toHaveLength(1);
});

test('an import whose answer was lost is the same when it is sent again; a file put right is chosen again', async () => {
  await withFile(['Ada Archer,Nowhere'], async ({ write, choose }) => {
    await choose();
    await page.getByText('Of 1 rows 0 would be added').waitFor();
    await write('Ada Archer,Europe/London');
    await choose('Choose another file');
    const add = page.getByRole('button', { name: 'Add 1 person' });
    await add.waitFor();
    await loseOneAnswer(/\/v1\/people\/import\?/);
    await add.click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Go to People' }).waitFor();
    expect((await names()).filter((name) => name === 'Ada Archer')).toHaveLength(1);
  });
});

test('a file that is on its way is asked about before the tab is closed, whatever page is shown', async () => {
  const isAsked = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  await withFile(['Cleo Coe,Europe/London'], async ({ choose }) => {
    await choose();
    const letGo = await hold(page, /\/v1\/people\/import\?/);
    await page.getByRole('button', { name: 'Add 1 person' }).click();
    await expect.poll(isAsked).toBe(true);
    await page.getByRole('link', { name: 'Policies' }).first().click();
    await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor();
    expect(await isAsked()).toBe(true);
    letGo();
    await expect.poll(isAsked).toBe(false);
    expect(await names()).toContain('Cleo Coe');
  });
});

test('an import that breaks off is asked about no more', async () => {
  await page.clock.install();
  await withFile(['Dina Dee,Europe/London'], async ({ choose }) => {
    await choose();
    const add = page.getByRole('button', { name: 'Add 1 person' });
    await add.waitFor();
    const { data } = await belfry.must<{ data: object[] }>('GET', '/v1/people/imports?limit=1');
    const report = { ...data[0], dryRun: false };
    let asked = 0;
    await page.route(/\/v1\/people\/import(\?|s\/)/, (route) => {
      const url = new URL(route.request().url());
      const id = url.searchParams.get('id') ?? url.pathname.split('/').at(-1);
      const isSent = url.searchParams.has('id');
      if (!isSent) asked += 1;
      const json = { ...report, id, state: isSent ? 'running' : 'failed', problem: 'It was broken off.' };
      return route.fulfill({ json });
    });
    await add.click();
    await page.getByText('It was broken off.').waitFor();
    const before = asked;
    for (let second = 0; second < 5; second++) {
      await page.clock.runFor(1_000);
      // Whatever was asked before this has been answered with it.
      await page.evaluate(async () => void (await fetch('/v1/me')));
    }
    // One may have been on its way.
    expect(asked - before).toBeLessThan(2);
  });
});

test('a file that was changed after it was chosen is said to be', async () => {
  await withFile(['Ben Bell,Europe/London'], async ({ write, choose }) => {
    await choose();
    const add = page.getByRole('button', { name: 'Add 1 person' });
    await add.waitFor();
    await write('Ben Bell,Europe/London', 'Bo Bell,Europe/London');
    await add.click();
    await page.getByText('The file has been changed since it was chosen.').waitFor();
    expect(await names()).not.toContain('Ben Bell');
  });
});
