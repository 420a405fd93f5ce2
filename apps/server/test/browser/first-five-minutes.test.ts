import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { look, openBrowser, takePicture, widths } from './open-browser.ts';
import { recordFilm } from './record-film.ts';

const run = promisify(execFile);
const slow = { timeout: 60_000 };
/** A call that the kill has cut off is asked about only when its lease and its time-out are over. */
const afterKill = { timeout: 180_000 };

test.each(widths)(
  'the first five minutes at %s width, from a fresh installation to a broken engine',
  async (width, size, scheme) => {
    await using belfry = await startBelfry();
    await using browser = await openBrowser(size);
    const { page, context, complaints } = browser;
    await keepTones(page);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.emulateMedia({ colorScheme: scheme });

    const judge = (place: string) => look(page, place);

    // A fresh installation opens on the scene, and says what it is doing until it is there.
    await page.goto(await belfry.signInLink());
    await page.waitForURL(/\/playground$/);
    await page.getByText('The playground wakes up').first().waitFor();
    await page.getByRole('button', { name: 'Play', exact: false }).first().waitFor({ timeout: 90_000 });
    await page.getByText('It is almost seven.').waitFor();
    await page.getByText('18:58').first().waitFor();
    await page.getByText('What will happen').waitFor();
    await judge('before the evening');

    // One click makes it audible; then the minutes play.
    await using film = await recordFilm(page, `first-five-minutes-${width}`);
    await page.getByRole('button', { name: 'Sound on' }).click();
    await page.getByRole('button', { name: 'Sound is on', pressed: true }).waitFor();
    await expect.poll(() => tonesOf(page), slow).toBeGreaterThan(0);
    const tonesAtOnce = await tonesOf(page);
    await page.getByRole('button', { name: /^Play/ }).click();
    await page.locator('article[data-ringing]', { hasText: 'Grandmother Maly' }).waitFor(slow);
    await page.getByText('Grandmother’s phone rings.').waitFor(slow);
    expect(await tonesOf(page)).toBeGreaterThan(tonesAtOnce);
    await page.getByText('She has not answered, so Belfry asks again.').waitFor(slow);
    await page.locator('article[data-ringing]', { hasText: 'Sophea' }).waitFor(slow);
    await page.getByText('Sophea is asked').waitFor(slow);
    await page.getByRole('button', { name: 'SMS to Dara: Planned' }).waitFor();
    await page.getByRole('button', { name: 'Reply DONE as Sophea', exact: true }).click();
    await page.getByText('Answered by Sophea.').waitFor(slow);
    await page.getByRole('button', { name: 'SMS to Dara: Planned' }).waitFor({ state: 'detached' });
    await film.pause();
    await expectTally(page, '0 messages');
    await page.getByRole('button', { name: 'Play another evening', exact: true }).waitFor(slow);
    await judge('after the answer');
    await page.evaluate(() => window.scrollTo(0, 0));
    await takePicture(page, `playground-${width}`);

    // Another evening, in which everything goes wrong.
    await page.getByRole('button', { name: 'Play another evening', exact: true }).click();
    await page.getByText('It is almost seven.').waitFor(slow);
    film.goOn();
    await page.getByRole('button', { name: 'Double callbacks', exact: true }).click();
    await page.getByRole('button', { name: 'Fail two texts', exact: true }).click();
    // Looked for from before the click on: on a busy machine it may be up again when that returns.
    const isDead = page.getByText('Engine is dead').waitFor(slow);
    await page.getByRole('button', { name: 'Kill the engine', exact: true }).click();
    await isDead;
    await page.getByText(/Engine runs · killed once/).waitFor(slow);
    // The evening has been playing all the while: on a busy machine Sophea may have been asked before we looked.
    await expect.poll(() => toldBy(page), afterKill).toMatch(/Sophea is asked|Dara next door is asked/);
    await page.getByText(/[1-9]\d* of them repeated/).waitFor(slow);
    await film.pause();
    await expectZeroTwiceZeroLost(page);

    // The command that is copied is the one that works: it answers as Sophea.
    const [reply] = await runCopied(page, 'Reply DONE as Sophea');
    expect(reply).toMatchObject({ simulated: true, direction: 'inbound', body: 'DONE' });
    await page.getByText('Answered by Sophea.').waitFor(slow);
    await page.getByRole('button', { name: 'Play another evening', exact: true }).waitFor(slow);

    // What a button does in several calls is copied whole: the morning is planned, and then the clock goes there.
    const [morning, clock] = await runCopied(page, 'Tomorrow 9:00');
    expect(morning).toMatchObject({ state: 'active', title: expect.stringContaining('Ring Grandmother') });
    expect(clock).toMatchObject({ now: morning?.['nextAt'] });
    await page.getByText('Good morning. Ring Grandmother').first().waitFor(slow);
    await expectSliderTravels(page);

    // Over the night in which London's clocks change.
    film.goOn();
    await page.getByRole('button', { name: 'Over the DST night', exact: true }).click();
    await page.getByText('Every night at 01:30, London time').waitFor(slow);
    const nights = page.getByRole('region', { name: 'Every night at 01:30, London time' });
    await expect.poll(() => nights.getByRole('row').count(), slow).toBe(4);
    await film.end();
    await judge('over the night');
    await takePicture(page, `playground-night-${width}`);

    await page.getByRole('button', { name: 'Show the checklist' }).click();
    await page.getByText('public address').waitFor(slow);
    await judge('the checklist');
    await expectZeroTwiceZeroLost(page);
    await expectKeyboardPlays(page);
    await expectOurPlacesAreEmpty(page, belfry);
    expect(complaints).toEqual([]);
  },
  600_000,
);

declare global {
  var tones: OscillatorNode[];
}

/** Whether it rings audibly cannot be seen: the bell is made of tones, and those that were started are kept. */
async function keepTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.tones = [];
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      globalThis.tones.push(this);
      start.call(this, when);
    };
  });
}

/** How many tones were started that the browser lets be heard. */
const tonesOf = (page: Page) =>
  page.evaluate(() => globalThis.tones.filter(({ context }) => context.state === 'running').length);

/** Copies what a button does and runs it; the first refusal ends it. @returns each command's answer */
async function runCopied(page: Page, of: string): Promise<Record<string, unknown>[]> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name: `Copy as curl: ${of}`, exact: true }).click();
  // The browser writes after the click has returned: what is read at once may still be what was there before.
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied, slow).toMatch(/^curl /);
  const commands = await copied();
  const script = `curl() { command curl -sS --fail-with-body "$@"; echo; }\n${commands}`;
  const { stdout } = await run('sh', ['-ec', script]);
  return stdout
    .trim()
    .split('\n')
    .map((answer) => JSON.parse(answer));
}

/** One step of the slider's thumb goes to the next stop: an evening is planned, and the clock stands before it. */
async function expectSliderTravels(page: Page): Promise<void> {
  const clock = page.getByRole('region', { name: 'Time', exact: true }).locator('time').first();
  const before = await clock.getAttribute('datetime');
  await page.getByRole('slider', { name: 'Travel in time' }).press('ArrowRight');
  await page.getByText('It is almost seven.').waitFor(slow);
  await expect.poll(() => clock.textContent(), slow).toBe('18:58');
  expect(Date.parse((await clock.getAttribute('datetime')) ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
}

/** The story as it stands, and whatever complains: what is told where it is not what was waited for. */
async function toldBy(page: Page): Promise<string> {
  return (await page.locator('[data-chapter], [role=alert]').allInnerTexts()).join('\n');
}

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
