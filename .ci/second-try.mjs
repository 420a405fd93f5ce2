import { relative } from 'node:path';
import { readReport } from './report.mjs';

// Prints the files of a run that failed which may run once more, alone on the machine: where few of thousands fail, a busy
// machine is likelier than a defect. Prints nothing where more failed, where the run came to no end, and where something
// was doubled, lost or otherwise broke a promise of the engine: that is never tried until it passes.
const MOST_FILES = 3;

/** They look for nothing else than what is doubled, lost or late, under faults and in races: whatever fails there may be that. */
const promises = [
  'apps/server/test/journeys/(acknowledge-race|faults|household|invariants|kill|outage|simulate|transports|two-processes|under-fire|unknown-ends|wrong-clocks)',
  'packages/engine/test/scenarios/',
  'packages/engine/usecases/(actions|claiming|outcomes|planning|running|sending)/',
  'packages/platform/transports/',
].map((start) => new RegExp(`^${start}`));
/** Besides, whatever says so; `N unexpected messages, M expected messages never sent` is how testkit says it. */
const words = /broken promises|doubled|twice|\blost\b|unexpected messages?, \d+ expected messages? never sent/i;

const failed = readReport(process.argv[2])
  .files.filter((file) => file.failed > 0)
  .map(({ name, failures }) => ({ path: relative(process.cwd(), name), failures }));
const mayBreakPromise = ({ path, failures }) => promises.some((start) => start.test(path)) || words.test(failures);
if (failed.length <= MOST_FILES && !failed.some(mayBreakPromise)) for (const { path } of failed) console.log(path);
