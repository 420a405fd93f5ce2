import type { FollowUp } from '../../domain/decide-follow-up.ts';

/** SQL over an outcome `o`: what follows from it, as one value; null where nothing does. Read it with `readFollowUp`. */
export const followUpColumn = `CASE WHEN o.follow_up IS NOT NULL THEN jsonb_build_object(
  'kind', o.follow_up, 'at', o.follow_up_at, 'reserve', o.follow_up_reserve) END`;

export type FollowUpRow = {
  kind: FollowUp['kind'];
  at: string;
  /** null where an earlier version wrote it, too. */
  reserve: { channel: string; at: string }[] | null;
} | null;

export function readFollowUp(row: FollowUpRow): FollowUp | null {
  if (!row) return null;
  const { kind, at, reserve } = row;
  return {
    kind,
    at: Temporal.Instant.from(at),
    ...(reserve && { reserve: reserve.map((one) => ({ ...one, at: Temporal.Instant.from(one.at) })) }),
  };
}

export function reserveText({ reserve = [] }: FollowUp): string | null {
  return reserve.length > 0 ? JSON.stringify(reserve) : null;
}
