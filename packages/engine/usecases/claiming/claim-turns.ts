import { compareInstants } from '@belfry/kernel/instants';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { signActionLink } from '../../domain/action-link.ts';
import { decideTurn } from '../../domain/decide-turn/decide-turn.ts';
import { expectedAt } from '../../domain/decide-turn/lateness.ts';
import type { TurnDecision } from '../../domain/decide-turn/turn-context.ts';
import { promptLane } from '../../domain/lane.ts';
import { formatOccurrenceId } from '../../domain/occurrence-id.ts';
import { type Limit, limitsOn, spendTokens, tokensWanted } from '../../domain/rates.ts';
import { countSent, type ThrottleTally } from '../../domain/throttle.ts';
import {
  enterSlots,
  insertProblems,
  insertTurns,
  type NewTurn,
  problemOf,
  turnKey,
} from '../../store/chain/pg-claim-turns.ts';
import { insertDeadLetters, type NewDeadLetter } from '../../store/chain/pg-dead-letters.ts';
import { type Asked, closeOccurrence, noteAsked, openOccurrences, stopWaiting } from '../../store/chain/pg-open.ts';
import { takeTokens } from '../../store/chain/pg-rates.ts';
import { lockShardsShared } from '../../store/chain/pg-shard-locks.ts';
import type { WakeupFacts } from '../../store/chain/pg-turn-context.ts';
import { insertWakeups, type Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import type { FilledDigest } from './fill-digests.ts';
import { type GatheredFacts, gatherFacts, isThrottled } from './gather-facts.ts';
import { planDigests, type ThrottledTurn } from './plan-digests.ts';

export interface ClaimedTurn {
  turn: NewTurn;
  wakeup: Wakeup;
  /** Monotonic milliseconds of this process, from before the turn was inserted: never later than the database's. */
  claimedAtMs: number;
  /** When it was last known that nobody has answered; at first the same. */
  freshAtMs: number;
  isAnswered: boolean;
  /** What it tells of, where it is a digest. */
  digest: FilledDigest | null;
  /** When it was to be: at its instant, or when it was asked for where that was later. */
  expectedAt: Temporal.Instant;
}

export interface Claims {
  claimed: ClaimedTurn[];
  /** Not looked at any further, for want of slots: the last of the wake-ups. */
  leftOver: Wakeup[];
  /** Unclaimed, because a rate's tokens of this second are spent; to be tried again in the next. */
  waiting: Wakeup[];
}

interface Plan extends ThrottledTurn {
  next: TurnDecision['next'];
  wakeup: Wakeup;
  wasWaiting: boolean;
  expectedAt: Temporal.Instant;
  /** One for each token that its calls cost. */
  limits: Limit[];
  digest: FilledDigest | null;
}

/**
 * Claims the turns of due wake-ups in one transaction and leaves behind, with the same commit, the wake-up of whatever
 * comes next: a process that dies at any moment loses neither. What is claimed is durable and now has to be sent;
 * wake-ups that no longer stand, or that somebody else claimed, are absent from the answer.
 * @param slots how many calls can leave now; the first turn is claimed even if it makes more than that
 */
export async function claimTurns(deps: EngineDeps, wakeups: readonly Wakeup[], slots: number): Promise<Claims> {
  const now = deps.clock.now();
  await deps.partitions.coverNow(now);
  const { claimed, claimedAtMs, leftOver, waiting } = await inTransaction(deps.pool, async (tx) => {
    await lockShardsShared(
      tx,
      wakeups.map((wakeup) => wakeup.shard),
    );
    const plans = planTurns(deps, await gatherFacts({ tx, authors: deps.authors, now }, onePerPlace(wakeups)), now);
    const fitting = plans.slice(0, countFitting(plans, slots));
    const tokens = await takeTokens(tx, tokensWanted(fitting));
    const { affordable, waiting } = spendTokens(fitting, tokens);
    const claimedAtMs = performance.now();
    const claimed = await claim(tx, affordable, now);
    if (claimed.length > 0) deps.fault('claim.before-commit');
    return {
      claimed,
      claimedAtMs,
      leftOver: plans.slice(fitting.length).map(wakeupOf),
      waiting: waiting.map(wakeupOf),
    };
  });
  if (claimed.length > 0) deps.fault('claim.after-commit');
  for (const { turn } of claimed) deps.onChange(turn.tenantId, formatOccurrenceId(turn.day, turn.occId));
  return {
    claimed: claimed.map(({ turn, wakeup, expectedAt, digest }) => ({
      turn,
      wakeup,
      digest,
      expectedAt,
      claimedAtMs,
      freshAtMs: claimedAtMs,
      isAnswered: false,
    })),
    leftOver,
    waiting,
  };
}

const wakeupOf = ({ wakeup }: Plan) => wakeup;

function countFitting(plans: readonly Plan[], slots: number): number {
  let calls = 0;
  const tooMany = plans.findIndex(({ turn }, index) => {
    calls += turn.decision.contacts.filter((contact) => contact.address !== null).length;
    return index > 0 && calls > slots;
  });
  return tooMany < 0 ? plans.length : tooMany;
}

/** A retry and the next step may expect the same place; the one that is due first stands for both. */
function onePerPlace(wakeups: readonly Wakeup[]): Wakeup[] {
  const first = new Map<string, Wakeup>();
  for (const wakeup of wakeups) {
    // First ones of several plannings do not compete: the schedule wants the newest alone, whichever is due first.
    const key = `${turnKey(wakeup.occId, wakeup.seq)} ${wakeup.seq === 0 ? wakeup.timingRev : ''}`;
    const other = first.get(key);
    if (!other || compareInstants(wakeup.dueAt, other.dueAt) < 0) first.set(key, wakeup);
  }
  return [...first.values()];
}

/** One after another, for a person's throttle counts what the turns before have sent. */
function planTurns(deps: EngineDeps, gathered: GatheredFacts, now: Temporal.Instant): Plan[] {
  const tally = new Map(gathered.tally);
  return gathered.facts.map((fact) => {
    const plan = planTurn(deps, fact, gathered, tally, now);
    countSent(tally, plan.throttled, now);
    return plan;
  });
}

function planTurn(
  deps: EngineDeps,
  fact: WakeupFacts,
  { contactable, words, digests }: GatheredFacts,
  tally: ThrottleTally,
  now: Temporal.Instant,
): Plan {
  const { wakeup, askedAt, schedule, self, policy, head, isDeliveryDisabled, throttlePerHour, tenantRates } = fact;
  const { day, occId, tenantId } = wakeup;
  const digest = digests.get(occId) ?? null;
  const said = words.get(occId) ?? null;
  const isForLater = said !== null && 'notBefore' in said;
  const { next, throttled, ...decision } = decideTurn({
    now,
    occurrenceId: formatOccurrenceId(day, occId),
    wakeup,
    askedAt,
    schedule,
    words: isForLater ? null : said,
    notBefore: isForLater ? said.notBefore : null,
    digest,
    self,
    people: contactable.people,
    relations: contactable.relations.get(self.id) ?? [],
    policy,
    head,
    isDeliveryDisabled,
    throttle: throttlePerHour !== null && isThrottled(fact) ? { perHour: throttlePerHour, tally } : null,
    canSend: (channel) => deps.channels.has(channel),
    linkFor: (personId) => `${deps.publicUrl}/a/${signActionLink(deps.secret, { day, occId, tenantId, personId })}`,
  });
  const { seq, scheduleId, personId, slot, dueAt } = wakeup;
  const turn: NewTurn = {
    day,
    occId,
    seq,
    tenantId,
    scheduleId,
    personId,
    slot,
    dueAt,
    at: now,
    policyId: policy?.id ?? null,
    policyVersion: policy?.version ?? null,
    actor: null,
    ...(seq === 0 ? { timeZone: self.timeZone } : {}),
    decision,
  };
  const limits = decision.contacts.flatMap(({ channel, address }) => {
    if (address === null) return [];
    const provider = deps.channels.get(channel)?.providerOf?.({ to: address });
    return limitsOn({ channel, provider, tenantId, rates: deps.rates, tenantRates });
  });
  // An open turn of a policy waits, and who stops that leaves another turn behind.
  const wasWaiting = policy !== null && head?.state === 'open';
  return { turn, next, wakeup, wasWaiting, expectedAt: expectedAt(fact), limits, throttled, digest };
}

async function claim(tx: Tx, plans: readonly Plan[], now: Temporal.Instant): Promise<Plan[]> {
  const firsts = plans.filter(({ wakeup }) => wakeup.seq === 0).map(({ wakeup }) => wakeup);
  const entered = await enterSlots(tx, firsts);
  const wanted = plans.filter(({ wakeup }) => wakeup.seq > 0 || entered.has(wakeup));
  const inserted = await insertTurns(
    tx,
    wanted.map(({ turn }) => turn),
  );
  const claimed = wanted.filter(({ turn }) => inserted.has(turnKey(turn.occId, turn.seq)));
  await insertWakeups(tx, claimed.flatMap(nextWakeup), now);
  const turns = claimed.map(({ turn }) => turn);
  await openOccurrences(tx, claimed);
  await noteAsked(tx, claimed.flatMap(askedByDigest));
  for (const turn of turns) {
    if (wasStopped(turn)) await closeOccurrence(tx, turn.occId);
    else if (staysAcknowledged(turn)) await stopWaiting(tx, turn.occId);
  }
  await insertProblems(tx, turns);
  await insertDeadLetters(tx, turns.flatMap(deadLettersOf));
  const throttled = claimed.filter((plan) => plan.throttled.length > 0);
  if (throttled.length > 0) await planDigests(tx, throttled, now);
  return claimed;
}

/** Whoever reads a digest may answer what it tells of. */
function askedByDigest({ turn, digest }: Plan): Asked[] {
  const { at, decision } = turn;
  return decision.contacts.flatMap(({ channel, address, personId }) =>
    address === null || digest === null
      ? []
      : digest.waiting.map(({ tenantId, day, occId }) => ({ channel, address, personId, tenantId, day, occId, at })),
  );
}

/** Stopped from outside while it was under way: no answer is expected any more. */
function wasStopped({ seq, decision }: NewTurn): boolean {
  return seq > 0 && decision.kind === 'closed' && decision.state === 'cancelled';
}

/** Would have paged again, but for what stopped it: who was asked may still say DONE. */
function staysAcknowledged({ decision }: NewTurn): boolean {
  return decision.kind === 'closed' && decision.state === 'acknowledged';
}

/**
 * A message alone that could not leave, and by nobody's wish: nothing will try it again, so somebody has to look. A policy goes
 * on to its next step, and ends in the inbox.
 */
function deadLettersOf(turn: NewTurn): NewDeadLetter[] {
  const { policyId, decision, scheduleId } = turn;
  if (policyId !== null || decision.state !== 'failed') return [];
  return decision.contacts.flatMap((contact) => {
    const outcome = problemOf(turn, contact);
    return outcome?.status === 'failed' && !outcome.followUp ? [{ outcome, contact, scheduleId }] : [];
  });
}

function nextWakeup({ wakeup, next }: Plan): Wakeup[] {
  return next ? [{ ...wakeup, lane: promptLane, seq: wakeup.seq + 1, dueAt: next.dueAt, kind: next.kind }] : [];
}
