import pg from 'pg';
import type { Channel, LookUpQuery, LookUpResult, OutgoingMessage, SendResult } from '../contract.ts';
import { lookUpFailed } from '../domain/look-up-failed.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { findInboxMessage, insertInboxMessage } from '../store/pg-inbox.ts';

export interface InboxOptions {
  /** Of the engine's role: it writes for all tenants. */
  pool: pg.Pool;
  /** Real milliseconds that one call may take. */
  timeoutMs: number;
  onChange(message: OutgoingMessage): void;
}

/**
 * The in-app inbox: a table of ours. The attempt is its key, so a message is put in once however often it is tried, and
 * a look-up is exact: the one channel without a last gap.
 */
export function createInbox({ pool, timeoutMs, onChange }: InboxOptions): { channel: Channel } {
  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return notWritten(isWithdrawn(signal) ? 'channel.withdrawn' : 'channel.not-reached');
    const { attemptId, tenantId, personId, occurrenceId, subject, text, at } = message;
    const row = { attempt: attemptId, tenantId, personId, occurrenceId, subject: subject ?? '', text, at };
    try {
      await unless(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), insertInboxMessage(pool, row));
    } catch (error) {
      return isNotWritten(error)
        ? notWritten('channel.not-reached')
        : { status: 'unknown', reason: `${endOf(signal, error)} while the inbox was written.` };
    }
    onChange(message);
    return { status: 'delivered', providerId: attemptId };
  }

  async function lookUp({ attemptId }: LookUpQuery): Promise<LookUpResult> {
    const at = await findInboxMessage(pool, attemptId).catch((error: unknown) => {
      throw lookUpFailed(error);
    });
    return { candidates: at ? [{ providerId: attemptId, status: 'delivered', at }] : [], isExact: true };
  }

  return { channel: { name: 'inbox', send, lookUp } };
}

/** What PostgreSQL refused, or never heard of, is certainly not there: it is one statement in a transaction of its own. */
function isNotWritten(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return true;
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

function notWritten(code: string): SendResult {
  return { status: 'failed', retryable: true, code, reason: 'Nothing was put into the inbox.' };
}

function endOf(signal: AbortSignal, error: unknown): string {
  if (isWithdrawn(signal)) return 'The message was withdrawn';
  if (error instanceof Error && error.name === 'TimeoutError') return 'No answer came in time';
  return 'The connection was lost';
}

/** The work, or the signal's reason where that comes first; what the work comes to afterwards nobody waits for. */
function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
