import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, type PersonId, type TenantId } from '@belfry/kernel/ids';
import type { OccId } from './occurrence-id.ts';

/** What a link lets its bearer act on, and whose word it then is. */
export interface ActionLink {
  day: string;
  occId: OccId;
  tenantId: TenantId;
  personId: PersonId;
}

const epochDay = Temporal.PlainDate.from('1970-01-01');
const dayBytes = 3;
const uuidBytes = 16;
const payloadBytes = dayBytes + 3 * uuidBytes;
/** 96 bits: more than anybody can guess over a network, and the token stays short enough for a line of a mail. */
const macBytes = 12;

/**
 * The token of a page on which an occurrence can be answered without signing in: 84 characters of base64url. It is
 * signed and not hidden, and holds ids alone. Whoever has it may act for that person, so it stands nowhere but in what
 * is sent to them.
 */
export function signActionLink(secret: string, { day, occId, tenantId, personId }: ActionLink): string {
  const days = Buffer.alloc(dayBytes);
  days.writeUIntBE(epochDay.until(Temporal.PlainDate.from(day)).days, 0, dayBytes);
  const payload = Buffer.concat([days, ...[occId, tenantId, personId].map(bytesOf)]);
  return Buffer.concat([payload, macOf(secret, payload)]).toString('base64url');
}

/** Null for whatever was not signed with this secret, as it stands: one link has one token. */
export function readActionLink(secret: string, token: string): ActionLink | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== payloadBytes + macBytes || bytes.toString('base64url') !== token) return null;
  const payload = bytes.subarray(0, payloadBytes);
  if (!timingSafeEqual(bytes.subarray(payloadBytes), macOf(secret, payload))) return null;
  const [occId, tenantId, personId] = [0, 1, 2].map((index) => uuidAt(payload, dayBytes + index * uuidBytes));
  const day = epochDay.add({ days: payload.readUIntBE(0, dayBytes) }).toString();
  return { day, occId: occId as OccId, tenantId: tenantId as TenantId, personId: personId as PersonId };
}

function macOf(secret: string, payload: Buffer): Buffer {
  return createHmac('sha256', secret).update('belfry action link 1:').update(payload).digest().subarray(0, macBytes);
}

function bytesOf(uuid: string): Buffer {
  if (!isUuid(uuid)) throw new TypeError('A link names its parts by UUIDs.');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidAt(bytes: Buffer, offset: number): string {
  const hex = bytes.subarray(offset, offset + uuidBytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
