import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expect, test } from 'vitest';
import { openBrowser, widths } from './open-browser.ts';

const at = '2027-05-16T20:00:00Z';
const desktop = widths[0]?.[1] ?? { width: 1280, height: 800 };

test('the way back from somebody who was removed leads to the person before', async () => {
  await using belfry = await startBelfry({ at });
  const [ann, bob] = [await addPerson(belfry, 'Ann', 'Europe/London'), await addPerson(belfry, 'Bob', 'Europe/London')];
  await using browser = await openBrowser(desktop);
  const { page } = browser;
  await page.goto(await belfry.signInLink());
  await page.goto(`${belfry.base}/people/${bob}`);
  await page.getByRole('heading', { name: 'Bob', exact: true }).waitFor();
  // Within the page, as a link would.
  await page.evaluate((path) => history.pushState({}, '', path), `/people/${ann}`);
  await page.getByRole('heading', { name: 'Ann', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Remove this person' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Ann', exact: true }).click();
  await page.getByRole('heading', { name: 'Ann has been removed' }).waitFor();
  await page.goBack();
  const heading = page.getByRole('heading', { name: 'Bob', exact: true });
  await heading.waitFor();
  await expect.poll(() => heading.evaluate((it) => it === document.activeElement)).toBe(true);
}, 120_000);

async function addPerson(belfry: BelfryProcess, name: string, timeZone: string): Promise<string> {
  const address = `${encodeURIComponent(name).replaceAll('%', '.')}@example.com`;
  return (
    await belfry.must<{ id: string }>('POST', '/v1/people', {
      name,
      timeZone,
      contactPoints: [{ channel: 'email', address }],
    })
  ).id;
}
