import { listed, type Tally } from '@belfry/testkit/chaos/tally';
import type { FaultCount } from '@belfry/testkit/chaos/torment';
import type { Judgement } from '@belfry/testkit/invariants/check-invariants';
import { type Confirmed, countByKind } from '@belfry/testkit/invariants/confirmed';
import type { Answers } from './answers.ts';

interface Report {
  seed: number;
  days: number;
  faults: FaultCount;
  answers: Answers;
  /** All that nothing may leave after. */
  confirmed: readonly Confirmed[];
  tally: Tally;
  judgements: readonly Judgement[];
}

/** What happened and what came of it, for whoever ran it. */
export function report({ seed, days, faults, answers, confirmed, tally, judgements }: Report): string {
  const violationsOf = (wanted: number) =>
    judgements.filter(({ number }) => number === wanted).reduce((sum, { violations }) => sum + violations.length, 0);
  return [
    `seed ${seed}: ${days.toFixed(1)} virtual days`,
    `servers: ${faults.kills} kill -9, ${faults.suspensions} SIGSTOP, ${faults.cuts} times cut off from the database`,
    `confirmed: ${listed(countByKind(confirmed))}; ${answers.refused} answers refused`,
    `contacts: ${tally.contacts}; there arrived ${listed(tally.channels)}`,
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
