import type { AttemptStatus } from '@belfry/channels';
import type { PersonId } from '@belfry/kernel/ids';
import type { Actor, Contact, OccurrenceState, TurnKind } from './occurrence.ts';
import { elapsed, nextMoment, type Policy } from './policy.ts';

interface TimelineTurn {
  seq: number;
  kind: TurnKind;
  state: OccurrenceState;
  at: Temporal.Instant;
  baseAt: Temporal.Instant;
  stepsTaken: number;
  attempt: number;
  awaitsAnswer: boolean;
  contacts: readonly Contact[];
  reason: string | null;
  actor: Actor | null;
}

interface TimelineOutcome {
  seq: number;
  target: number;
  n: number;
  status: AttemptStatus;
  at: Temporal.Instant;
  providerId: string | null;
  code: string | null;
  reason: string | null;
}

export interface TimelineEntry {
  at: Temporal.Instant;
  type: 'attempt' | 'outcome' | 'decision' | 'action' | 'planned';
  /** Joins an attempt with its outcomes. */
  attemptId: string | null;
  personId: PersonId | null;
  personName: string | null;
  channel: string | null;
  address: string | null;
  status: string;
  reason: string | null;
  payload: Record<string, unknown> | null;
}

interface TimelineFacts {
  personId: PersonId;
  chain: readonly TimelineTurn[];
  outcomes: readonly TimelineOutcome[];
  /** The version that the occurrence runs by. */
  policy: Policy | null;
  /** Of everybody the policy names. */
  names: ReadonlyMap<PersonId, string>;
}

const nobody = { attemptId: null, personId: null, personName: null, channel: null, address: null, payload: null };

/**
 * What happened to an occurrence and what would happen next, in order of time. It is read off the chain, which is the
 * record itself: nothing is written down for the timeline.
 */
export function buildTimeline(facts: TimelineFacts): TimelineEntry[] {
  const past = facts.chain.flatMap((turn) => [
    ...turnEntries(turn, facts.outcomes),
    ...facts.outcomes.filter((outcome) => outcome.seq === turn.seq).flatMap((outcome) => outcomeEntry(turn, outcome)),
  ]);
  return [...past, ...plannedEntries(facts)].toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function turnEntries(turn: TimelineTurn, outcomes: readonly TimelineOutcome[]): TimelineEntry[] {
  const attempts = turn.contacts.map((contact) => attemptEntry(turn, contact, outcomes));
  switch (turn.kind) {
    case 'fired':
      return [{ ...nobody, at: turn.at, type: 'decision', status: 'fired', reason: turn.reason }, ...attempts];
    case 'acknowledged':
    case 'completed':
      return [actionEntry(turn)];
    case 'closed':
      return [{ ...nobody, at: turn.at, type: 'decision', status: turn.state, reason: turn.reason }];
    case 'step':
    case 'retry':
      return attempts;
  }
}

function attemptEntry(turn: TimelineTurn, contact: Contact, outcomes: readonly TimelineOutcome[]): TimelineEntry {
  const known = outcomes.filter((outcome) => outcome.seq === turn.seq && outcome.target === contact.target);
  return {
    at: turn.at,
    type: 'attempt',
    attemptId: `${turn.seq}.${contact.target}`,
    personId: contact.personId,
    personName: contact.personName,
    channel: contact.channel,
    address: contact.address,
    status: known.at(-1)?.status ?? 'sending',
    reason: attemptReason(turn),
    payload: { subject: contact.subject, text: contact.text, step: turn.stepsTaken },
  };
}

/** Why a fired turn is late stands at the entry that says it fired. */
function attemptReason({ kind, stepsTaken, attempt, reason }: TimelineTurn): string {
  const which = kind === 'retry' ? `Try ${attempt + 1} of step ${stepsTaken}.` : `Step ${stepsTaken}.`;
  return reason === null || kind === 'fired' ? which : `${which} ${reason}`;
}

function outcomeEntry(turn: TimelineTurn, outcome: TimelineOutcome): TimelineEntry[] {
  const contact = turn.contacts.find(({ target }) => target === outcome.target);
  if (!contact) return [];
  return [
    {
      at: outcome.at,
      type: 'outcome',
      attemptId: `${turn.seq}.${contact.target}`,
      personId: contact.personId,
      personName: contact.personName,
      channel: contact.channel,
      address: contact.address,
      status: outcome.status,
      reason: outcome.reason,
      payload: { code: outcome.code, providerId: outcome.providerId },
    },
  ];
}

function actionEntry(turn: TimelineTurn): TimelineEntry {
  const { actor } = turn;
  return {
    ...nobody,
    at: turn.at,
    type: 'action',
    personId: actor?.type === 'person' ? (actor.id as PersonId) : null,
    personName: actor?.name ?? null,
    channel: actor?.type === 'person' ? actor.via : null,
    status: turn.state,
    reason: actor ? `${actor.name} by ${actor.via}.` : null,
    payload: { actor },
  };
}

/** What would still happen if nobody answered. */
function plannedEntries({ chain, policy, names, personId }: TimelineFacts): TimelineEntry[] {
  const head = chain.at(-1);
  if (!policy || head?.state !== 'open' || !head.awaitsAnswer) return [];
  const steps = policy.steps.slice(head.stepsTaken).flatMap((step, index) =>
    step.targets.map((target): TimelineEntry => {
      const id = target.person === 'self' ? personId : target.person;
      return {
        ...nobody,
        at: head.baseAt.add(elapsed(step.after)),
        type: 'planned',
        personId: id,
        personName: names.get(id) ?? null,
        channel: target.channels[0] ?? null,
        status: 'planned',
        reason: `Step ${head.stepsTaken + index + 1}, if nobody answers.`,
        payload: { step: head.stepsTaken + index + 1 },
      };
    }),
  );
  const end = nextMoment(policy, policy.steps.length, head.baseAt);
  const reason = 'If nobody has answered by then, it is exhausted.';
  return [...steps, { ...nobody, at: end.dueAt, type: 'planned', status: 'exhausted', reason }];
}
