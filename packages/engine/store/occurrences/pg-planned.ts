import type { PolicyId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type OccId, shardOfOccurrence } from '../../domain/occurrence-id.ts';
import { readWakeup, type Wakeup, type WakeupRow, wakeupColumns } from '../wakeups/pg-wakeups.ts';
import { isUnfired, scheduleWants } from '../wakeups/wakeup-conditions.ts';
import { firstWakeupsOf } from './first-wakeup-of.ts';

export interface Planned {
  wakeup: Wakeup;
  policyId: PolicyId | null;
  /** The newest. */
  policyVersion: number | null;
}

const qualified = wakeupColumns.replaceAll(/(\w+)/g, 'w.$1');

/** The first wake-up of an occurrence that still stands, with the policy it would start with; or null. Reads only. */
export async function readPlanned(tx: Tx, { day, occId }: { day: string; occId: OccId }): Promise<Planned | null> {
  const { rows } = await tx.query<WakeupRow & { policy_id: PolicyId | null; policy_version: number | null }>(
    `SELECT ${qualified}, s.policy_id, p.version AS policy_version
     FROM ${firstWakeupsOf({ columns: wakeupColumns, occId: '$2', day: '$1', shard: '$3' })} w
     JOIN engine.schedule s ON s.id = w.schedule_id AND ${scheduleWants}
     LEFT JOIN engine.policy p ON p.id = s.policy_id
     WHERE w.day = $1 AND ${isUnfired} LIMIT 1`,
    [day, occId, shardOfOccurrence(occId)],
  );
  const row = rows[0];
  return row ? { wakeup: readWakeup(row), policyId: row.policy_id, policyVersion: row.policy_version } : null;
}
