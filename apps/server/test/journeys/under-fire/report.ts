import type { FaultCount } from '@belfry/testkit/chaos/torment';
import type { Judgement } from '@belfry/testkit/invariants/check-invariants';
import type { Answers } from './answers.ts';
import type { Tally } from './tally.ts';

interface Report {
  seed: number;
  days: number;
  faults: FaultCount;
  answers: Answers;
  tally: Tally;
  judgements: readonly Judgement[];
}

/** What happened and what came of it, for whoever ran it. */
export function report({ seed, days, faults, answers, tally, judgements }: Report): string {
  const violationsOf = (wanted: number) =>
    judgements.filter(({ number }) => number === wanted).reduce((sum, { violations }) => sum + violations.length, 0);
  return [
    `seed ${seed}: ${days.toFixed(1)} virtual days`,
    `servers: ${faults.kills} kill -9, ${faults.suspensions} SIGSTOP, ${faults.cuts} times cut off from the database`,
    `answers: ${answers.given.length} given, ${answers.refused} refused`,
    `contacts: ${tally.contacts}; the network took ${tally.messages} messages`,
    `doubled: ${violationsOf(2)}; lost: ${violationsOf(4)}; looked up before they came, so sent twice: ${tally.tooLate}`,
    `the network struck: ${listed(tally.struck)}`,
    `its callbacks: ${listed(tally.callbacks)}`,
    `not sent: ${listed(tally.failed)}`,
    `unknown ends: ${tally.unknowns}; resolved by ${listed(tally.resolved)}`,
    ...judgements.map(
      ({ number, checked, violations, promise }) =>
        `  ${number}: ${checked} looked at, ${violations.length} broken: ${promise}`,
    ),
  ].join('\n');
}

function listed(counts: Record<string, number>): string {
  const words = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  return words.length > 0 ? words.join(', ') : 'none';
}
