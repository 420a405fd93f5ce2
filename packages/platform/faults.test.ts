import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const program = (setting: string | null) => `
  import { createFaultHook } from ${JSON.stringify(new URL('./faults.ts', import.meta.url).href)};
  const fault = createFaultHook(${JSON.stringify(setting)});
  for (let i = 1; i <= 3; i++) { fault('claim.after-commit'); console.log(i); }
`;

test.each([
  [null, '1\n2\n3\n', null],
  ['claim.before-commit', '1\n2\n3\n', null],
  ['claim.after-commit', '', 'SIGKILL'],
  ['claim.after-commit:3', '1\n2\n', 'SIGKILL'],
])('with %s the process says %j and ends by %s', (setting, said, signal) => {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program(setting)], { encoding: 'utf8' });
  expect(run.stdout).toBe(said);
  expect(run.signal).toBe(signal);
});
