import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { readReport } from './report.mjs';

// Counts vitest's JSON reports, one for each run: `N passed, N failed`, alone on a line. What ran a second time, with a
// report named `….again`, counts as it came out then, and is told. Exit code 1 where anything failed or shows nothing.
const total = { passed: 0, failed: 0, skipped: 0 };
for (const path of process.argv.slice(2)) {
  const { files, isHollow } = readReport(path);
  const again = existsSync(`${path}.again`) ? readReport(`${path}.again`) : { files: [], isHollow: false };
  const second = new Map(again.files.map((file) => [file.name, file]));
  for (const file of files) {
    const counted = second.get(file.name) ?? file;
    if (counted.failed < file.failed)
      console.log(`passed only when it ran again, alone: ${relative(process.cwd(), file.name)}`);
    for (const key of Object.keys(total)) total[key] += counted[key];
  }
  if (isHollow || again.isHollow) {
    console.error(
      'A run of the tests shows nothing: it has no report, or no test that passed, or failed outside of any.',
    );
    total.failed += 1;
  }
}
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
