import type { PersonId } from '@belfry/kernel/ids';
import { composeMessage } from './compose-message.ts';
import type { Contact, OccurrenceState, TurnKind, WakeupKind } from './occurrence.ts';
import { elapsed, nextMoment, type Policy, type Target } from './policy.ts';

export interface Recipient {
  id: PersonId;
  name: string;
  locale: string;
  contactPoints: { channel: string; address: string }[];
  isDeleted: boolean;
}

/** What the turn before left behind. */
export interface Head {
  baseAt: Temporal.Instant;
  stepsTaken: number;
  attempt: number;
  /** For a retry: what has to be tried again. */
  failedContacts: readonly Contact[];
}

export interface TurnContext {
  now: Temporal.Instant;
  occurrenceId: string;
  wakeup: { kind: WakeupKind; dueAt: Temporal.Instant };
  schedule: { title: string; body: string | null; lateLimit: string };
  /** The person the schedule is about. */
  self: Recipient;
  /** Everybody that the policy names, by id. */
  people: ReadonlyMap<PersonId, Recipient>;
  /** null: one message on the person's preferred channel, and no answer is waited for. */
  policy: Policy | null;
  /** null for an occurrence's first turn. */
  head: Head | null;
  canSend(channel: string): boolean;
}

export interface TurnDecision {
  kind: TurnKind;
  state: OccurrenceState;
  baseAt: Temporal.Instant;
  stepsTaken: number;
  attempt: number;
  awaitsAnswer: boolean;
  contacts: Contact[];
  reason: string | null;
  next: { kind: WakeupKind; dueAt: Temporal.Instant } | null;
}

/** Taken within this of its instant, a turn counts as on time: what follows is counted from 9:00:00, not 9:00:00.07. */
const onTime = Temporal.Duration.from({ seconds: 60 });

/** The channels on which an answer comes back to us; the others tell, and do not promise to listen. */
const takesReplies: ReadonlySet<string> = new Set(['sms']);

/** Decides what an occurrence's next turn does. Pure: the same facts give the same turn. */
export function decideTurn(context: TurnContext): TurnDecision {
  switch (context.wakeup.kind) {
    case 'fire':
      return fire(context);
    case 'step':
      return takeStep(context, resume(context));
    case 'retry':
      return retry(context, resume(context));
    case 'close':
      return close(requireHead(context), 'exhausted', 'Nobody answered, and the policy has no further step.');
  }
}

function fire(context: TurnContext): TurnDecision {
  const { now, wakeup, schedule } = context;
  const beginning = { baseAt: wakeup.dueAt, stepsTaken: 0, attempt: 0, failedContacts: [] };
  if (context.self.isDeleted) return close(beginning, 'cancelled', 'The person has been removed.');
  const lateLimit = wakeup.dueAt.add(elapsed(schedule.lateLimit));
  if (Temporal.Instant.compare(now, lateLimit) > 0) {
    return close(beginning, 'missed', `Later than the limit of ${schedule.lateLimit}.`);
  }
  const baseAt = isLate(context) ? now : wakeup.dueAt;
  if (!context.policy) return fireWithoutPolicy(context, baseAt);
  const first = nextMoment(context.policy, 0, baseAt);
  // A step due at once is taken with the first turn: one commit, one turn, one contact.
  if (Temporal.Instant.compare(first.dueAt, now) <= 0) {
    return { ...takeStep(context, { ...beginning, baseAt }), kind: 'fired' };
  }
  const nothingYet = { stepsTaken: 0, attempt: 0, contacts: [] };
  const reason = latenessOf(context);
  return { kind: 'fired', state: 'open', baseAt, ...nothingYet, awaitsAnswer: true, reason, next: first };
}

function isLate({ now, wakeup }: TurnContext): boolean {
  return Temporal.Instant.compare(now, wakeup.dueAt.add(onTime)) > 0;
}

function latenessOf(context: TurnContext): string | null {
  return isLate(context) ? `Late: it was due at ${context.wakeup.dueAt.toString()}.` : null;
}

/**
 * The turn to go on from. By as much as this one is late, all later ones move: they keep their distances, and nobody
 * is rushed through a policy whose steps fell into an outage.
 */
function resume(context: TurnContext): Head {
  const head = requireHead(context);
  if (!isLate(context)) return head;
  return { ...head, baseAt: head.baseAt.add(context.wakeup.dueAt.until(context.now)) };
}

