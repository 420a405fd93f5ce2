import { AppError, notFound } from '@belfry/kernel/app-error';
import type { Tx } from '@belfry/platform/database';
import type { Actor } from '../../domain/occurrence.ts';
import { shardOfOccurrence } from '../../domain/occurrence-id.ts';
import { REPLAYED } from '../../domain/outcome-codes.ts';
import { isAnsweredState } from '../../domain/standing.ts';
import { type DeadLetterRecord, lockDeadLetter, resolveDeadLetter } from '../../store/chain/pg-dead-letters.ts';
import { insertOutcome, lastOutcome } from '../../store/chain/pg-outcomes.ts';
import { lockShard } from '../../store/chain/pg-shard-locks.ts';
import { readHead } from '../../store/chain/pg-turns.ts';
import { insertWakeups } from '../../store/wakeups/pg-wakeups.ts';
import { followUpWakeup } from './follow-failure.ts';

interface ResolveOptions {
  tx: Tx;
  id: string;
  actor: Actor;
  now: Temporal.Instant;
}

/**
 * Asks for a dead letter's contact to be made anew, at once and with the data of now: its record says so, and a turn of
 * the chain makes it. Idempotent: asked for twice it is made once. What fails again is a dead letter of its own.
 * The shard is locked, so that every claim either sees it, and keeps it on its way whatever it takes the place for, or has
 * committed before; call it in a transaction that does little else. The partitions of now must exist.
 * @throws AppError `dead-letter.answered` (409) when somebody has answered meanwhile, `dead-letter.resolved` (409) when it
 * was discarded or has arrived after all, `dead-letter.too-old` (409) when its history is gone
 */
export async function replayDeadLetter({ tx, id, actor, now }: ResolveOptions): Promise<DeadLetterRecord> {
  const letter = await requireDeadLetter(tx, id);
  if (letter.state === 'replayed') return letter;
  if (letter.state !== 'open') throw alreadyResolved(letter);
  await lockShard(tx, shardOfOccurrence(letter.occId));
  const head = await readHead(tx, letter);
  const last = await lastOutcome(tx, letter);
  if (!head || !last) throw conflict('dead-letter.too-old', 'What it belongs to is no longer kept.');
  if (isAnsweredState(head.state)) {
    throw conflict('dead-letter.answered', `The occurrence is ${head.state}: nothing of it is sent any more.`);
  }
  const followUp = { kind: 'retry', at: now } as const;
  const { day, occId, seq, target, tenantId } = letter;
  const request = {
    ...{ day, occId, seq, target, tenantId, status: last.status, at: now, providerId: null },
    ...{ code: REPLAYED, reason: `${actor.name} asked for it to be sent again.`, followUp },
  };
  const isOurs = await insertOutcome(tx, request, last.n + 1);
  if (!isOurs) throw conflict('dead-letter.changed', 'News of it came in at this moment; look again.');
  await insertWakeups(tx, [followUpWakeup(head, followUp)], now);
  await resolveDeadLetter(tx, id, { state: 'replayed', at: now, actor, note: null });
  return { ...letter, state: 'replayed', resolvedAt: now, actor };
}

/** Says that nothing is to be done about it, and why. Idempotent. @throws AppError `dead-letter.resolved` (409) */
export async function discardDeadLetter(options: ResolveOptions & { note: string | null }): Promise<DeadLetterRecord> {
  const { tx, id, actor, now, note } = options;
  const letter = await requireDeadLetter(tx, id);
  if (letter.state === 'discarded') return letter;
  if (letter.state !== 'open') throw alreadyResolved(letter);
  await resolveDeadLetter(tx, id, { state: 'discarded', at: now, actor, note });
  return { ...letter, state: 'discarded', resolvedAt: now, actor, note };
}

async function requireDeadLetter(tx: Tx, id: string): Promise<DeadLetterRecord> {
  const letter = await lockDeadLetter(tx, id);
  if (!letter) throw notFound('dead-letter', id);
  return letter;
}

function alreadyResolved({ state }: DeadLetterRecord): AppError {
  return conflict('dead-letter.resolved', `This dead letter is ${state} already.`);
}

function conflict(code: string, message: string): AppError {
  return new AppError({ code, kind: 'conflict', message });
}
