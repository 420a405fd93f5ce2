import { createHash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<'TenantId'>;
export type PersonId = Branded<'PersonId'>;
export type ScheduleId = Branded<'ScheduleId'>;
export type PolicyId = Branded<'PolicyId'>;

/** A time-ordered UUIDv7 (RFC 9562); the timestamp is real time, never the virtual clock's. */
export function newId<Id extends string>(): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const timestampMs = BigInt(Date.now());
  for (let i = 0; i < 6; i++) bytes[i] = Number((timestampMs >> BigInt(8 * (5 - i))) & 0xffn);
  return formatUuid(bytes, 7) as Id;
}

/** A UUIDv8 (RFC 9562) that depends on its parts alone, so that whoever computes it twice gets the same id. */
export function derivedId<Id extends string>(...parts: string[]): Id {
  return formatUuid(hashParts(parts), 8) as Id;
}

/** The first 16 bytes of SHA-256 over length-prefixed parts: ('ab','c') and ('a','bc') differ. */
export function hashParts(parts: readonly string[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return new Uint8Array(hash.digest().subarray(0, 16));
}

export function formatUuid(bytes: Uint8Array, version: 7 | 8): string {
  const copy = Uint8Array.from(bytes);
  copy[6] = ((copy[6] ?? 0) & 0x0f) | (version << 4);
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(copy).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
