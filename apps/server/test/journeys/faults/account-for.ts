import { readTally, type Tally, tallySince } from '@belfry/testkit/chaos/tally';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { unreached } from './fired-at.ts';
import type { FaultRow } from './report.ts';

interface Account {
  row: FaultRow;
  tally: Tally;
  /** In words: promises that do not hold, people who were never told, and a fault that did not strike. */
  broken: string[];
}

interface Struck {
  fault: string;
  /** How often, by what: that much there must have been of each. */
  struck: Record<string, number>;
  /** What had been before; null for nothing. */
  before: Tally | null;
}

/** Judges everything that has been so far, and counts what has come of one fault. */
export async function accountFor(evidence: Evidence, { fault, struck, before }: Struck): Promise<Account> {
  const judgements = await checkInvariants(evidence);
  const [tally, nobody] = [await readTally(evidence), await unreached(evidence)];
  const violationsOf = (wanted: number) =>
    judgements.filter(({ number }) => number === wanted).flatMap(({ violations }) => violations).length;
  const missed = Object.entries(struck).filter(([, count]) => !(count > 0));
  return {
    row: {
      fault,
      struck,
      tally: before ? tallySince(before, tally) : tally,
      doubled: violationsOf(2),
      lost: violationsOf(4) + nobody.length,
    },
    tally,
    broken: [
      ...brokenPromises(judgements),
      ...nobody.map((occurrence) => `nobody was told of ${occurrence}`),
      ...missed.map(([what, count]) => `it struck ${count} times: ${what}`),
    ],
  };
}
