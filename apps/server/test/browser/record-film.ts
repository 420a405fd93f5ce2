import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import UPNG from 'upng-js';
import { imagePath } from './open-browser.ts';

export interface Film extends AsyncDisposable {
  /** Leaves out what comes, until it goes on; the frame before stays for a moment. */
  pause(): Promise<void>;
  goOn(): void;
  /** Writes what was filmed, once. */
  end(): Promise<void>;
}

/** Between two frames; what plays on the page takes 700 ms for each virtual minute. */
const FRAME_MS = 350;
/** Colours of the animation: the console is flat, and the file should stay small. */
const COLOURS = 64;
/** The last frame of a part stays, so that one can read it. */
const LAST_FRAME_MS = 2_000;

const notFilmed: Film = {
  pause: async () => {},
  goOn() {},
  end: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

interface Frame {
  at: number;
  png: Buffer;
}

/** An animated PNG for the README, where BELFRY_SCREENSHOTS asks for it; otherwise nothing is filmed. */
export async function recordFilm(page: Page, name: string): Promise<Film> {
  if (!process.env.BELFRY_SCREENSHOTS) return notFilmed;
  const parts: Frame[][] = [];
  let isFilming = false;
  let filming = Promise.resolve();

  async function film(part: Frame[]): Promise<void> {
    while (isFilming) {
      const began = performance.now();
      part.push({ at: began, png: await page.screenshot({ scale: 'css' }) });
      await delay(Math.max(0, FRAME_MS - (performance.now() - began)));
    }
  }

  function goOn(): void {
    const part: Frame[] = [];
    parts.push(part);
    isFilming = true;
    filming = film(part);
  }

  async function pause(): Promise<void> {
    isFilming = false;
    await filming;
  }

  goOn();
  return {
    pause,
    goOn,
    async end() {
      await pause();
      await writeFile(await imagePath(name), animate(parts));
    },
    [Symbol.asyncDispose]: pause,
  };
}

function animate(parts: readonly Frame[][]): Uint8Array {
  const frames = parts.flatMap((part) =>
    part.map(({ at, png }, index) => ({
      image: UPNG.decode(new Uint8Array(png).buffer),
      delayMs: Math.round((part[index + 1]?.at ?? at + LAST_FRAME_MS) - at),
    })),
  );
  const [first] = frames;
  if (!first) throw new Error('Nothing was filmed.');
  const pixels = frames.map(({ image }) => UPNG.toRGBA8(image)[0] as ArrayBuffer);
  const delaysMs = frames.map(({ delayMs }) => delayMs);
  return new Uint8Array(UPNG.encode(pixels, first.image.width, first.image.height, COLOURS, delaysMs));
}
