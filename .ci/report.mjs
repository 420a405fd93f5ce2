import { existsSync, readFileSync } from 'node:fs';

/**
 * What vitest's JSON report says of each file. A file that could not be loaded has no tests, and counts as one that failed.
 * @returns {{ files: { name: string, passed: number, failed: number, skipped: number, failures: string }[], isHollow: boolean }}
 *   `isHollow`: nothing failed, and yet it shows nothing to work: no report, no test that passed, or something went
 *   wrong outside of any test
 */
export function readReport(path) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text === '') return { files: [], isHollow: true };
  const report = JSON.parse(text);
  const files = report.testResults.map(({ name, status, message, assertionResults }) => {
    const count = (...statuses) => assertionResults.filter((test) => statuses.includes(test.status)).length;
    return {
      name,
      passed: count('passed'),
      failed: count('failed') || (status === 'failed' ? 1 : 0),
      skipped: assertionResults.length - count('passed', 'failed'),
      failures: [message, ...assertionResults.flatMap((test) => test.failureMessages ?? [])].join('\n'),
    };
  });
  const isHollow =
    files.every(({ failed }) => failed === 0) && !(report.success && files.some(({ passed }) => passed > 0));
  return { files, isHollow };
}
