import type { EngineDeps } from '@belfry/engine/module';
import { reviseSome } from '@belfry/greetings/module';
import { makeChanges } from '@belfry/people/module';
import type { ChangeFeed } from '@belfry/platform/changes';
import type pg from 'pg';
import { keepEdited, publishReplanned } from './keep-people.ts';
import { startLoop } from './start-loop.ts';

interface StartUpkeepOptions {
  engineDeps: EngineDeps;
  /** Of the application's role. */
  pool: pg.Pool;
  changes: ChangeFeed;
  allowLocalHttp: boolean;
  /** Something may be due at once. */
  onDue(): void;
}

/** What an engine's process does beside its rounds, for many people one after the other: greetings by new settings, edits of a file. */
export function startUpkeep({ engineDeps, pool, changes, allowLocalHttp, onDue }: StartUpkeepOptions): {
  stop(): Promise<void>;
} {
  const { clock, sealer, onError } = engineDeps;
  const edits = { pool, clock, sealer, allowLocalHttp, onPersonChanged: { inTransaction: keepEdited(engineDeps) } };

  async function revise(): Promise<boolean> {
    const didWork = await reviseSome(engineDeps);
    if (didWork) onDue();
    return didWork;
  }

  async function change(): Promise<boolean> {
    const tenants = await makeChanges(edits, engineDeps.pool);
    for (const tenantId of tenants) {
      changes.publish({ tenantId, topic: 'people' });
      publishReplanned(changes, tenantId);
    }
    if (tenants.length > 0) onDue();
    return tenants.length > 0;
  }

  const loops = [
    startLoop(revise, (error) => onError(error, 'revising greetings')),
    startLoop(change, (error) => onError(error, 'changing imported people')),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
