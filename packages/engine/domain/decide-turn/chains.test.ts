import { newId, type PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AfterFailure, decideFollowUp, type FailedAttempt, isDeadLetter } from '../decide-follow-up.ts';
import type { Contact } from '../occurrence.ts';
import { type ChainOutcome, owedContacts } from '../owed-contacts.ts';
import { elapsed, type Policy, type Target } from '../policy.ts';
import type { QuietHours } from '../quiet-hours.ts';
import type { Recipient } from '../resolve-targets.ts';
import { problemsOf } from '../simulate-policy.ts';
import { isLaterStep, isMadeAnew, madeAnewBy, standingOf, stepOf } from '../standing.ts';
import { triesBefore } from '../tries-before.ts';
import type { ChainTurn } from '../what-comes-next.ts';
import { isHeld } from './contact-again.ts';
import { decideTurn } from './decide-turn.ts';
import { headBehind, type TurnContext, type TurnDecision } from './turn-context.ts';

const fired = Temporal.Instant.from('2027-03-27T20:00:00Z');

function personOf(name: string, timeZone: string, quietHours: QuietHours | null): Recipient {
  const contactPoints = [
    { channel: 'sms', address: `sms of ${name}`, isOptedOut: false },
    { channel: 'email', address: `email of ${name}`, isOptedOut: false },
    { channel: 'push', address: `push of ${name}`, isOptedOut: false },
  ];
  return { id: newId<PersonId>(), name, locale: 'en', timeZone, quietHours, contactPoints, isDeleted: false };
}

interface Life {
  policy: Policy;
  quiet: (QuietHours | null)[];
  /** Minutes by which each turn is claimed late; all after these are on time. */
  lateness: number[];
  /** How calls end, in turn. */
  ends: readonly End[];
}

type End = 'accepted' | 'for-good' | 'for-now' | 'busy-for-an-hour' | 'not-called' | 'again';

const afterFailure: Record<Exclude<End, 'accepted'>, AfterFailure> = {
  'for-good': { retryable: false },
  'for-now': { retryable: true },
  'busy-for-an-hour': { retryable: true, retryAfterMs: 3_600_000 },
  'not-called': { retryable: true },
  again: 'again',
};

interface Taken {
  at: Temporal.Instant;
  decision: TurnDecision;
}

interface Lived {
  taken: Taken[];
  chain: ChainTurn[];
  outcomes: ChainOutcome[];
  /** `seq.target` of what nothing followed. */
  deadLetters: string[];
}

const mostTurns = 400;

/** The chain of an occurrence that nobody answers, with outages and failures, as claims and outcomes would grow it. */
function live({ policy, quiet, lateness, ends }: Life): Lived {
  const [self, bob] = [
    personOf('Ann', 'Europe/London', quiet[0] ?? null),
    personOf('Bob', 'Asia/Tokyo', quiet[1] ?? null),
  ];
  const facts: Omit<TurnContext, 'now' | 'wakeup' | 'head'> = {
    occurrenceId: 'occ',
    schedule: { title: 'Pills', body: null, lateLimit: 'PT24H', importance: 'medium', isDigest: false, stopped: null },
    self,
    people: new Map(),
    relations: [{ role: 'caregiver', privacy: 'title', recipient: bob }],
    policy,
    isDeliveryDisabled: false,
    throttle: null,
    canSend: () => true,
    linkFor: () => null,
    words: null,
    digest: null,
    askedAt: null,
    notBefore: null,
  };
  const lived: Lived = { taken: [], chain: [], outcomes: [], deadLetters: [] };
  const { taken, chain, outcomes } = lived;
  let wakeups: TurnContext['wakeup'][] = [{ kind: 'fire', dueAt: fired }];
  let now = fired;
  let calls = 0;
  while (wakeups.length > 0 && taken.length < mostTurns) {
    const wakeup = wakeups.reduce((a, b) => (Temporal.Instant.compare(b.dueAt, a.dueAt) < 0 ? b : a));
    const claimedAt = wakeup.dueAt.add({ minutes: lateness[taken.length] ?? 0 });
    now = Temporal.Instant.compare(claimedAt, now) < 0 ? now : claimedAt;
    const last = chain.at(-1);
    const head = last ? headBehind(last, owedContacts(chain, outcomes)) : null;
    const decision: TurnDecision = decideTurn({ ...facts, head, wakeup, now });
    const turn = { ...decision, seq: chain.length, at: now };
    taken.push({ at: now, decision });
    chain.push(turn);
    outcomes.push(...problemsOf(turn));
    wakeups = decision.next ? [decision.next] : [];
    for (const contact of decision.contacts.filter(({ address }) => address !== null)) {
      const outcome = endOf(lived, turn, contact, ends[calls++ % ends.length] ?? 'accepted');
      outcomes.push(outcome);
      if (outcome.followUp) wakeups.push({ kind: 'retry', dueAt: outcome.followUp.at });
    }
  }
  return lived;
}

