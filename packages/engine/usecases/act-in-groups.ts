import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type pg from 'pg';
import { type Act, type Acted, actTogether } from './act-together.ts';
import { isAboutTheData } from './claim-due.ts';
import { InGroups } from './in-groups.ts';

/** In one transaction; more would only make each of them wait longer. */
const mostTogether = 100;

interface ActInGroupsOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  fault: FaultHook;
}

/** What people of one tenant do at once is committed together; tenants do not wait for one another. */
export class ActInGroups {
  readonly #options: ActInGroupsOptions;
  readonly #byTenant = new Map<TenantId, InGroups<Act, Acted | null>>();

  constructor(options: ActInGroupsOptions) {
    this.#options = options;
  }

  /** Committed, and not drained yet. @returns null where it has to be acted on by itself (`actOnOccurrence`) */
  async add(tenantId: TenantId, act: Act): Promise<Acted | null> {
    const groups =
      this.#byTenant.get(tenantId) ?? new InGroups((acts: readonly Act[]) => this.#act(tenantId, acts), mostTogether);
    this.#byTenant.set(tenantId, groups);
    try {
      return await groups.add(act);
    } finally {
      if (groups.count() === 0 && this.#byTenant.get(tenantId) === groups) this.#byTenant.delete(tenantId);
    }
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
