import type { Simulation } from '@belfry/sdk';

type Turn = Simulation['turns'][number];

export interface PreviewTurn extends Turn {
  key: string;
  /** Since it fired. */
  afterMs: number;
  /** Nobody is reached by it, neither now nor later. */
  isInVain: boolean;
  /** Something waits: quiet hours or a throttle. */
  isHeld: boolean;
  /** The first, and whatever is on another day than the first: there the date is told too. */
  hasDate: boolean;
}

/** More rungs than a preview shows at once: a repeat every minute would bury the steps behind it. */
const MOST = 24;
/** As long as YYYY-MM-DD. */
const DATE = 10;

export interface Preview {
  turns: PreviewTurn[];
  /** How many more there are. */
  left: number;
}

/** The turns of a simulation as rungs, each with its distance from the first. */
export function toPreview({ turns }: Pick<Simulation, 'turns'>): Preview {
  const firstMs = Date.parse(turns[0]?.at ?? '');
  const all = turns.map((turn, index) => ({
    ...turn,
    key: `${turn.at} ${index}`,
    afterMs: Date.parse(turn.at) - firstMs,
    isInVain: reachesNobody(turn),
    hasDate: index === 0 || turn.local.slice(0, DATE) !== turns[0]?.local.slice(0, DATE),
    isHeld: turn.kind === 'deferred' || turn.contacts.some(({ status }) => status === 'held-back'),
  }));
  if (all.length <= MOST) return { turns: all, left: 0 };
  // The end is what matters most: it is always shown.
  const last = all.slice(-1);
  return { turns: [...all.slice(0, MOST - 1), ...last], left: all.length - MOST };
}

/** Nobody holds the role, or none of those it means can be reached. */
function reachesNobody({ kind, contacts }: Turn): boolean {
  if (contacts.length === 0) return kind === 'step' || kind === 'repeat' || kind === 'retry';
  return contacts.every(({ status }) => status === 'unreachable' || status === 'suppressed');
}