/** What becomes of a call, and what follows from it, as a failure's transaction decides it. */
function endOf(lived: Lived, turn: ChainTurn, contact: Contact, end: End): ChainOutcome {
  const { chain, outcomes, deadLetters } = lived;
  const { seq, at } = turn;
  const { channel, target } = contact;
  if (end === 'accepted') return { seq, target, status: 'accepted', code: null, at, followUp: null };
  const { own, ...before } = triesBefore(chain, outcomes, turn, contact);
  const failed: FailedAttempt = {
    ...before,
    channel,
    afterFailure: afterFailure[end],
    notCalled: end === 'not-called',
    tries: { ...own, attemptId: `${seq}.${target}` },
    standing: standingOf(chain, turn, target),
    now: at,
  };
  const followUp = decideFollowUp(failed);
  if (isDeadLetter(failed, followUp)) deadLetters.push(`${seq}.${target}`);
  const code = end === 'not-called' ? 'channel.held-back' : end;
  return { seq, target, status: 'failed', code, at, followUp };
}

const target = fc.record<Target>({
  person: fc.constantFrom<Target['person']>('self', 'role:caregiver', 'role:nobody'),
  channels: fc.constantFrom(['sms'], ['email', 'sms'], ['push', 'sms', 'email']),
});
const step = fc.record({
  after: fc.constantFrom('PT0S', 'PT5M', 'PT2H', 'P1D'),
  targets: fc.array(target, { minLength: 1, maxLength: 3 }),
  message: fc.constant(null),
  repeat: fc.option(fc.record({ every: fc.constantFrom('PT1M', 'PT1H'), times: fc.integer({ min: 1, max: 4 }) })),
});
const hours = fc.constantFrom('00:30', '01:30', '02:00', '07:00', '21:00', '23:00');
const quietHours = fc.option(fc.record({ start: hours, end: hours }));
const life = fc.record<Life>({
  policy: fc.record<Policy>({
    steps: fc
      .array(step, { minLength: 1, maxLength: 4 })
      .map((steps) => steps.toSorted((a, b) => Temporal.Duration.compare(elapsed(a.after), elapsed(b.after)))),
    fallback: fc.option(target),
    repageAfter: fc.constant(null),
    patience: fc.constantFrom('PT0S', 'PT30M'),
    onUnknown: fc.constant('again'),
  }),
  quiet: fc.array(quietHours, { minLength: 2, maxLength: 2 }),
  lateness: fc.array(fc.constantFrom(0, 0, 0, 1, 45, 300), { minLength: 1, maxLength: 8 }),
  // Some call gets through in the end: what nobody was called for is tried for ever.
  ends: fc
    .array(fc.constantFrom<End>('accepted', 'for-good', 'for-now', 'busy-for-an-hour', 'not-called', 'again'), {
      maxLength: 7,
    })
    .map((ends) => [...ends, 'accepted']),
});

const kindsOf = (taken: readonly Taken[]) => taken.map(({ decision }) => decision.kind);

