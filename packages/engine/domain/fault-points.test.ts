import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { engineFaultPoints } from './fault-points.ts';

const folder = join(import.meta.dirname, '..');

/** The names in all calls of `fault(…)`; `point` stands for whatever the callers of recordOutcome hand in. */
function pointsCalled(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(usecases|http|store)\/[\w/-]+\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return files.flatMap((text) =>
    [...text.matchAll(/\bfault\(['`]([^'`]+)['`]\)/g)].flatMap(([, point = '']) =>
      ['outcome', 'callback'].map((name) => point.replace('$' + '{point}', name)),
    ),
  );
}

test('the fault points are exactly those that the code comes to', () => {
  expect(new Set(pointsCalled())).toEqual(new Set(engineFaultPoints));
  expect(new Set(engineFaultPoints).size).toBe(engineFaultPoints.length);
});
