import { isHeld } from './decide-turn/contact-again.ts';
import type { TurnDecision } from './decide-turn/turn-context.ts';
import type { Contact } from './occurrence.ts';
import { owedContacts } from './owed-contacts.ts';
import { type SimulatedTurn, simulatePolicy } from './simulate-policy.ts';
import { madeAnewBy, type StepPlace, stepOf } from './standing.ts';
import { capitalised, stepName } from './step-words.ts';
import { nobody, type TimelineEntry, type TimelineFacts } from './timeline-entry.ts';
import { type ChainTurn, whatComesNext } from './what-comes-next.ts';

/** What would still happen if nobody answered. */
export function plannedEntries({ chain, outcomes, policy, household }: TimelineFacts): TimelineEntry[] {
  const last = chain.at(-1);
  if (!last || !household) return [];
  const wakeup = whatComesNext(last, policy, owedContacts(chain, outcomes));
  if (!wakeup) return [];
  const { turns } = simulatePolicy({ ...household, policy }, { chain, outcomes, wakeup });
  const whole = [...chain, ...turns.map(({ turn }) => turn)];
  return turns.flatMap((simulated) => entriesOf(simulated, whole));
}

function entriesOf({ turn, decision }: SimulatedTurn, chain: readonly ChainTurn[]): TimelineEntry[] {
  const { at } = turn;
  const { kind, state, contacts } = decision;
  const says = (status: string, reason: string): TimelineEntry => {
    return { ...nobody, at, type: 'planned', status, reason, payload: placeOf(decision) };
  };
  if (kind === 'closed' && state === 'exhausted') return [says('exhausted', exhaustion(decision))];
  if (kind === 'closed' || kind === 'deferred') return [says(kind === 'closed' ? state : kind, decision.reason ?? '')];
  const beginning = kind === 'refired' || kind === 'repaged' ? [says(kind, beginningReason[kind])] : [];
  const made = contacts.map((contact): TimelineEntry => {
    const { personId, personName, channel, address, problem } = contact;
    const which = `${whichContact(chain, turn, contact)}, if nobody answers.`;
    const reason = [which, problem?.reason, decision.reason].filter(Boolean).join(' ');
    const planned = { at, type: 'planned', status: 'planned', reason } as const;
    const payload = placeOf(stepOf(chain, turn, contact));
    return { ...planned, attemptId: null, personId, personName, channel, address, payload };
  });
  if (made.length + beginning.length > 0) return [...beginning, ...made];
  return [
    says(
      'planned',
      [`${capitalised(stepName(decision))}, if nobody answers.`, decision.reason].filter(Boolean).join(' '),
    ),
  ];
}

function placeOf({ stepsTaken: step, repeatsTaken: repeat, round }: StepPlace) {
  return { step, repeat, round };
}

const beginningReason = {
  refired: 'The end of the snooze: it begins anew.',
  repaged: 'If it is not completed by then, it begins anew.',
};

function whichContact(chain: readonly ChainTurn[], turn: ChainTurn, contact: Contact): string {
  const origin = madeAnewBy(chain, contact);
  if (!origin && turn.state === 'exhausted') return 'To say that nobody answered, after quiet hours';
  const step = capitalised(stepName(stepOf(chain, turn, contact)));
  if (origin && isHeld(origin.contact)) return `${step}, after quiet hours`;
  return turn.kind === 'retry' ? `${step} once more` : step;
}

function exhaustion({ contacts }: TurnDecision): string {
  const told = contacts.filter(({ address }) => address !== null).map(nameAndChannel);
  const whom = told.length > 0 ? `, and ${told.join(' and ')} is told` : '';
  return `If nobody has answered by then, it is exhausted${whom}.`;
}

function nameAndChannel({ personName, channel }: Contact): string {
  return `${personName} (${channel})`;
}
