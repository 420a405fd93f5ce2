import { endLike } from '../run.mjs';
import { buildConsole, consoleIsBuilt } from './build-console.mjs';
import { installPackages, packagesAreInstalled } from './install-packages.mjs';
import { SetUpFailure, seconds } from './narrate.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

/**
 * Brings the clone to where it can run: packages, then the console. Looks before it takes the lock, so that a warm
 * start costs a few milliseconds and waits for nobody.
 * @returns {Promise<boolean>} false where it failed or was interrupted; what to say has been said
 */
export async function setUp() {
  const startedAt = performance.now();
  try {
    if (packagesAreInstalled() && consoleIsBuilt()) {
      console.log(`✓ packages and console are up to date, ${seconds(startedAt)}`);
      return true;
    }
    await withSetUpLock(async () => {
      if (!packagesAreInstalled()) await installPackages();
      if (!consoleIsBuilt()) await buildConsole();
    });
    return true;
  } catch (error) {
    if (!(error instanceof SetUpFailure)) throw error;
    if (error.interruptedBy) endLike({ code: null, signal: error.interruptedBy });
    else console.error(`✗ ${error.message}`);
    process.exitCode = 1;
    return false;
  }
}
