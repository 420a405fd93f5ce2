import { readFileSync } from 'node:fs';

// Counts vitest's JSON report: `N passed, N failed`, alone on a line. A file that could not be loaded has no tests and
// counts as one that failed. Without a report, or without a test that passed, nothing is shown to work: exit code 1.
const text = readFileSync(process.argv[2], 'utf8');
if (text === '') {
  console.error('The tests ended without a report.');
  process.exit(1);
}
const report = JSON.parse(text);
const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = report.numFailedTests + unloaded.length;
const skipped = report.numPendingTests + report.numTodoTests;
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = report.success && failed === 0 && report.numPassedTests > 0 ? 0 : 1;
