import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { isDay } from './day.ts';
import type { OccId } from './occurrence-id.ts';

export interface AttemptRef {
  day: string;
  occId: OccId;
  seq: number;
  target: number;
  tenantId: TenantId;
}

/** Names an attempt within the installation. */
export function attemptId({ day, occId, seq, target }: Omit<AttemptRef, 'tenantId'>): string {
  return [day, occId, seq, target].join('/');
}

/** What an attempt key carries: enough to find the attempt by its primary key, and no personal data. */
export function attemptPayload(attempt: AttemptRef): string {
  return `${attemptId(attempt)}/${attempt.tenantId}`;
}

/** The attempt that a payload names, or null for anything that `attemptPayload` would not have written. */
export function readAttemptPayload(payload: string): AttemptRef | null {
  const [day = '', occId = '', seq = '', target = '', tenantId = '', ...rest] = payload.split('/');
  if (!isDay(day) || !isUuid(occId) || !isUuid(tenantId) || rest.length > 0) return null;
  if (!isCount(seq, MOST_SEQ) || !isCount(target, MOST_TARGET)) return null;
  return { day, occId: occId as OccId, seq: Number(seq), target: Number(target), tenantId: tenantId as TenantId };
}

/** What the columns hold: integer and smallint. */
const MOST_SEQ = 2_147_483_647;
const MOST_TARGET = 32_767;

function isCount(text: string, most: number): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) <= most;
}
