import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { isThorough } from '@belfry/testkit/thorough';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectLightPages } from './first-load.ts';
import { accessibilityIssues, look, openBrowser, takePicture, type Viewport, widths } from './open-browser.ts';

const at = '2027-01-15T13:58:00Z';

// `npm test` goes the narrow way alone.
test.each(isThorough ? widths : widths.slice(1))(
  'a first reminder, from the sign-in link to DONE on the handset, at %s width',
  async (width, viewport) => {
    await using belfry = await startBelfry({ at });
    await withoutTheLink(belfry, viewport);
    await using browser = await openBrowser(viewport);
    const { page, complaints } = browser;

    const judge = (place: string) => look(page, place);

    await page.goto(await belfry.signInLink());
    await page.waitForURL(/\/playground$/);

    await page.goto(`${belfry.base}/reminders/new`);
    await fillInPerson(page, 'Bob Baker', '+12025550102');
    await page.getByRole('button', { name: 'New person', exact: true }).click();
    await fillInPerson(page, 'Ann Archer', '+12025550101', 'ann@example.com');
    await page.getByLabel('Title').fill('Take pills');
    await page.getByRole('button', { name: 'Add a step' }).click();
    await page.getByRole('combobox', { name: 'Step 3: who' }).click();
    await page.getByRole('option', { name: /Bob Baker/ }).click();
    await judge('a new reminder');
    await page.getByRole('button', { name: 'Create the reminder', exact: true }).click();
    await page.waitForURL(/\/reminders\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: 'Take pills', exact: true }).waitFor();
    await judge('the reminder');

    await page.goto(`${belfry.base}/phones`);
    await page.getByRole('button', { name: 'Next due' }).click();
    await page.getByText('Take pills').first().waitFor();
    await judge('handsets');

    await page.getByRole('link', { name: 'Why?' }).first().click();
    await page.getByRole('heading', { name: 'Take pills', exact: true }).waitFor();
    await page.getByText('Planned').first().waitFor();

    // The time is moved from elsewhere: the page has to hear of it by itself.
    await belfry.advance('PT5M');
    await page.getByText('Email to Ann Archer').first().waitFor();
    await judge('an open timeline');

    // Ann does not answer; the third step reaches Bob, and he does.
    await belfry.advance('PT12M');
    await page.goto(`${belfry.base}/phones`);
    await page.getByRole('button', { name: 'Reply DONE as Bob Baker', exact: true }).click();
    await page.getByText('Thank you. Done: Take pills').waitFor();
    await judge('handsets answered');
    await page.evaluate(() => window.scrollTo(0, 0));
    await takePicture(page, `handsets-${width}`);

    await page.getByRole('link', { name: 'Why?' }).first().click();
    await page.getByText('Done', { exact: true }).first().waitFor();
    await page.getByText('Then: Nobody answered').first().waitFor({ state: 'detached' });
    await judge('timeline');
    await takePicture(page, `timeline-${width}`);

    await belfry.advance('PT1H');
    expect((await belfry.messages()).map(({ channel, to, inReplyTo }) => [channel, to, inReplyTo !== null])).toEqual([
      ['sms', '+12025550101', false],
      ['email', 'ann@example.com', false],
      ['sms', '+12025550102', false],
      ['sms', '+12025550102', true],
    ]);
    expect(complaints).toEqual([]);
    if (width === 'desktop') await expectLightPages(page, belfry);
  },
  240_000,
);

/** There is nothing to see, and the page says how to get in. */
async function withoutTheLink(belfry: BelfryProcess, viewport: Viewport): Promise<void> {
  await using browser = await openBrowser(viewport);
  await browser.page.goto(`${belfry.base}/reminders`);
  await browser.page.getByText('npm start').first().waitFor();
  expect(await accessibilityIssues(browser.page)).toEqual([]);
}

async function fillInPerson(page: Page, name: string, sms: string, email?: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill(name);
  await page.getByLabel('Phone').fill(sms);
  if (email) await page.getByLabel('Email').first().fill(email);
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await zone.click();
  await zone.fill('new york');
  await page
    .getByRole('option', { name: /New York/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Add this person' }).click();
  await page.getByRole('button', { name: 'New person', exact: true }).waitFor();
}
