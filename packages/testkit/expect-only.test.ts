import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Report {
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

/** Whether a hook fails a test can be seen from outside alone. */
function runFixture(): Report {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-expect-only-'));
  const outputFile = join(folder, 'report.json');
  const program = `
    import { startVitest } from 'vitest/node';
    const files = { include: ['**/*.fixture.ts'], root: ${JSON.stringify(join(import.meta.dirname, 'test'))} };
    const vitest = await startVitest('test', [], { config: false, watch: false, reporters: ['json'], outputFile: '${outputFile}', ...files });
    await vitest.close();`;
  spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: import.meta.dirname, stdio: 'ignore' });
  const report: Report = JSON.parse(readFileSync(outputFile, 'utf8'));
  rmSync(folder, { recursive: true });
  return report;
}

test('a message too many and a message too few fail the test that they belong to, and no other', () => {
  const results = runFixture().testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ fullName, status }) => `${status}: ${fullName}`)).toEqual([
    'passed: passes nothing expected, nothing sent',
    'passed: passes what was expected was sent',
    'passed: passes the messages of earlier tests are theirs',
    'failed: fails sent and not expected',
    'failed: fails expected and not sent',
    'passed: passes again the failures of earlier tests are theirs',
  ]);
  const [surprise, never] = results
    .filter(({ status }) => status === 'failed')
    .map((result) => result.failureMessages[0]);
  expect(surprise).toContain('1 unexpected message, 0 expected messages never sent:');
  expect(surprise).toContain('+ 2027-01-15T14:30:00Z sms to +1: "surprise"');
  expect(never).toContain('- at any time sms to +1: …"never"…');
});
