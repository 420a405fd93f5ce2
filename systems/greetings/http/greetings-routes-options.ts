import type { EngineDeps } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import type pg from 'pg';

export interface GreetingsRoutesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  partitions: EngineDeps['partitions'];
  /** How long calls under way are waited for before an edit is answered. Real time. */
  drainWithinMs: number;
  onChange(tenantId: TenantId): void;
  /** A change that concerns everybody waits to be brought to them, or something may be due. */
  onDue(): void;
}
