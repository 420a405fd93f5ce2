import type { Wakeup } from '../store/pg-wakeups.ts';
import type { AwaitingTokens } from './awaiting-tokens.ts';
import { claimDue } from './claim-due.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { InFlight } from './in-flight.ts';
import { sendContact } from './send-contact.ts';

/** Claims keep to the free ones, so nothing is claimed that cannot leave now; who is slow to answer takes none. */
export const callSlots = 64;

interface Calls {
  inFlight: InFlight;
  awaiting: AwaitingTokens;
}

/**
 * Claims what is due and begins its calls, as far as there are slots; what has to wait for tokens waits in `awaiting`.
 * @returns what there was no slot for
 */
export async function claimAndSend(
  deps: EngineDeps,
  { inFlight, awaiting }: Calls,
  wakeups: readonly Wakeup[],
): Promise<readonly Wakeup[]> {
  if (wakeups.length === 0) return [];
  const { claimed, leftOver, waiting } = await claimDue(deps, wakeups, inFlight.free());
  awaiting.add(waiting);
  for (const claim of claimed) {
    const { turn } = claim;
    const lateness = deps.clock.now().epochMilliseconds - turn.dueAt.epochMilliseconds;
    deps.observe.claimed(turn.decision.kind, lateness);
    for (const contact of turn.decision.contacts) {
      inFlight.run({ ...turn, target: contact.target }, (slot) =>
        sendContact(deps, claim, contact, slot).catch((error: unknown) => deps.onError(error, 'a contact')),
      );
    }
  }
  return leftOver;
}
