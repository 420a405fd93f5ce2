import { readAttemptKey } from '@belfry/channels';
import { formatOccurrenceId, readAttemptPayload } from '@belfry/engine/module';
import type { SandboxMessage } from '@belfry/sandbox';
import { z } from 'zod';

const payload = z.object({ occurrenceId: z.string() });

/**
 * Which occurrence a message of the sandbox belongs to, read off what Belfry itself put into it: the attempt key in an
 * SMS's callback address, the Message-ID of an email, the payload of a push or a webhook. Null for anything else, such
 * as the answer to a reply.
 */
export function occurrenceOfMessage(secret: string, message: SandboxMessage): string | null {
  if (message.channel === 'email') return readMessageId(message.headers?.['message-id'] ?? message.providerId);
  if (message.channel === 'push') return readOccurrenceId(message.payload);
  if (message.channel === 'webhook') return readOccurrenceId(message.body);
  const token = message.statusCallback?.split('/').at(-1);
  const key = token === undefined ? null : readAttemptKey(secret, token);
  const attempt = key === null ? null : readAttemptPayload(key);
  return attempt && formatOccurrenceId(attempt.day, attempt.occId);
}

function readMessageId(messageId: string): string | null {
  return /^<(occ_\d{8}_[0-9a-f]{32})\./.exec(messageId)?.[1] ?? null;
}

function readOccurrenceId(json: string | null): string | null {
  try {
    return payload.safeParse(JSON.parse(json ?? '')).data?.occurrenceId ?? null;
  } catch {
    return null;
  }
}
