import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const dist = join(import.meta.dirname, '../../../console/dist');

/**
 * Bytes of compressed script that a page loads when it is opened directly, before anything is pressed. By the gzip file
 * beside each script: the Brotli that a browser of today is sent is smaller.
 */
export async function firstLoadBytes(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
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
