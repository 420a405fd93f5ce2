import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

/** What a browser keeps of its subscription. */
export interface PushKeys {
  /** The private scalar of P-256. */
  privateKey: Uint8Array;
  /** The uncompressed point, 65 bytes. */
  publicKey: Uint8Array;
  authSecret: Uint8Array;
}

const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Salt, record size and length of the key id (RFC 8188, 2.1). */
const FIXED_HEADER_BYTES = SALT_BYTES + 4 + 1;
const POINT_BYTES = 65;
const LAST_RECORD = 2;

/**
 * Message Encryption for Web Push (RFC 8291) over aes128gcm (RFC 8188), written from the two texts alone. A push is a
 * single record: the key id in its header is the sender's public key, and its padding ends in 2.
 * @returns null where it was not meant for these keys, or was tampered with
 */
export function decryptPush(body: Uint8Array, keys: PushKeys): Buffer | null {
  const bytes = Buffer.from(body);
  const keyIdEnd = FIXED_HEADER_BYTES + POINT_BYTES;
  if (bytes.length < keyIdEnd + TAG_BYTES + 1 || bytes[FIXED_HEADER_BYTES - 1] !== POINT_BYTES) return null;
  const salt = bytes.subarray(0, SALT_BYTES);
  const recordSize = bytes.readUInt32BE(SALT_BYTES);
  const senderKey = bytes.subarray(FIXED_HEADER_BYTES, keyIdEnd);
  const record = bytes.subarray(keyIdEnd);
  if (record.length > recordSize) return null;
  try {
    const { contentKey, nonce } = deriveKeys(keys, senderKey, salt);
    const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce);
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    return unpad(Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]));
  } catch {
    return null;
  }
}

/** RFC 8291, 3.4, and RFC 8188, 2.2 and 2.3, for the first record. */
function deriveKeys(keys: PushKeys, senderKey: Uint8Array, salt: Uint8Array) {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(keys.privateKey);
  const shared = ecdh.computeSecret(senderKey);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), keys.publicKey, senderKey]);
  const input = hkdf(shared, keys.authSecret, keyInfo, 32);
  return {
    contentKey: hkdf(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    nonce: hkdf(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  };
}

function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}

/** The text, a delimiter, then zeros. */
function unpad(padded: Buffer): Buffer | null {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  return padded[end] === LAST_RECORD ? padded.subarray(0, end) : null;
}
