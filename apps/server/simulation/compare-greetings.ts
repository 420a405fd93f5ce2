import { compareInstants } from '@belfry/kernel/instants';
import type { ExpectedGreeting } from './expect-greetings.ts';

/** As the network took it. */
export interface TakenMessage {
  to: string;
  text: string;
  at: Temporal.Instant;
}

/** Counts of what was to arrive in one zone, or in all of them. */
export interface GreetingCounts {
  expected: number;
  /** Arrived, at least once. */
  sent: number;
  /** Within a minute of their instant. */
  onTime: number;
  late: number;
  /** By how much the latest was, in seconds. */
  latestSeconds: number;
  /** Too late to be sent when the outage was over, and noted as that. */
  missed: number;
  /** Second and further messages of one greeting. */
  twice: number;
  /** Neither arrived nor noted. */
  lost: number;
}

export interface Comparison {
  total: GreetingCounts;
  byZone: ReadonlyMap<string, GreetingCounts>;
  /** Messages that nobody was to get: before their time, to somebody else, in other words. */
  unexpected: TakenMessage[];
}

const onTimeSeconds = 60;

/**
 * What was to arrive beside what did, each message to the greeting of its address and its words that was due last before it.
 * @param isMissed whether the engine has noted of a greeting that it was too late
 */
export function compareGreetings(
  expected: readonly ExpectedGreeting[],
  taken: readonly TakenMessage[],
  isMissed: (greeting: ExpectedGreeting) => boolean,
): Comparison {
  const byWords = Map.groupBy(expected, ({ to, text }) => `${to} ${text}`);
  const arrivals = new Map<ExpectedGreeting, TakenMessage[]>();
  const unexpected: TakenMessage[] = [];
  for (const message of taken) {
    const greeting = byWords
      .get(`${message.to} ${message.text}`)
      ?.findLast(({ at }) => compareInstants(at, message.at) <= 0);
    if (!greeting) unexpected.push(message);
    else arrivals.set(greeting, [...(arrivals.get(greeting) ?? []), message]);
  }
  const total = nothing();
  const byZone = new Map<string, GreetingCounts>();
  for (const greeting of expected) {
    const zone = byZone.get(greeting.timeZone) ?? nothing();
    byZone.set(greeting.timeZone, zone);
    for (const counts of [total, zone]) count(counts, greeting, arrivals.get(greeting) ?? [], isMissed);
  }
  return { total, byZone, unexpected };
}

function nothing(): GreetingCounts {
  return { expected: 0, sent: 0, onTime: 0, late: 0, latestSeconds: 0, missed: 0, twice: 0, lost: 0 };
}

function count(
  counts: GreetingCounts,
  greeting: ExpectedGreeting,
  [first, ...more]: readonly TakenMessage[],
  isMissed: (greeting: ExpectedGreeting) => boolean,
): void {
  counts.expected += 1;
  counts.twice += more.length;
  if (!first) {
    counts[isMissed(greeting) ? 'missed' : 'lost'] += 1;
    return;
  }
  counts.sent += 1;
  const seconds = greeting.at.until(first.at).total('seconds');
  counts[seconds <= onTimeSeconds ? 'onTime' : 'late'] += 1;
  counts.latestSeconds = Math.max(counts.latestSeconds, seconds);
}
