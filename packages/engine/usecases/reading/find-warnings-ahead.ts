import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Tx } from '@belfry/platform/database';
import type { ReachGap } from '../../domain/reach-of.ts';
import { type DueAhead, type DuePosition, scanDueAhead } from '../../store/occurrences/pg-due-ahead.ts';
import { JudgedReach } from './judge-reach.ts';

/** Something of an occurrence that is due soon and that would reach nobody as things stand. */
export interface WarningAhead extends DueAhead, ReachGap {
  personName: string;
  /** Not only this contact: nobody would hear of it. */
  reachesNobody: boolean;
}

/** An occurrence, and how many of its warnings stand in front. */
export interface WarningPosition extends DuePosition {
  shown: number;
}

interface WarningsOptions {
  tx: Tx;
  now: Temporal.Instant;
  within: Temporal.Duration;
  personId: PersonId | undefined;
  limit: number;
  after: WarningPosition | undefined;
  canSend(channel: string): boolean;
}

const scanSize = 200;
/** So a page looks at a thousand occurrences at the most, however few of them have a warning. */
const mostScans = 5;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * What would reach nobody, soonest first, worked out anew from the facts of now: nothing is stored that could be out of
 * date. Four statements for each 200 occurrences.
 * @returns a page, which may hold fewer than `limit` and still not be the last; `next` is null on the last
 */
export async function findWarningsAhead(
  options: WarningsOptions,
): Promise<{ warnings: WarningAhead[]; next: WarningPosition | null }> {
  const { tx, now, within, personId, limit, canSend } = options;
  const until = now.add(within);
  const warnings: WarningAhead[] = [];
  const reach = new JudgedReach();
  let from = startOf(options);
  for (let scans = 0; scans < mostScans; scans++) {
    const { due, reached } = await scanDueAhead(tx, { from, until, personId, limit: scanSize });
    await reach.judge(tx, due, canSend);
    let shownOfLast = 0;
    for (const one of due) {
      const { occId, dueAt } = one;
      const all = warningsOf(one, reach);
      const shown = occId === from.occId ? from.shown : 0;
      const room = limit - warnings.length;
      warnings.push(...all.slice(shown, shown + room));
      if (all.length > shown + room) {
        return { warnings, next: { dueAt: dueAt.toString(), occId, shown: shown + room } };
      }
      shownOfLast = occId === reached?.occId ? all.length : 0;
    }
    if (!reached) return { warnings, next: null };
    from = { ...reached, shown: shownOfLast };
  }
  return { warnings, next: from };
}

/** What has become due since the page before is ahead no more. */
function startOf({ now, after }: Pick<WarningsOptions, 'now' | 'after'>): WarningPosition {
  const isAhead = after && compareInstants(Temporal.Instant.from(after.dueAt), now) > 0;
  return isAhead ? after : { dueAt: now.toString(), occId: lastId, shown: 0 };
}

function warningsOf(one: DueAhead, known: JudgedReach): WarningAhead[] {
  const reach = known.get(one);
  if (!reach) return [];
  const { gaps, personName, reachesNobody } = reach;
  return gaps.map((gap) => ({ ...one, ...gap, personName, reachesNobody }));
}
