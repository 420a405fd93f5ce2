import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { choose, look, openBrowser, widths } from './open-browser.ts';
import { signIn } from './signed-in.ts';

const at = '2027-05-16T20:00:00Z';
const desktop = widths[0]?.[1] ?? { width: 1280, height: 800 };

test('whoever stands behind the first 200 is found, and reminded by their own clock', async () => {
  await using belfry = await startBelfry({ at });
  const zara = await addPerson(belfry, 'Zara Zímová', 'Asia/Tokyo');
  const newer = Array.from({ length: 205 }, (_, n) => `Person ${n}`);
  for (const name of newer) await addPerson(belfry, name, 'Europe/London');
  await using browser = await openBrowser(desktop);
  const { page, complaints } = browser;
  await signIn(page, belfry);

  await page.goto(`${belfry.base}/people/${zara}`);
  await page.getByRole('link', { name: 'Remind', exact: true }).click();
  expect(await remind(belfry, page, 'From her page')).toMatchObject({ personId: zara, nextAt: '2027-05-16T20:10:00Z' });

  await page.goto(`${belfry.base}/reminders/new`);
  await choose(page, 'Person', 'zimova', /Zara/);
  await look(page, 'somebody who was searched for');
  expect(await remind(belfry, page, 'Searched for')).toMatchObject({ personId: zara, nextAt: '2027-05-16T20:10:00Z' });

  const later = { personId: zara, rule: { type: 'once', at: '2027-05-20T08:00:00Z' } };
  for (let n = 0; n < 50; n++) await belfry.must('POST', '/v1/schedules', { ...later, title: `Later ${n}` });
  await page.goto(`${belfry.base}/reminders`);
  const first = page.getByRole('link', { name: 'From her page' });
  await page.getByRole('link', { name: 'Later 49' }).waitFor();
  expect(await first.count()).toBe(0);
  await page.getByRole('button', { name: 'Show more reminders' }).click();
  await first.waitFor();

  await page.goto(`${belfry.base}/`);
  const comingUp = page.getByRole('table', { name: 'Coming up' });
  await comingUp.getByRole('link', { name: 'Searched for' }).waitFor();
  expect(complaints).toEqual([]);
}, 240_000);

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

test('what is coming up for somebody says when it comes, and not when it was due before it was put off', async () => {
  await using belfry = await startBelfry({ at });
  const ann = await addPerson(belfry, 'Ann', 'Europe/London');
  await belfry.must('PATCH', `/v1/people/${ann}`, { quietHours: { start: '20:00', end: '23:00' } });
  await belfry.must('POST', '/v1/schedules', { personId: ann, rule: { type: 'once', at }, title: 'Pills' });
  await belfry.advance('PT0S');
  await using browser = await openBrowser(desktop);
  const { page } = browser;
  await page.goto(await belfry.signInLink());
  await page.goto(`${belfry.base}/people/${ann}`);
  const row = page.getByRole('table', { name: 'Coming up' }).getByRole('row').filter({ hasText: 'Pills' });
  expect(await row.getByRole('time').getAttribute('datetime')).toBe('2027-05-16T22:00:00Z');
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

/** Fills in the rest and leaves the suggested time. */
async function remind(belfry: BelfryProcess, page: Page, title: string) {
  await page.getByLabel('Title').fill(title);
  await page.getByRole('radio', { name: 'Leave it at one message' }).click();
  await page.getByRole('button', { name: 'Create the reminder', exact: true }).click();
  await page.waitForURL(/\/reminders\/[0-9a-f-]{36}$/);
  return belfry.must('GET', `/v1/schedules/${page.url().split('/').at(-1)}`);
}
