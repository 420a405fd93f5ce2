import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const images = join(import.meta.dirname, '../../../../docs/images');

const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

export const widths = [['desktop', desktop, 'light'] as const, ['phone', phone, 'dark'] as const];

export interface Viewport {
  width: number;
  height: number;
}

export interface OpenedBrowser extends AsyncDisposable {
  context: BrowserContext;
  page: Page;
  /** What the pages complained about on their consoles. */
  complaints: string[];
}

/** The system's own Chromium, as nobody in particular in Berlin. */
export async function openBrowser(viewport: Viewport): Promise<OpenedBrowser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport, timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    context,
    page,
    complaints,
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Everything axe finds against WCAG 2.2 AA, each as one line. */
export async function accessibilityIssues(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  // Without a second page to put the frames' results together: there are no frames.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/**
 * What slides or fades in is judged when it stands still; what moves for ever (a breathing mark) may. The pointer goes
 * away first, for a page that comes under it would open its tip while it is judged; and stillness has to last, for a fade
 * begins a frame or two after what fades is there.
 */
async function untilStill(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async (lastingMs) => {
    const moves = ({ playState, effect }: Animation) =>
      playState === 'running' && effect?.getComputedTiming().iterations !== Infinity;
    for (let stillSince = performance.now(); performance.now() - stillSince < lastingMs; ) {
      await new Promise(requestAnimationFrame);
      if (document.getAnimations().some(moves)) stillSince = performance.now();
    }
  }, 150);
}

/** How far the page can be scrolled sideways, in CSS pixels; 0 where it fits. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Into docs/images, where BELFRY_SCREENSHOTS asks for it: the pictures of the README are taken by the test itself. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.BELFRY_SCREENSHOTS) return;
  await page.screenshot({ path: await imagePath(name), animations: 'disabled' });
}

/** Where a picture of the README lies; its folder exists. */
export async function imagePath(name: string): Promise<string> {
  const path = join(images, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  return path;
}

/** Whether everybody can use the page as it stands, on this screen. */
export async function look(page: Page, place: string): Promise<void> {
  await untilStill(page);
  expect(await accessibilityIssues(page), place).toEqual([]);
  expect(await sidewaysScroll(page), place).toBe(0);
}

/** Picks from a list: by typing where it can be searched. */
export async function choose(page: Page, label: string, search: string | null, option: string | RegExp): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  await field.click();
  if (search !== null) await field.fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

/** Holds back what is asked at this address until it is let go. */
export async function hold(page: Page, url: RegExp, method?: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    if (method === undefined || route.request().method() === method) await gate.promise;
    await route.continue();
  });
  return gate.resolve;
}
