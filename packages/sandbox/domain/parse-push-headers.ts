export interface PushHeaders {
  ttlSeconds: number;
  urgency: 'very-low' | 'low' | 'normal' | 'high';
  /** A later push of the same topic replaces one that still waits. */
  topic: string | null;
}

const URGENCIES = ['very-low', 'low', 'normal', 'high'] as const;
const MAX_TTL_SECONDS = 28 * 24 * 60 * 60;

/** TTL, Urgency and Topic (RFC 8030, 5.2–5.4), or what is wrong with them. */
export function parsePushHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): { ok: true; headers: PushHeaders } | { ok: false; reason: string } {
  const { ttl, urgency = 'normal', topic } = headers;
  if (ttl === undefined || !/^\d{1,10}$/.test(ttl)) return { ok: false, reason: 'TTL is missing or no whole number.' };
  const known = URGENCIES.find((word) => word === urgency);
  if (!known) return { ok: false, reason: `Urgency must be one of ${URGENCIES.join(', ')}.` };
  if (topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(topic)) {
    return { ok: false, reason: 'Topic must be up to 32 characters of the URL-safe Base64 alphabet.' };
  }
  if (headers['content-encoding'] !== 'aes128gcm') return { ok: false, reason: 'Content-Encoding must be aes128gcm.' };
  const ttlSeconds = Math.min(Number(ttl), MAX_TTL_SECONDS);
  return { ok: true, headers: { ttlSeconds, urgency: known, topic: topic ?? null } };
}