describe('a chain that nobody answers, whatever fails, sleeps or is down meanwhile', () => {
  const always = (check: (taken: readonly Taken[], life: Life, lived: Lived) => void) =>
    fc.assert(
      fc.property(life, (given) => {
        const lived = live(given);
        check(lived.taken, given, lived);
      }),
      { numRuns: 150 },
    );

  test('takes each step once and in order, and then is exhausted', () => {
    always((taken, { policy }) => {
      const steps = taken.filter(
        ({ decision: { kind, stepsTaken } }) => kind === 'step' || (kind === 'fired' && stepsTaken > 0),
      );
      expect(steps.map(({ decision }) => decision.stepsTaken)).toEqual(policy.steps.map((_, index) => index + 1));
      expect(taken.filter(({ decision }) => decision.state === 'exhausted').length).toBeGreaterThan(0);
    });
  });

  test('does nothing after its end but tell those who were asleep', () => {
    always((taken) => {
      const end = taken.findIndex(({ decision }) => decision.kind === 'closed');
      expect(taken.length).toBeLessThan(mostTurns);
      expect(new Set(kindsOf(taken.slice(end + 1)))).toEqual(new Set(taken.length > end + 1 ? ['retry'] : []));
    });
  });

  test('repeats a step no more often than it says, and never after the next', () => {
    always((taken, { policy }) => {
      for (const { decision } of taken) {
        if (decision.kind !== 'repeat') continue;
        expect(decision.repeatsTaken).toBeLessThanOrEqual(policy.steps[decision.stepsTaken - 1]?.repeat?.times ?? 0);
      }
      const places = taken
        .filter(({ decision }) => decision.kind !== 'retry' && decision.kind !== 'deferred')
        .map(({ decision }) => decision.stepsTaken * 1000 + decision.repeatsTaken);
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    });
  });

  test('contacts nobody in their quiet hours', () => {
    always((taken, { quiet }) => {
      const zones: Record<string, [string, QuietHours | null]> = {
        Ann: ['Europe/London', quiet[0] ?? null],
        Bob: ['Asia/Tokyo', quiet[1] ?? null],
      };
      for (const { at, decision } of taken) {
        for (const { personName, address } of decision.contacts) {
          const [zone, given] = zones[personName]!;
          if (address === null || !given || given.start === given.end) continue;
          const local = at.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
          const isQuiet =
            given.start < given.end
              ? local >= given.start && local < given.end
              : local >= given.start || local < given.end;
          // In the night of the change a wall-clock time in the gap is an hour later than it says.
          const isNightOfChange =
            zone === 'Europe/London' && at.toZonedDateTimeISO(zone).toPlainDate().toString() === '2027-03-28';
          if (!isNightOfChange) expect(isQuiet && `${at} ${personName} ${decision.kind}`).toBe(false);
        }
      }
    });
  });

  test('keeps the distances of its steps, however late or put off they are', () => {
    always((taken, { policy }) => {
      const at = taken.filter(
        ({ decision: { kind, stepsTaken } }) => kind === 'step' || (kind === 'fired' && stepsTaken > 0),
      );
      for (const [index, { at: when }] of at.entries()) {
        const before = at[index - 1];
        if (!before) continue;
        const least =
          elapsed(policy.steps[index]!.after).total('milliseconds') -
          elapsed(policy.steps[index - 1]!.after).total('milliseconds');
        // On time is up to a minute late, which the next step does not wait for.
        expect(before.at.until(when).total('milliseconds')).toBeGreaterThanOrEqual(least - 60_000);
      }
    });
  });

  test('contacts nobody twice at one turn', () => {
    always((taken) => {
      for (const { decision } of taken) {
        const made = decision.contacts.filter(({ address }) => address !== null);
        expect(new Set(made.map(({ target }) => target)).size).toBe(made.length);
        const asked = made.map(({ channel, address }) => `${channel} ${address}`);
        expect(new Set(asked).size).toBe(asked.length);
      }
    });
  });

  test('calls the same target of a step by the same channel no more than four times', () => {
    always((_, __, { chain, outcomes }) => {
      const calls = chain.flatMap((turn) =>
        turn.contacts.flatMap((contact) => {
          const outcome = outcomes.find(({ seq, target }) => seq === turn.seq && target === contact.target);
          if (contact.address === null || outcome?.code === 'channel.held-back') return [];
          return [`${contact.messageId} ${contact.channel}`];
        }),
      );
      for (const [call, all] of Map.groupBy(calls, (one) => one)) {
        expect(all.length > 4 && `${call}: ${all.length}`).toBe(false);
      }
    });
  });

  test('waits for as long as a channel asked before it is called again', () => {
    always((_, __, { chain, outcomes }) => {
      for (const busy of outcomes.filter(({ code }) => code === 'busy-for-an-hour')) {
        const turn = chain[busy.seq]!;
        const contact = turn.contacts.find(({ target }) => target === busy.target)!;
        const again = chain.find(
          (later) =>
            later.seq > busy.seq &&
            later.contacts.some(
              ({ address, messageId, channel }) =>
                address !== null && messageId === contact.messageId && channel === contact.channel,
            ),
        );
        if (again) expect(turn.at.until(again.at).total('minutes')).toBeGreaterThan(60);
      }
    });
  });

  test('gives nobody up while a channel of theirs has not been tried, or may still pass', () => {
    always((_, __, { chain, outcomes, deadLetters }) => {
      for (const letter of deadLetters) {
        const [seq, target] = letter.split('.').map(Number);
        const { messageId, alternatives } = chain[seq!]!.contacts.find((one) => one.target === target)!;
        const tried = chain.flatMap((turn) =>
          turn.contacts
            .filter((one) => one.messageId === messageId && one.address !== null)
            .map(({ channel, target: of }) => ({
              channel,
              code: outcomes.find((one) => one.seq === turn.seq && one.target === of)?.code,
            })),
        );
        const byChannel = Map.groupBy(tried, ({ channel }) => channel);
        expect(alternatives.filter((channel) => !byChannel.has(channel))).toEqual([]);
        for (const [channel, tries] of byChannel) {
          const isOut =
            tries.at(-1)?.code === 'for-good' || tries.filter(({ code }) => code !== 'channel.held-back').length >= 4;
          expect(isOut || `${channel} of ${messageId}: ${tries.map(({ code }) => code)}`).toBe(true);
        }
      }
    });
  });

  test('tells whoever quiet hours held back, or says which later step did, before the end', () => {
    always((_, __, { chain, outcomes }) => {
      for (const turn of chain) {
        for (const held of turn.contacts.filter(isHeld)) {
          expect(isMadeAnew(chain, turn, held.target) || `${turn.seq}.${held.target} of ${chain.length}`).toBe(true);
        }
        for (const spared of turn.contacts.filter(({ problem }) => problem?.code === 'contact.superseded')) {
          expect(isHeld(madeAnewBy(chain, spared)!.contact)).toBe(true);
          const told = chain
            .flatMap((other) => other.contacts.map((contact) => ({ other, contact })))
            .filter(
              ({ other, contact }) =>
                contact.personId === spared.personId &&
                contact.channel === spared.channel &&
                contact.address !== null &&
                isLaterStep(stepOf(chain, other, contact), stepOf(chain, turn, spared)),
            );
          expect(told.length).toBeGreaterThan(0);
        }
      }
      expect(owedContacts(chain, outcomes)).toEqual([]);
    });
  });
});
