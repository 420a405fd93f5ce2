import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import UPNG from 'upng-js';
import { imagePath } from './open-browser.ts';

export interface Film extends AsyncDisposable {
  /** Writes what was filmed, once. */
  end(): Promise<void>;
}

/** Between two frames; what plays on the page takes 700 ms for each virtual minute. */
const FRAME_MS = 350;
/** Colours of the animation: the console is flat, and the file should stay small. */
const COLOURS = 64;
/** The last frame stays, so that one can read it. */
const LAST_FRAME_MS = 3_000;

/** An animated PNG for the README, where BELFRY_SCREENSHOTS asks for it; otherwise nothing is filmed. */
export async function recordFilm(page: Page, name: string): Promise<Film> {
  if (!process.env.BELFRY_SCREENSHOTS) return { end: async () => {}, [Symbol.asyncDispose]: async () => {} };
  const frames: { at: number; png: Buffer }[] = [];
  let isOver = false;
  const filming = (async () => {
    while (!isOver) {
      const began = performance.now();
      frames.push({ at: began, png: await page.screenshot({ scale: 'css' }) });
      await delay(Math.max(0, FRAME_MS - (performance.now() - began)));
    }
  })();
  const stop = async () => {
    isOver = true;
    await filming;
  };
  return {
    async end() {
      if (isOver) return;
      await stop();
      await writeFile(await imagePath(name), animate(frames));
    },
    [Symbol.asyncDispose]: stop,
  };
}

function animate(frames: readonly { at: number; png: Buffer }[]): Uint8Array {
  const images = frames.map(({ png }) => UPNG.decode(new Uint8Array(png).buffer));
  const [first] = images;
  if (!first) throw new Error('Nothing was filmed.');
  const delaysMs = frames.map(({ at }, index) => Math.round((frames[index + 1]?.at ?? at + LAST_FRAME_MS) - at));
  const pixels = images.map((image) => UPNG.toRGBA8(image)[0] as ArrayBuffer);
  return new Uint8Array(UPNG.encode(pixels, first.width, first.height, COLOURS, delaysMs));
}
