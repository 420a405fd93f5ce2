import { createInterface } from 'node:readline/promises';
import { AppError } from '@belfry/kernel/app-error';

/**
 * Asks whoever sits at the terminal before something goes for good.
 * @throws AppError `cli.not-agreed` where nobody can be asked
 */
export async function isAgreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    const message = 'Nothing was dropped. Say --yes where nobody can be asked.';
    throw new AppError({ code: 'cli.not-agreed', kind: 'validation', message });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
