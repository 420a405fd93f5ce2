import { relative } from 'node:path';
import { readReport } from './report.mjs';

// Prints the files of a run that failed which may run once more, alone on the machine: where few of thousands fail, a busy
// machine is likelier than a defect. Prints nothing where more failed, where the run came to no end, and where something
// was doubled, lost or otherwise broke a promise of the engine: that is never tried until it passes.
const MOST_FILES = 3;
const promise = /broken promises|doubled|twice|\blost\b/i;

const failed = readReport(process.argv[2]).files.filter((file) => file.failed > 0);
if (failed.length <= MOST_FILES && !failed.some((file) => promise.test(file.failures)))
  for (const file of failed) console.log(relative(process.cwd(), file.name));
