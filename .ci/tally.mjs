import { readFileSync } from 'node:fs';

// Counts vitest's JSON reports, one for each run: `N passed, N failed`, alone on a line. A file that could not be loaded
// has no tests and counts as one that failed. A run without a report, or without a test that passed, shows nothing to
// work: exit code 1.
const total = { passed: 0, failed: 0, skipped: 0 };
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  if (text === '') {
    console.error('A run of the tests ended without a report.');
    total.failed += 1;
    continue;
  }
  const report = JSON.parse(text);
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  // Something went wrong outside of any test, or there was none.
  const isHollow = failed === 0 && (!report.success || report.numPassedTests === 0);
  total.passed += report.numPassedTests;
  total.failed += failed + (isHollow ? 1 : 0);
  total.skipped += report.numPendingTests + report.numTodoTests;
}
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
