import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** All but A1-million, which is A1, and those that take their time whatever the size: B, E, F, L, M and N. */
const scenarios = ['A1', 'A2', 'A3', 'C', 'D', 'G', 'H', 'I', 'J', 'K', 'O', 'P', 'Q'];

test('the bench comes to an end with a few hundred of each, and tells it in the shape that programs read', async () => {
  const args = [join(import.meta.dirname, 'run.ts'), '--json', '--count', '300', '--only', scenarios.join()];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
  const told = JSON.parse(stdout);
  expect(told.voided).toEqual([]);
  expect(Object.keys(told.scenarios)).toEqual(scenarios);
  for (const scenario of Object.values(told.scenarios)) {
    expect(scenario).toMatchObject({
      ...{ ratio: expect.any(Number), target: expect.any(Number), ours: expect.any(Number) },
      best: { name: expect.any(String), rate: expect.any(Number) },
    });
  }
}, 600_000);
