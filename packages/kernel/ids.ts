import { hash } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<'TenantId'>;
export type PersonId = Branded<'PersonId'>;
export type ScheduleId = Branded<'ScheduleId'>;
export type PolicyId = Branded<'PolicyId'>;

/** A time-ordered UUIDv7 (RFC 9562); the timestamp is real time, never the virtual clock's. */
export function newId<Id extends string>(): Id {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(16)));
  bytes.writeUIntBE(Date.now(), 0, 6);
  return formatUuid(bytes.toString('hex'), 7) as Id;
}

/** A UUIDv8 (RFC 9562) that depends on its parts alone, so that whoever computes it twice gets the same id. */
export function derivedId<Id extends string>(...parts: string[]): Id {
  return formatUuid(hashHex(parts), 8) as Id;
}

/** The first 16 bytes of SHA-256 over length-prefixed parts: ('ab','c') and ('a','bc') differ. */
export function hashParts(parts: readonly string[]): Uint8Array {
  return Buffer.from(hashHex(parts), 'hex');
}

/** The same as 32 hexadecimal digits. In one call: a hash object of its own for each takes four times as long. */
export function hashHex(parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''), 'hex').slice(0, 32);
}

/** @param hex 32 digits, of which those that say version and variant are overwritten */
export function formatUuid(hex: string, version: 7 | 8): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
