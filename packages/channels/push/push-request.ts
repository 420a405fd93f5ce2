import { createHash } from 'node:crypto';
import { clipText, longestText } from '@belfry/kernel/longest-text';
import webpush from 'web-push';
import { z } from 'zod';
import type { Importance, OutgoingMessage } from '../contract.ts';
import type { VapidKeys } from './vapid-keys.ts';

/** The keys of the browser's subscription, as it gave them; its address is the endpoint. */
const pushSettings = z.object({ p256dh: z.string(), auth: z.string() });

export interface Vapid extends VapidKeys {
  /** Whom a push service may write to about what we send: `mailto:` or `https:`. */
  subject: string;
}

/** Seconds for which a push service keeps it for a browser that is not there: longer, and it would be no reminder. */
const ttlSeconds = 4 * 3600;

const urgencies: Readonly<Record<Importance, webpush.Urgency>> = {
  low: 'low',
  medium: 'normal',
  high: 'high',
  critical: 'high',
};

export interface PushRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * Encrypts and signs one push by RFC 8291 and 8292. Topic: a newer message of the same occurrence takes the place of one
 * that the browser has not fetched yet.
 * @returns null for a subscription that no browser can have made
 */
export function pushRequest(message: OutgoingMessage, vapid: Vapid): PushRequest | null {
  const keys = pushSettings.safeParse(message.settings).data;
  if (!keys || !URL.canParse(message.to)) return null;
  try {
    const details = webpush.generateRequestDetails({ endpoint: message.to, keys }, payloadOf(message), {
      vapidDetails: vapid,
      TTL: ttlSeconds,
      urgency: urgencies[message.importance],
      topic: createHash('sha256').update(message.occurrenceId).digest('base64url').slice(0, 32),
      contentEncoding: 'aes128gcm',
    });
    const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]));
    return { method: details.method, url: new URL(details.endpoint), headers, body: details.body ?? Buffer.alloc(0) };
  } catch {
    return null;
  }
}

/** What the service worker shows. */
function payloadOf({ subject, text, link, occurrenceId, importance }: OutgoingMessage): string {
  const body = clipText(text, longestText.push ?? text.length);
  return JSON.stringify({ title: subject ?? text, body, link, occurrenceId, importance });
}
