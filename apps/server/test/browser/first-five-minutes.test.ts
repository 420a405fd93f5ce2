import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  accessibilityIssues,
  openBrowser,
  sidewaysScroll,
  takePicture,
  untilStill,
  widthsOfLongJourneys,
} from './open-browser.ts';
import { recordFilm } from './record-film.ts';

const run = promisify(execFile);
const slow = { timeout: 60_000 };

test.each(widthsOfLongJourneys)(
  'the first five minutes at %s width, from a fresh installation to a broken engine',
  async (width, size, scheme) => {
    await using belfry = await startBelfry();
    await using browser = await openBrowser(size);
    const { page, context, complaints } = browser;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.emulateMedia({ colorScheme: scheme });

    async function look(place: string): Promise<void> {
      await untilStill(page);
      expect(await accessibilityIssues(page), place).toEqual([]);
      expect(await sidewaysScroll(page), place).toBe(0);
    }

    // A fresh installation opens on the scene, and says what it is doing until it is there.
    await page.goto(/http\S+\/sign-in\/\S+/.exec(belfry.log())?.[0] ?? 'no link was printed');
    await page.waitForURL(/\/playground$/);
    await page.getByText('The playground wakes up').first().waitFor();
    await page.getByRole('button', { name: 'Play', exact: false }).first().waitFor({ timeout: 90_000 });
    await page.getByText('It is almost seven.').waitFor();
    await page.getByText('18:58').first().waitFor();
    await page.getByText('What will happen').waitFor();
    await look('before the evening');

    // One click makes it audible; then the minutes play.
    await using film = await recordFilm(page, `first-five-minutes-${width}`);
    await page.getByRole('button', { name: 'Sound on' }).click();
    await page.getByRole('button', { name: 'Sound is on', pressed: true }).waitFor();
    await page.getByRole('button', { name: /^Play/ }).click();
    await page.locator('article[data-ringing]', { hasText: 'Grandmother Maly' }).waitFor(slow);
    await page.getByText('Grandmother’s phone rings.').waitFor(slow);
    await page.getByText('She has not answered, so Belfry asks again.').waitFor(slow);
    await page.locator('article[data-ringing]', { hasText: 'Sophea' }).waitFor(slow);
    await page.getByText('Sophea is asked').waitFor(slow);
    await page.getByRole('button', { name: 'SMS to Dara: Planned' }).waitFor();
    await page.getByRole('button', { name: 'Reply DONE as Sophea', exact: true }).click();
    await page.getByText('Answered by Sophea.').waitFor(slow);
    await page.getByRole('button', { name: 'SMS to Dara: Planned' }).waitFor({ state: 'detached' });
    await film.end();
    await expectTally(page, '0 messages');
    await page.getByRole('button', { name: 'Play another evening', exact: true }).waitFor(slow);
    await look('after the answer');
    await page.evaluate(() => window.scrollTo(0, 0));
    await takePicture(page, `playground-${width}`);

    // Another evening, in which everything goes wrong.
    await page.getByRole('button', { name: 'Play another evening', exact: true }).click();
    await page.getByText('It is almost seven.').waitFor(slow);
    await page.getByRole('button', { name: 'Double callbacks', exact: true }).click();
    await page.getByRole('button', { name: 'Fail two texts', exact: true }).click();
    await page.getByRole('button', { name: 'Kill the engine', exact: true }).click();
    await page.getByText('Engine is dead').waitFor(slow);
    await page.getByText(/Engine runs · killed once/).waitFor(slow);
    await page.getByText('Sophea is asked').waitFor(slow);
    await page.getByText(/[1-9]\d* of them repeated/).waitFor(slow);
    await expectZeroTwiceZeroLost(page);

    // The command that is copied is the one that works: it answers as Sophea.
    await page.getByRole('button', { name: 'Copy as curl: reply DONE as Sophea', exact: true }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const { stdout } = await run('sh', ['-c', `${command.replace(/^curl /, 'curl -sS --fail-with-body ')}`]);
    expect(JSON.parse(stdout)).toMatchObject({ simulated: true, direction: 'inbound', body: 'DONE' });
    await page.getByText('Answered by Sophea.').waitFor(slow);
    await page.getByRole('button', { name: 'Play another evening', exact: true }).waitFor(slow);

    // Over the night in which London's clocks change.
    await page.getByRole('button', { name: 'Tomorrow 9:00', exact: true }).click();
    await page.getByText('Good morning. Ring Grandmother').first().waitFor(slow);
    await page.getByRole('button', { name: 'Over the DST night', exact: true }).click();
    await page.getByText('Every night at 01:30, London time').waitFor(slow);
    const nights = page.getByRole('region', { name: 'Every night at 01:30, London time' });
    await expect.poll(() => nights.getByRole('row').count(), slow).toBe(4);
    await look('over the night');
    await takePicture(page, `playground-night-${width}`);

    await page.getByRole('button', { name: 'Show the checklist' }).click();
    await page.getByText('public address').waitFor(slow);
    await look('the checklist');
    await expectZeroTwiceZeroLost(page);
    await expectKeyboardPlays(page);
    await expectOurPlacesAreEmpty(page, belfry);
    expect(complaints).toEqual([]);
  },
  300_000,
);

async function expectTally(page: Page, none: string): Promise<void> {
  await expectZeroTwiceZeroLost(page);
  await page.getByText(/^[1-9]\d* messages? by the phone network/).waitFor(slow);
  expect(await page.getByText(`${none} by the phone network`).count()).toBe(0);
}

async function expectZeroTwiceZeroLost(page: Page): Promise<void> {
  const tally = page.getByRole('region', { name: 'Count it yourself' });
  await expect.poll(() => tally.locator('dd').allInnerTexts(), slow).toEqual(['0', '0']);
}

/** Space plays and pauses, wherever no other control has the focus. */
async function expectKeyboardPlays(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play another evening', exact: true }).press('Enter');
  await page.getByRole('button', { name: /^Pause/ }).waitFor(slow);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: /^Play/ }).waitFor(slow);
}

async function expectOurPlacesAreEmpty(page: Page, belfry: BelfryProcess): Promise<void> {
  await page.goto(`${belfry.base}/people`);
  await page.getByText('Nobody yet').waitFor();
  expect(await belfry.messages()).toEqual([]);
}
