import { settleWideFact, type UnderWay, type WideFact } from '@belfry/engine/module';
import type { TenantId } from '@belfry/kernel/ids';
import type { GreetingsRoutesOptions } from './greetings-routes-options.ts';

/**
 * Once a change has been committed: makes it hold, so that after its answer no greeting leaves by what was before.
 * @returns the calls that had left before it could stop them
 */
export async function settleGreetings(
  { pool, partitions, clock, drainWithinMs, onChange, onDue }: GreetingsRoutesOptions,
  tenantId: TenantId,
  fact: WideFact,
): Promise<UnderWay[]> {
  onChange(tenantId);
  onDue();
  const wide = { pool, partitions, clock, tenantId, fact, close: null, withinMs: drainWithinMs, onChange };
  return (await settleWideFact(wide)).couldNotStop;
}
