import { readAttemptKey } from '@belfry/channels';
import { formatOccurrenceId, readAttemptPayload } from '@belfry/engine/module';
import type { SandboxMessage } from '@belfry/sandbox';

/**
 * Which occurrence a message of the sandbox belongs to, read off what the engine itself put into it: the attempt key in
 * an SMS's callback address, the Message-ID of an email. Null for anything else, such as the answer to a reply.
 */
export function occurrenceOfMessage(secret: string, message: SandboxMessage): string | null {
  if (message.channel === 'email') return /^<(occ_\d{8}_[0-9a-f]{32})\./.exec(message.providerId)?.[1] ?? null;
  const token = message.statusCallback?.split('/').at(-1);
  const payload = token === undefined ? null : readAttemptKey(secret, token);
  const attempt = payload === null ? null : readAttemptPayload(payload);
  return attempt && formatOccurrenceId(attempt.day, attempt.occId);
}
