import { readTally, type Tally, tallySince } from '@belfry/testkit/chaos/tally';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { unreached } from './fired-at.ts';
import type { FaultRow } from './report.ts';
import { readSentMoreThanOnce } from './sent-more-than-once.ts';

/** All that has been up to some instant. */
export interface SoFar {
  tally: Tally;
  /** Messages beyond the first; see sent-more-than-once.ts. */
  more: number;
}

interface Account {
  row: FaultRow;
  soFar: SoFar;
  /**
   * In words: promises that do not hold, people who were never told or told twice for no reason on record, and a fault
   * that did not strike.
   */
  broken: string[];
}

interface Struck {
  fault: string;
  /** How often, by what: that much there must have been of each. */
  struck: Record<string, number>;
  /** What had been before; null for nothing. */
  before: SoFar | null;
}

/** Judges everything that has been so far, and counts what has come of one fault. */
export async function accountFor(evidence: Evidence, { fault, struck, before }: Struck): Promise<Account> {
  const judgements = await checkInvariants(evidence);
  const [tally, nobody] = [await readTally(evidence), await unreached(evidence)];
  const { more, unexplained } = await readSentMoreThanOnce(evidence);
  const violationsOf = (wanted: number) =>
    judgements.filter(({ number }) => number === wanted).flatMap(({ violations }) => violations).length;
  const missed = Object.entries(struck).filter(([, count]) => !(count > 0));
  return {
    row: {
      fault,
      struck,
      tally: before ? tallySince(before.tally, tally) : tally,
      more: more - (before?.more ?? 0),
      doubled: violationsOf(2),
      lost: violationsOf(4) + nobody.length,
    },
    soFar: { tally, more },
    broken: [
      ...brokenPromises(judgements),
      ...nobody.map((occurrence) => `nobody was told of ${occurrence}`),
      ...unexplained,
      ...missed.map(([what, count]) => `it struck ${count} times: ${what}`),
    ],
  };
}
