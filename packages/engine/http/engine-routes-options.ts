import type { Clock } from '@belfry/kernel/clock';
import type { FaultHook } from '@belfry/kernel/fault';
import type { TenantId } from '@belfry/kernel/ids';
import type pg from 'pg';
import type { Partitions } from '../store/partitions/pg-partitions.ts';

export interface EngineRoutesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  partitions: Partitions;
  fault: FaultHook;
  /** How long an action may wait for calls under way to end, in ms. */
  drainWithinMs: number;
  onChange(tenantId: TenantId, topic: 'policies' | 'schedules' | 'occurrences' | 'settings', id: string): void;
  /** Whether there is an account for the channel. */
  canSend(channel: string): boolean;
  /** Something may be due at once. */
  onDue(): void;
}
