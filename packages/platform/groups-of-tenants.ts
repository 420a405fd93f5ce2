import type { TenantId } from '@belfry/kernel/ids';
import { InGroups } from './in-groups.ts';

/** What comes of one tenant at once is done together; tenants do not wait for one another. */
export class GroupsOfTenants<Item, Result> {
  readonly #work: (tenantId: TenantId, items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #most: number;
  readonly #byTenant = new Map<TenantId, InGroups<Item, Result>>();

  /** @param most in one group; more would only make each of them wait longer */
  constructor(work: (tenantId: TenantId, items: readonly Item[]) => Promise<readonly Result[]>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  async add(tenantId: TenantId, item: Item): Promise<Result> {
    const groups =
      this.#byTenant.get(tenantId) ?? new InGroups((items: readonly Item[]) => this.#work(tenantId, items), this.#most);
    this.#byTenant.set(tenantId, groups);
    try {
      return await groups.add(item);
    } finally {
      if (groups.count() === 0 && this.#byTenant.get(tenantId) === groups) this.#byTenant.delete(tenantId);
    }
  }
}
