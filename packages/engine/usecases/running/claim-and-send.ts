import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { AwaitingTokens } from '../claiming/awaiting-tokens.ts';
import { claimDue } from '../claiming/claim-due.ts';
import type { EngineDeps } from '../engine-deps.ts';
import type { SendQueue } from '../sending/send-queue.ts';

interface Calls {
  queue: SendQueue;
  awaiting: AwaitingTokens;
}

/**
 * Claims what is due, as far as there is room for its calls, and queues them; what has to wait for tokens waits in
 * `awaiting`.
 * @param room for so many calls
 * @returns what there was no room for
 */
export async function claimAndSend(
  deps: EngineDeps,
  { queue, awaiting }: Calls,
  wakeups: readonly Wakeup[],
  room: number,
): Promise<readonly Wakeup[]> {
  if (wakeups.length === 0) return [];
  const { claimed, leftOver, waiting } = await claimDue(deps, wakeups, room);
  awaiting.add(waiting);
  queue.add(claimed);
  return leftOver;
}
