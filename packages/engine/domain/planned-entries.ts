import { headBehind, type TurnDecision } from './decide-turn/turn-context.ts';
import type { Contact } from './occurrence.ts';
import { type SimulatedTurn, simulatePolicy } from './simulate-policy.ts';
import { nobody, type TimelineEntry, type TimelineFacts } from './timeline-entry.ts';
import { followUpsOf, whatComesNext } from './what-comes-next.ts';

/** What would still happen if nobody answered. */
export function plannedEntries({ chain, outcomes, policy, household }: TimelineFacts): TimelineEntry[] {
  const last = chain.at(-1);
  if (!last || !household) return [];
  const followUps = followUpsOf(chain, outcomes);
  const wakeup = whatComesNext(last, policy, followUps);
  if (!wakeup) return [];
  const head = headBehind({ ...last, contacts: [...last.contacts], reason: null }, followUps);
  return simulatePolicy({ ...household, policy }, { head, wakeup }).turns.flatMap(entriesOf);
}

function entriesOf({ at, decision }: SimulatedTurn): TimelineEntry[] {
  const { kind, state, contacts } = decision;
  const place = { step: decision.stepsTaken, repeat: decision.repeatsTaken, round: decision.round };
  const says = (status: string, reason: string): TimelineEntry => {
    return { ...nobody, at, type: 'planned', status, reason, payload: place };
  };
  if (kind === 'closed' && state === 'exhausted') return [says('exhausted', exhaustion(decision))];
  if (kind === 'closed' || kind === 'deferred') return [says(kind === 'closed' ? state : kind, decision.reason ?? '')];
  const beginning = kind === 'refired' || kind === 'repaged' ? [says(kind, beginningReason[kind])] : [];
  const made = contacts.map((contact): TimelineEntry => {
    const { personId, personName, channel, address, problem } = contact;
    const reason = [whichContact(decision), problem?.reason, decision.reason].filter(Boolean).join(' ');
    const planned = { at, type: 'planned', status: 'planned', reason } as const;
    return { ...planned, attemptId: null, personId, personName, channel, address, payload: place };
  });
  if (made.length + beginning.length > 0) return [...beginning, ...made];
  return [says('planned', [whichContact(decision), decision.reason].filter(Boolean).join(' '))];
}

const beginningReason = {
  refired: 'The end of the snooze: it begins anew.',
  repaged: 'If it is not completed by then, it begins anew.',
};

function whichContact({ kind, state, stepsTaken, repeatsTaken }: TurnDecision): string {
  if (state === 'exhausted') return 'To say that nobody answered, after quiet hours.';
  const step = repeatsTaken > 0 ? `Repeat ${repeatsTaken} of step ${stepsTaken}` : `Step ${stepsTaken}`;
  return kind === 'retry' ? `${step} once more, if nobody answers.` : `${step}, if nobody answers.`;
}

function exhaustion({ contacts }: TurnDecision): string {
  const told = contacts.filter(({ address }) => address !== null).map(nameAndChannel);
  const whom = told.length > 0 ? `, and ${told.join(' and ')} is told` : '';
  return `If nobody has answered by then, it is exhausted${whom}.`;
}

function nameAndChannel({ personName, channel }: Contact): string {
  return `${personName} (${channel})`;
}
