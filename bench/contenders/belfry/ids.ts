/** SQL of an id with the piece's number at its end, so that every table names the piece by arithmetic alone. */
export const uuidOf = (prefix: string, piece: string) =>
  `('${prefix}-0000-7000-8000-' || lpad(to_hex(${piece}), 12, '0'))::uuid`;

/** SQL of the piece's number. */
export const pieceOf = (uuid: string) => `('x' || right(${uuid}::text, 8))::bit(32)::int`;

export const personPrefix = '00000001';
export const schedulePrefix = '00000002';

export const tenantId = '00000000-0000-7000-8000-000000000001';
export const tenant = `'${tenantId}'::uuid`;

export function pieceOfUuid(uuid: string): number {
  return Number.parseInt(uuid.slice(-12), 16);
}

const addressPrefix = '+1555';

/** SQL of the address of a person named `Person <piece>`. */
export const addressOfName = (name: string) => `'${addressPrefix}' || lpad(substr(${name}, 8), 8, '0')`;

export function pieceOfAddress(address: string): number {
  return Number(address.slice(addressPrefix.length));
}
