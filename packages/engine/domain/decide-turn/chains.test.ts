import { newId, type PersonId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elapsed, type Policy, type Target } from '../policy.ts';
import type { QuietHours } from '../quiet-hours.ts';
import type { Recipient } from '../resolve-targets.ts';
import { isSameStep } from '../standing.ts';
import { decideTurn } from './decide-turn.ts';
import { type ContactAgain, type Head, headBehind, type TurnContext, type TurnDecision } from './turn-context.ts';

const fired = Temporal.Instant.from('2027-03-27T20:00:00Z');

function personOf(name: string, timeZone: string, quietHours: QuietHours | null): Recipient {
  const contactPoints = [
    { channel: 'sms', address: `sms of ${name}`, isOptedOut: false },
    { channel: 'email', address: `email of ${name}`, isOptedOut: false },
  ];
  return { id: newId<PersonId>(), name, locale: 'en', timeZone, quietHours, contactPoints, isDeleted: false };
}

interface Life {
  policy: Policy;
  quiet: (QuietHours | null)[];
  /** Minutes by which each turn is claimed late; all after these are on time. */
  lateness: number[];
  /** Which contacts fail, in turn. */
  failures: ('retry' | 'next-channel' | null)[];
}

interface Taken {
  at: Temporal.Instant;
  decision: TurnDecision;
}

const mostTurns = 400;

/** The chain of an occurrence that nobody answers, with outages and failures, as claims and outcomes would grow it. */
function live({ policy, quiet, lateness, failures }: Life): Taken[] {
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
  };
  const taken: Taken[] = [];
  let head: Head | null = null;
  let wakeups: TurnContext['wakeup'][] = [{ kind: 'fire', dueAt: fired }];
  let now = fired;
  let failing = 0;
  while (wakeups.length > 0 && taken.length < mostTurns) {
    const wakeup = wakeups.reduce((a, b) => (Temporal.Instant.compare(b.dueAt, a.dueAt) < 0 ? b : a));
    const claimedAt = wakeup.dueAt.add({ minutes: lateness[taken.length] ?? 0 });
    now = Temporal.Instant.compare(claimedAt, now) < 0 ? now : claimedAt;
    const decision: TurnDecision = decideTurn({ ...facts, head, wakeup, now });
    taken.push({ at: now, decision });
    const failed = decision.contacts.flatMap((contact): ContactAgain[] => {
      if (contact.problem?.until) return [{ contact, kind: 'retry', at: Temporal.Instant.from(contact.problem.until) }];
      const kind = contact.address === null ? null : failures[failing++ % failures.length];
      const isPossible = kind === 'next-channel' ? contact.alternatives.length > 0 : decision.attempt < 3;
      return kind && isPossible && decision.state === 'open' ? [{ contact, kind, at: now.add({ seconds: 30 }) }] : [];
    });
    const earlier: readonly ContactAgain[] = head && isSameStep(head, decision) ? head.followUps : [];
    const remade = new Set(decision.contacts.map(({ target }) => target));
    const followUps: ContactAgain[] = [...earlier.filter(({ contact }) => !remade.has(contact.target)), ...failed];
    wakeups = [
      ...(decision.next ? [decision.next] : []),
      ...failed
        .filter(({ contact }) => contact.address !== null)
        .map(({ at }) => ({ kind: 'retry' as const, dueAt: at })),
    ];
    head = headBehind(decision, followUps);
  }
  return taken;
}

const target = fc.record<Target>({
  person: fc.constantFrom<Target['person']>('self', 'role:caregiver', 'role:nobody'),
  channels: fc.constantFrom(['sms'], ['email', 'sms']),
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
  failures: fc.array(fc.constantFrom('retry', 'next-channel', null, null), { minLength: 1, maxLength: 8 }),
});

const kindsOf = (taken: readonly Taken[]) => taken.map(({ decision }) => decision.kind);

describe('a chain that nobody answers, whatever fails, sleeps or is down meanwhile', () => {
  const always = (check: (taken: readonly Taken[], life: Life) => void) =>
    fc.assert(
      fc.property(life, (given) => check(live(given), given)),
      { numRuns: 300 },
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
});
