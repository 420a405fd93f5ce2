import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type { TenantId } from '@belfry/kernel/ids';
import { isAboutTheData } from '@belfry/platform/about-the-data';
import { inTenant } from '@belfry/platform/database';
import { GroupsOfTenants } from '@belfry/platform/groups-of-tenants';
import type pg from 'pg';
import { type Act, type Acted, actTogether } from './act-together.ts';

const mostTogether = 100;

interface ActInGroupsOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  fault: FaultHook;
}

/** What people of one tenant do at once is committed together. */
export class ActInGroups {
  readonly #options: ActInGroupsOptions;
  readonly #groups = new GroupsOfTenants<Act, Acted | null>(
    (tenantId, acts) => this.#act(tenantId, acts),
    mostTogether,
  );

  constructor(options: ActInGroupsOptions) {
    this.#options = options;
  }

  /** Committed, and not drained yet. @returns null where it has to be acted on by itself (`actOnOccurrence`) */
  add(tenantId: TenantId, act: Act): Promise<Acted | null> {
    return this.#groups.add(tenantId, act);
  }

  async #act(tenantId: TenantId, acts: readonly Act[]): Promise<(Acted | null)[]> {
    const { pool, clock, fault } = this.#options;
    try {
      return await inTenant(pool, tenantId, async (tx) => {
        const acted = await actTogether(tx, acts, clock.now());
        fault('action.before-commit');
        return acted;
      });
    } catch (error) {
      // Whose it is shows when each acts by itself.
      if (isAboutTheData(error)) return acts.map(() => null);
      throw error;
    }
  }
}
