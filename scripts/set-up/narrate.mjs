import { runApart } from '../run.mjs';

/** Ends the set-up; its message is all that the user has to read. */
export class SetUpFailure extends Error {
  /** @param {NodeJS.Signals | null} [interruptedBy] what the user sent, where it was the user's wish */
  constructor(message, interruptedBy = null) {
    super(message);
    this.interruptedBy = interruptedBy;
  }
}

export function seconds(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

const SHOWN_LINES = 12;
const PROGRESS_MS = 5_000;
const GRACE_MS = 1_000;

/**
 * Runs one step of the set-up, its output folded into a line at the beginning, one at the end and, while it lasts, one
 * every five seconds; if it fails, its own last lines are told.
 * @param {{title: string, doing: string, file: string, args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv,
 *   progress?: (output: string) => string, isNoise?: (line: string) => boolean, graceMs?: number}} step
 */
export async function narrate(step) {
  const { title, doing, file, args, cwd, env, progress = () => '', isNoise = () => false, graceMs = GRACE_MS } = step;
  const startedAt = performance.now();
  console.log(`→ ${title}: ${doing}`);
  let output = '';
  const ticking = setInterval(() => console.log(`  … ${progress(output)}${seconds(startedAt)}`), PROGRESS_MS);
  try {
    const end = await runApart(file, args, { cwd, env, graceMs, onOutput: (text) => (output += text) });
    if (end.interruptedBy) throw new SetUpFailure(`${title}: interrupted`, end.interruptedBy);
    if (end.code !== 0) {
      console.error(shorten(output.split('\n').filter((line) => line.trim() !== '' && !isNoise(line))));
      throw new SetUpFailure(
        `${title}: failed after ${seconds(startedAt)} (${end.signal ?? `exit code ${end.code}`}), see above`,
      );
    }
  } finally {
    clearInterval(ticking);
  }
  console.log(`✓ ${title}, ${seconds(startedAt)}`);
}

/** What went wrong is told first or last. */
function shorten(lines) {
  if (lines.length <= 2 * SHOWN_LINES) return lines.join('\n');
  return [...lines.slice(0, SHOWN_LINES), '…', ...lines.slice(-SHOWN_LINES)].join('\n');
}
