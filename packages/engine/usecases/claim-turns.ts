import type { PersonId } from '@belfry/kernel/ids';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { decideTurn, type Recipient, type TurnDecision } from '../domain/decide-turn.ts';
import { formatOccurrenceId } from '../domain/occurrence-id.ts';
import type { Policy } from '../domain/policy.ts';
import { enterSlots, insertTurns, type NewTurn, turnKey } from '../store/pg-claim-turns.ts';
import { openOccurrences } from '../store/pg-open.ts';
import { insertOutcome } from '../store/pg-outcomes.ts';
import { lockShardsShared } from '../store/pg-shard-locks.ts';
import { readRecipients, readTurnContext, type WakeupFacts } from '../store/pg-turn-context.ts';
import { insertWakeups, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';

export interface ClaimedTurn {
  turn: NewTurn;
  /** Monotonic milliseconds of this process, from before the turn was inserted: never later than the database's. */
  claimedAtMs: number;
}

export interface Claims {
  claimed: ClaimedTurn[];
  /** Not looked at any further, for want of slots: the last of the wake-ups. */
  leftOver: Wakeup[];
}

interface Plan {
  turn: NewTurn;
  next: TurnDecision['next'];
  wakeup: Wakeup;
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
  const { claimed, claimedAtMs, leftOver } = await inTransaction(deps.pool, async (tx) => {
    await lockShardsShared(
      tx,
      wakeups.map((wakeup) => wakeup.shard),
    );
    const facts = await readTurnContext(tx, onePerPlace(wakeups));
    const people = await readRecipients(tx, peopleNamedIn(facts));
    const plans = facts.map((fact) => planTurn(deps, fact, people, now));
    const fitting = plans.slice(0, countFitting(plans, slots));
    const claimedAtMs = performance.now();
    const claimed = await claim(tx, fitting, now);
    if (claimed.length > 0) deps.fault('claim.before-commit');
    return { claimed, claimedAtMs, leftOver: plans.slice(fitting.length).map(({ wakeup }) => wakeup) };
  });
  if (claimed.length > 0) deps.fault('claim.after-commit');
  for (const { turn } of claimed) deps.onChange(turn.tenantId, formatOccurrenceId(turn.day, turn.occId));
  return { claimed: claimed.map(({ turn }) => ({ turn, claimedAtMs })), leftOver };
}

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
    const key = turnKey(wakeup.occId, wakeup.seq);
    const other = first.get(key);
    if (!other || Temporal.Instant.compare(wakeup.dueAt, other.dueAt) < 0) first.set(key, wakeup);
  }
  return [...first.values()];
}

function peopleNamedIn(facts: readonly WakeupFacts[]): PersonId[] {
  const named = facts.flatMap(({ policy, head }) => [
    ...(policy ? idsOf(policy) : []),
    ...(head?.failedContacts.map((contact) => contact.personId) ?? []),
  ]);
  return [...new Set(named)];
}

function idsOf(policy: Policy): PersonId[] {
  return policy.steps.flatMap((step) => step.targets.flatMap(({ person }) => (person === 'self' ? [] : [person])));
}

function planTurn(
  deps: EngineDeps,
  { wakeup, schedule, self, policy, head }: WakeupFacts,
  people: ReadonlyMap<PersonId, Recipient>,
  now: Temporal.Instant,
): Plan {
  const { next, ...decision } = decideTurn({
    now,
    occurrenceId: formatOccurrenceId(wakeup.day, wakeup.occId),
    wakeup,
    schedule,
    self,
    people,
    policy,
    head,
    canSend: (channel) => deps.channels.has(channel),
  });
  const turn: NewTurn = {
    day: wakeup.day,
    occId: wakeup.occId,
    seq: wakeup.seq,
    tenantId: wakeup.tenantId,
    scheduleId: wakeup.scheduleId,
    personId: wakeup.personId,
    slot: wakeup.slot,
    dueAt: wakeup.dueAt,
    at: now,
    policyId: policy?.id ?? null,
    policyVersion: policy?.version ?? null,
    actor: null,
    decision,
  };
  return { turn, next, wakeup };
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
  await openOccurrences(
    tx,
    claimed.map(({ turn }) => turn),
  );
  for (const { turn } of claimed) await recordUnreachable(tx, turn);
  return claimed;
}

function nextWakeup({ wakeup, next }: Plan): Wakeup[] {
  return next ? [{ ...wakeup, lane: 0, seq: wakeup.seq + 1, dueAt: next.dueAt, kind: next.kind }] : [];
}

/** A contact without an address is an attempt that has already failed; it stands in the record like any other. */
async function recordUnreachable(tx: Tx, turn: NewTurn): Promise<void> {
  for (const { target, address, problem } of turn.decision.contacts) {
    if (address !== null) continue;
    const { day, occId, seq, tenantId, at } = turn;
    const outcome = { day, occId, seq, target, tenantId, at, providerId: null };
    await insertOutcome(tx, { ...outcome, status: 'failed', code: 'contact.unreachable', reason: problem }, 0);
  }
}
