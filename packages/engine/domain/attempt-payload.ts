import { isUuid, type TenantId } from '@belfry/kernel/ids';
import type { OccId } from './occurrence-id.ts';

export interface AttemptRef {
  day: string;
  occId: OccId;
  seq: number;
  target: number;
  tenantId: TenantId;
}

/** What an attempt key carries: enough to find the attempt by its primary key, and no personal data. */
export function attemptPayload({ day, occId, seq, target, tenantId }: AttemptRef): string {
  return [day, occId, seq, target, tenantId].join('/');
}

export function readAttemptPayload(payload: string): AttemptRef | null {
  const [day, occId, seq, target, tenantId, ...rest] = payload.split('/');
  if (!day || !occId || !tenantId || rest.length > 0 || !isUuid(occId) || !isUuid(tenantId)) return null;
  return { day, occId: occId as OccId, seq: Number(seq), target: Number(target), tenantId: tenantId as TenantId };
}
