import { formatUuid, hashHex, type PersonId, type ScheduleId } from '@belfry/kernel/ids';
import { isDay } from './day.ts';

declare const brand: unique symbol;
/** The occurrence's UUID inside the engine. */
export type OccId = string & { readonly [brand]: 'OccId' };

export const shardCount = 64;

export function shardOf(personId: PersonId): number {
  return firstByte(hashHex([personId])) % shardCount;
}

/**
 * The same schedule and slot always give the same id, so planning twice plans one thing. The first byte carries the
 * shard, so that an occurrence is found by its id alone without an index of its own.
 */
export function occurrenceIdOf(scheduleId: ScheduleId, slot: string, shard: number): OccId {
  const hex = hashHex([scheduleId, slot]);
  const first = (firstByte(hex) & ~(shardCount - 1)) | shard;
  return formatUuid(first.toString(16).padStart(2, '0') + hex.slice(2), 8) as OccId;
}

export function shardOfOccurrence(occId: OccId): number {
  return firstByte(occId) % shardCount;
}

function firstByte(hex: string): number {
  return Number.parseInt(hex.slice(0, 2), 16);
}

/** What the API shows: `occ_20270115_0123…`; it carries the day, by which turns and outcomes are partitioned. */
export function formatOccurrenceId(day: string, occId: OccId): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(5, 7), day.slice(8)];
  const uuid = occId.slice(0, 8) + occId.slice(9, 13) + occId.slice(14, 18) + occId.slice(19, 23) + occId.slice(24);
  return `occ_${year}${month}${date}_${uuid}`;
}

const PUBLIC_ID = /^occ_(\d{4})(\d{2})(\d{2})_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

export function parseOccurrenceId(text: string): { day: string; occId: OccId } | null {
  const match = PUBLIC_ID.exec(text);
  if (!match) return null;
  const [, year, month, date, ...parts] = match;
  const day = `${year}-${month}-${date}`;
  return isDay(day) ? { day, occId: parts.join('-') as OccId } : null;
}
