import { isAboutTheData } from '@belfry/platform/about-the-data';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { type Claims, claimTurns } from './claim-turns.ts';

/**
 * Claims due wake-ups, and never lets one that cannot be claimed hold up the others: a batch that fails for what is in
 * it is claimed one by one, and what fails by itself is reported and left to the audit, which tries it again.
 * @throws what has nothing to do with the wake-ups, such as a lost connection; nothing has been claimed then
 */
export async function claimDue(deps: EngineDeps, wakeups: readonly Wakeup[], slots: number): Promise<Claims> {
  const claims = await claimWhatCanBe(deps, wakeups, slots);
  const now = deps.clock.now();
  for (const { turn, wakeup, expectedAt } of claims.claimed) {
    const { state, contacts } = turn.decision;
    deps.observe.claimed({
      kind: turn.decision.kind,
      isFirst: turn.seq === 0,
      isMissed: turn.decision.kind === 'closed' && state === 'missed',
      lane: wakeup.lane,
      channels: contacts.filter(({ problem }) => problem === null).map(({ channel }) => channel),
      latenessMs: now.epochMilliseconds - expectedAt.epochMilliseconds,
    });
  }
  return claims;
}

async function claimWhatCanBe(deps: EngineDeps, wakeups: readonly Wakeup[], slots: number): Promise<Claims> {
  try {
    return await claimTurns(deps, wakeups, slots);
  } catch (error) {
    if (!isAboutTheData(error)) throw error;
    return claimOneByOne(deps, wakeups, slots);
  }
}

async function claimOneByOne(deps: EngineDeps, wakeups: readonly Wakeup[], slots: number): Promise<Claims> {
  const claims: Claims = { claimed: [], leftOver: [], waiting: [] };
  let free = slots;
  for (const [index, wakeup] of wakeups.entries()) {
    if (index > 0 && free <= 0) return { ...claims, leftOver: wakeups.slice(index) };
    try {
      const { claimed, waiting } = await claimTurns(deps, [wakeup], free);
      claims.claimed.push(...claimed);
      claims.waiting.push(...waiting);
      free -= claimed.reduce((calls, { turn }) => calls + turn.decision.contacts.length, 0);
    } catch (error) {
      deps.onError(error, `claiming turn ${wakeup.seq} of ${wakeup.occId}`);
      // What has been claimed by now has to be sent, whatever became of the connection.
      if (!isAboutTheData(error)) return { ...claims, leftOver: wakeups.slice(index) };
    }
  }
  return claims;
}