function fireWithoutPolicy(context: TurnContext, baseAt: Temporal.Instant): TurnDecision {
  const channels = context.self.contactPoints.map((point) => point.channel);
  const contacts = [contactFor(context, 1, 0, { person: 'self', channels }, null)];
  const isReachable = contacts.some((contact) => contact.address !== null);
  return {
    kind: 'fired',
    state: isReachable ? 'open' : 'failed',
    baseAt,
    stepsTaken: 1,
    attempt: 0,
    awaitsAnswer: false,
    contacts,
    reason: latenessOf(context),
    next: null,
  };
}

function takeStep(context: TurnContext, head: Head): TurnDecision {
  const policy = requirePolicy(context);
  const step = policy.steps[head.stepsTaken];
  if (!step) throw new TypeError(`The policy has no step ${head.stepsTaken + 1}.`);
  const stepsTaken = head.stepsTaken + 1;
  return {
    kind: 'step',
    state: 'open',
    baseAt: head.baseAt,
    stepsTaken,
    attempt: 0,
    awaitsAnswer: true,
    contacts: step.targets.map((target, index) => contactFor(context, stepsTaken, index, target, step.message)),
    reason: latenessOf(context),
    next: nextMoment(policy, stepsTaken, head.baseAt),
  };
}

/** Tries the failed targets again with the data of now; what comes next in the policy keeps its time, unless this is late. */
function retry(context: TurnContext, head: Head): TurnDecision {
  return {
    kind: 'retry',
    state: 'open',
    baseAt: head.baseAt,
    stepsTaken: head.stepsTaken,
    attempt: head.attempt + 1,
    awaitsAnswer: context.policy !== null,
    contacts: head.failedContacts.map((contact) => {
      const person = contact.personId === context.self.id ? 'self' : contact.personId;
      const message = context.policy?.steps[head.stepsTaken - 1]?.message ?? null;
      return contactFor(context, head.stepsTaken, contact.target, { person, channels: [contact.channel] }, message);
    }),
    reason: latenessOf(context),
    next: context.policy && nextMoment(context.policy, head.stepsTaken, head.baseAt),
  };
}

function close(head: Head, state: OccurrenceState, reason: string): TurnDecision {
  return {
    kind: 'closed',
    state,
    baseAt: head.baseAt,
    stepsTaken: head.stepsTaken,
    attempt: head.attempt,
    awaitsAnswer: false,
    contacts: [],
    reason,
    next: null,
  };
}

function contactFor(
  context: TurnContext,
  stepNumber: number,
  target: number,
  { person, channels }: Target,
  message: string | null,
): Contact {
  const isSelf = person === 'self';
  const recipient = isSelf ? context.self : context.people.get(person);
  const channel = channels.find((name) => context.canSend(name) && addressOf(recipient, name) !== null) ?? null;
  const text = composeMessage({
    title: context.schedule.title,
    body: context.schedule.body,
    message,
    about: isSelf ? null : context.self.name,
    asksForReply: context.policy !== null && channel !== null && takesReplies.has(channel),
  });
  return {
    target,
    personId: isSelf ? context.self.id : person,
    personName: recipient?.name ?? '',
    channel: channel ?? channels[0] ?? 'none',
    address: channel === null ? null : addressOf(recipient, channel),
    problem: channel === null ? unreachable(recipient, channels) : null,
    ...text,
    messageId: `${context.occurrenceId}.${stepNumber}.${target}`,
  };
}

function addressOf(recipient: Recipient | undefined, channel: string): string | null {
  if (!recipient || recipient.isDeleted) return null;
  return recipient.contactPoints.find((point) => point.channel === channel)?.address ?? null;
}

function unreachable(recipient: Recipient | undefined, channels: readonly string[]): string {
  if (!recipient) return 'The policy names a person who does not exist.';
  if (recipient.isDeleted) return `${recipient.name} has been removed.`;
  return `${recipient.name} cannot be reached by ${channels.join(' or ') || 'any channel'}.`;
}

function requireHead(context: TurnContext): Head {
  if (!context.head) throw new TypeError(`A wake-up of kind ${context.wakeup.kind} needs the turn before it.`);
  return context.head;
}

function requirePolicy(context: TurnContext): Policy {
  if (!context.policy) throw new TypeError('A step needs a policy.');
  return context.policy;
}
