import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Compressed; what a page may load when it is opened directly. */
const MOST_SCRIPT_BYTES = 250 * 1024;
const dist = join(import.meta.dirname, '../../../console/dist');

/** Opens every page directly, with whatever is there; each of them has to be light. */
export async function expectLightPages(page: Page, belfry: BelfryProcess): Promise<void> {
  const idOf = async (path: string) => (await belfry.must<{ data: { id: string }[] }>('GET', path)).data[0]?.id;
  const [person, reminder, occurrence, policy] = await Promise.all(
    ['/v1/people', '/v1/schedules', '/v1/occurrences', '/v1/policies'].map(idOf),
  );
  const places = [
    ...['/', '/reminders', '/reminders/new', `/reminders/${reminder}`, `/reminders/${reminder}/edit`],
    ...[`/occurrences/${occurrence}`, '/people', '/people/imports', `/people/${person}`, `/people/${person}/edit`],
    ...['/policies', '/policies/new', `/policies/${policy}`, `/policies/${policy}/edit`],
    ...['/activity', '/dead-letters', '/settings', '/settings/holiday-calendars', '/phones', '/playground'],
  ];
  const tooMuch: string[] = [];
  for (const place of places) {
    const bytes = await firstLoadBytes(page, belfry.base + place);
    // A measurement that sees nothing proves nothing.
    expect(bytes, place).toBeGreaterThan(100_000);
    if (bytes > MOST_SCRIPT_BYTES) tooMuch.push(`${place}: ${bytes} bytes`);
  }
  expect(tooMuch).toEqual([]);
}

/**
 * Bytes of compressed script that a page loads when it is opened directly, before anything is pressed. By the gzip file
 * beside each script: the Brotli that a browser of today is sent is smaller.
 */
async function firstLoadBytes(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  // What is folded away is not loaded before it is opened.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[aria-busy="true"]')].every((busy) => !busy.checkVisibility()),
  );
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );
  const sizes = await Promise.all(
    [...new Set(scripts)].map(async (path) => (await stat(join(dist, `${path}.gz`))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
