import type { PersonId, PolicyId } from '@belfry/kernel/ids';
import type { TurnDecision } from './decide-turn/turn-context.ts';
import type { Policy } from './policy.ts';
import { emptyRoles, type Household } from './resolve-targets.ts';
import { simulatePolicy } from './simulate-policy.ts';

/** All that decides whom an occurrence that has not begun would reach. */
export interface ReachKey {
  personId: PersonId;
  policyId: PolicyId | null;
}

/** A contact that an occurrence would ask for and that nothing would come of. */
export interface ReachGap {
  /** 1 for the first; one more than the policy has steps where it tells that nobody answered. */
  step: number;
  /** As in the record of an attempt: `contact.unreachable`, `contact.opted-out`; `contact.no-consent` for a role. */
  code: string;
  message: string;
}

export interface Reach {
  gaps: ReachGap[];
  /** Nobody would hear of it before it is given up. */
  reachesNobody: boolean;
}

/** Only distances count: whom a policy reaches does not depend on when. */
const anyInstant = Temporal.Instant.from('2000-01-01T00:00:00Z');

/** Put off by nothing, so that its turns are its steps. */
const urgent = { title: '', body: null, lateLimit: 'PT24H', importance: 'critical', isDigest: false, stopped: null };

/**
 * What of an occurrence could not reach anybody with these people and accounts: its preview, looked through for contacts
 * that are not made. What only puts a contact off (quiet hours, a throttle) and what the tenant has switched off is not a
 * gap; nor is a channel that another one of the same target stands in for.
 */
export function reachOf(household: Household & { canSend(channel: string): boolean }, policy: Policy | null): Reach {
  if (household.self.isDeleted) return { gaps: [], reachesNobody: false };
  const facts = {
    ...household,
    occurrenceId: '',
    isDeliveryDisabled: false,
    throttle: null,
    linkFor: () => null,
    words: null,
    digest: null,
    askedAt: null,
    notBefore: null,
  };
  const { turns } = simulatePolicy(
    { ...facts, schedule: urgent, policy: policy && withoutRepeats(policy) },
    { chain: [], outcomes: [], wakeup: { kind: 'fire', dueAt: anyInstant } },
  );
  const decisions = turns.map(({ decision }) => decision);
  const asks = decisions.filter(({ state }) => state !== 'exhausted');
  return {
    gaps: decisions.flatMap((decision) => gapsOf(decision, household, policy)),
    reachesNobody: !asks.some(({ contacts }) => contacts.some(({ address }) => address !== null)),
  };
}

/** A repeat reaches whom its step reaches. */
function withoutRepeats(policy: Policy): Policy {
  return { ...policy, steps: policy.steps.map((step) => ({ ...step, repeat: null })) };
}

function gapsOf({ stepsTaken: step, contacts }: TurnDecision, household: Household, policy: Policy | null): ReachGap[] {
  const targets = policy?.steps[step - 1]?.targets ?? (policy?.fallback && step > 0 ? [policy.fallback] : []);
  const roles = emptyRoles(household, targets).map((role) => ({
    step,
    code: 'contact.no-consent',
    message: `Nobody in the role ${role} has agreed to be contacted.`,
  }));
  const failing = contacts.flatMap(({ problem }) =>
    problem ? [{ step, code: problem.code, message: problem.reason }] : [],
  );
  return [...failing, ...roles];
}
