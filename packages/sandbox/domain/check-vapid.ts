import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

export type VapidResult =
  | { ok: true; subject: string | null; publicKey: string }
  /** 401: no or no valid token; 403: a valid one that has no right to this subscription. */
  | { ok: false; status: 401 | 403; reason: string };

interface VapidCheck {
  /** The Authorization header. */
  header: string | undefined;
  endpoint: string;
  /** Whose pushes alone the subscription takes, base64url; null: any. */
  applicationServerKey: string | null;
  /** Real time: a token ages whatever the virtual clock shows. */
  nowMs: number;
}

const MAX_AGE_SECONDS = 24 * 60 * 60;
const claimsShape = z.object({ aud: z.string(), exp: z.number(), sub: z.string().optional() });
const headerShape = z.object({ alg: z.literal('ES256') });

/** Voluntary Application Server Identification (RFC 8292), written from its text alone. */
export function checkVapid({ header, endpoint, applicationServerKey, nowMs }: VapidCheck): VapidResult {
  const refuse = (reason: string, status: 401 | 403 = 401): VapidResult => ({ ok: false, status, reason });
  const { t: token, k: key } = readParameters(header);
  if (token === undefined || key === undefined) return refuse('Expected Authorization: vapid t=…, k=…');
  const [head, payload, signature, ...more] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined || more.length > 0) {
    return refuse('The token is no JWT.');
  }
  if (!headerShape.safeParse(parseJson(head)).success) return refuse('The token must be signed by ES256.');
  const claims = claimsShape.safeParse(parseJson(payload)).data;
  if (!claims) return refuse('The token must claim aud and exp.');
  if (!isSigned(`${head}.${payload}`, signature, key)) return refuse('The signature does not belong to the key.');
  if (claims.aud !== new URL(endpoint).origin) return refuse('The token is for another push service.');
  const secondsLeft = claims.exp - nowMs / 1000;
  if (secondsLeft <= 0) return refuse('The token has expired.');
  if (secondsLeft > MAX_AGE_SECONDS) return refuse('The token must expire within 24 hours.');
  if (applicationServerKey !== null && applicationServerKey !== key) {
    return refuse('The subscription belongs to another key.', 403);
  }
  return { ok: true, subject: claims.sub ?? null, publicKey: key };
}

/** `vapid t=…, k=…` in any order. */
function readParameters(header: string | undefined): { t?: string; k?: string } {
  const [, list] = /^vapid\s+(.*)$/i.exec(header ?? '') ?? [];
  const pairs = (list ?? '').split(',').flatMap((part) => {
    const [, name, value] = /^\s*([tk])="?([A-Za-z0-9_.-]+)"?\s*$/.exec(part) ?? [];
    return name && value ? [[name, value]] : [];
  });
  return Object.fromEntries(pairs);
}

function parseJson(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isSigned(signed: string, signature: string, key: string): boolean {
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65 || point[0] !== 4) return false;
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  try {
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const given = Buffer.from(signature, 'base64url');
    return verify('sha256', Buffer.from(signed), { key: publicKey, dsaEncoding: 'ieee-p1363' }, given);
  } catch {
    return false;
  }
}
