import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { isDigest } from '../chain/pg-turn-context.ts';

export interface PausedSchedule {
  tenantId: TenantId;
  scheduleId: ScheduleId;
  title: string;
  personId: PersonId;
}

/** What is paused of these people and can go on, the oldest pause first. Reads only, by the index of the person. */
export async function readPaused(
  tx: Tx,
  people: readonly { tenantId: TenantId; id: PersonId }[],
  limit: number,
): Promise<PausedSchedule[]> {
  const { rows } = await tx.query<PausedSchedule>(
    `SELECT s.tenant_id AS "tenantId", s.id AS "scheduleId", s.title, s.person_id AS "personId"
     FROM unnest($1::uuid[], $2::uuid[]) AS o (tenant_id, person_id)
     JOIN engine.schedule s ON s.tenant_id = o.tenant_id AND s.person_id = o.person_id
     WHERE s.paused_at IS NOT NULL AND s.finished_at IS NULL AND s.deleted_at IS NULL AND NOT ${isDigest}
     ORDER BY s.paused_at, s.id LIMIT $3`,
    [people.map(({ tenantId }) => tenantId), people.map(({ id }) => id), limit],
  );
  return rows;
}
