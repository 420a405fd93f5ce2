import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { parseTimeZone, type TimeZone } from '@belfry/kernel/time-zone';
import { asItTurnedOut } from './as-it-turned-out.ts';
import { isHeld } from './decide-turn/contact-again.ts';
import type { Contact } from './occurrence.ts';
import { plannedEntries } from './planned-entries.ts';
import { formatLocal } from './snooze/format-local.ts';
import { madeAnewBy, stepOf } from './standing.ts';
import { capitalised, stepName } from './step-words.ts';
import {
  nobody,
  type OutcomeRecord,
  type TimelineEntry,
  type TimelineFacts,
  type TimelineTurn,
} from './timeline-entry.ts';

/**
 * What happened to an occurrence and what would happen next, in order of time. It is read off the chain, which is the
 * record itself: nothing is written down for the timeline.
 */
export function buildTimeline(facts: TimelineFacts): TimelineEntry[] {
  const past = facts.chain.flatMap((turn) => [
    ...turnEntries(facts, turn),
    ...facts.outcomes
      .filter((outcome) => outcome.seq === turn.seq)
      .flatMap((outcome) => outcomeEntry(turn, asItTurnedOut(facts.chain, outcome))),
  ]);
  return [...past, ...plannedEntries(facts)].toSorted((a, b) => compareInstants(a.at, b.at));
}

function turnEntries(facts: TimelineFacts, turn: TimelineTurn): TimelineEntry[] {
  const attempts = turn.contacts.map((contact) => attemptEntry(facts, turn, contact));
  switch (turn.kind) {
    case 'fired':
    case 'refired':
    case 'repaged':
    case 'deferred':
      return [decisionEntry(turn, turn.kind), ...attempts];
    case 'closed':
      return [decisionEntry(turn, turn.state), ...attempts];
    case 'step':
    case 'repeat':
    case 'retry':
      // A role that nobody holds makes no attempt, and still there is something to say.
      return attempts.length > 0 ? attempts : [decisionEntry(turn, turn.kind)];
    case 'acknowledged':
    case 'completed':
    case 'snoozed':
    case 'skipped':
    case 'cancelled':
      return [actionEntry(turn, parseTimeZone(facts.household?.self.timeZone ?? '') ?? utc)];
  }
}

const usualReason: Partial<Record<TimelineTurn['kind'], string>> = {
  refired: 'The snooze is over: it begins anew.',
  repaged: 'It was acknowledged and not completed: it begins anew.',
};

function decisionEntry(turn: TimelineTurn, status: string): TimelineEntry {
  const reason = [usualReason[turn.kind], turn.reason].filter(Boolean).join(' ') || null;
  return { ...nobody, at: turn.at, type: 'decision', status, reason };
}

function attemptEntry({ chain, outcomes }: TimelineFacts, turn: TimelineTurn, contact: Contact): TimelineEntry {
  const known = outcomes.filter((outcome) => outcome.seq === turn.seq && outcome.target === contact.target);
  const { round, stepsTaken: step, repeatsTaken: repeat } = stepOf(chain, turn, contact);
  return {
    ...contactOf(turn, contact),
    at: turn.at,
    type: 'attempt',
    status: known.at(-1)?.status ?? 'sending',
    reason: attemptReason(chain, turn, contact),
    payload: { subject: contact.subject, text: contact.text, step, repeat, round },
  };
}

/** Why a turn that has an entry of its own was late, or something else was amiss, stands there. */
function attemptReason(chain: readonly TimelineTurn[], turn: TimelineTurn, contact: Contact): string {
  const which = whichContact(chain, turn, contact);
  const isSaid = turn.reason === null || ['fired', 'refired', 'repaged', 'closed'].includes(turn.kind);
  return isSaid ? which : `${which} ${turn.reason}`;
}

function whichContact(chain: readonly TimelineTurn[], turn: TimelineTurn, contact: Contact): string {
  const step = stepName(stepOf(chain, turn, contact));
  const origin = madeAnewBy(chain, contact);
  if (origin) return `${capitalised(step)}${isHeld(origin.contact) ? ', after quiet hours' : ' once more'}.`;
  if (turn.state === 'exhausted') return 'To say that nobody answered.';
  const isAgain = turn.kind === 'retry' && turn.attempt > 0;
  return isAgain ? `Try ${turn.attempt + 1} of ${step}.` : `${capitalised(step)}.`;
}

function outcomeEntry(turn: TimelineTurn, outcome: OutcomeRecord): TimelineEntry[] {
  const contact = turn.contacts.find(({ target }) => target === outcome.target);
  if (!contact) return [];
  const { at, status, reason, code, providerId, followUp } = outcome;
  const payload = { code, providerId, followUp: followUp && { kind: followUp.kind, at: followUp.at.toString() } };
  return [{ ...contactOf(turn, contact), at, type: 'outcome', status, reason, payload }];
}

function contactOf(turn: TimelineTurn, { target, personId, personName, channel, address }: Contact) {
  return { attemptId: `${turn.seq}.${target}`, personId, personName, channel, address };
}

const utc = 'UTC' as TimeZone;

/** @param zone of the person whose reminder it is */
function actionEntry(turn: TimelineTurn, zone: TimeZone): TimelineEntry {
  const { actor, state, baseAt } = turn;
  const until = state === 'snoozed' ? `Until ${formatLocal(baseAt, zone)}.` : null;
  const who = actor ? `${actor.name} by ${actor.via}.` : null;
  return {
    ...nobody,
    at: turn.at,
    type: 'action',
    personId: actor?.type === 'person' ? (actor.id as PersonId) : null,
    personName: actor?.name ?? null,
    channel: actor?.type === 'person' ? actor.via : null,
    status: state,
    reason: [who, until, turn.reason].filter((part) => part !== null).join(' ') || null,
    payload: { actor },
  };
}
