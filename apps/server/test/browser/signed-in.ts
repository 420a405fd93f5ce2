import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type OpenedBrowser, openBrowser, type Viewport } from './open-browser.ts';

export interface SignedIn {
  belfry: BelfryProcess;
  browser: OpenedBrowser;
  page: Page;
}

/**
 * For a file of tests: one Belfry, and one browser that is signed in to it; for each test a page of its own.
 * @param take is given them before the first test, and before each with its page
 */
export function signedIn(viewport: Viewport, take: (opened: SignedIn) => void): void {
  let opened: SignedIn;
  beforeAll(async () => {
    const belfry = await startBelfry({ at: '2027-01-15T13:58:00Z' });
    const browser = await openBrowser(viewport);
    opened = { belfry, browser, page: browser.page };
    take(opened);
    await signIn(browser.page, belfry);
    await browser.page.close();
  });
  afterAll(async () => {
    await opened.browser[Symbol.asyncDispose]();
    await opened.belfry.stop();
  });
  beforeEach(async () => {
    opened.page = await opened.browser.context.newPage();
    opened.page.setDefaultTimeout(30_000);
    take(opened);
  });
  afterEach(() => opened.page.close());
}

export async function signIn(page: Page, belfry: BelfryProcess): Promise<void> {
  await page.goto(await belfry.signInLink());
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
