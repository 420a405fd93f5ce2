import { countsSince, readTally, type Tally, tallySince } from '@belfry/testkit/chaos/tally';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import { countByKind } from '@belfry/testkit/invariants/confirmed';
import type { Evidence } from '@belfry/testkit/invariants/invariant';
import { allConfirmed } from '@belfry/testkit/invariants/left-after';
import { unknownsSettled } from '@belfry/testkit/invariants/unknowns-settled';
import { unreached } from './fired-at.ts';
import type { FaultRow } from './report.ts';
import { readSentMoreThanOnce } from './sent-more-than-once.ts';

/** All that has been up to some instant. */
export interface SoFar {
  tally: Tally;
  /** Messages beyond the first; see sent-more-than-once.ts. */
  more: number;
  /** By kind. */
  answered: Record<string, number>;
}

interface Account {
  row: FaultRow;
  soFar: SoFar;
  /**
   * In words: promises that do not hold or were held against nothing, people who were never told or told twice for no
   * reason on record, and a fault that did not strike.
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
  const answered = countByKind(await allConfirmed(evidence));
  // Not every fault leaves an end that nobody knows.
  const idle = judgements.filter(({ checked, promise }) => checked === 0 && promise !== unknownsSettled.promise);
  const violationsOf = (wanted: number) =>
    judgements.filter(({ number }) => number === wanted).flatMap(({ violations }) => violations).length;
  const missed = Object.entries(struck).filter(([, count]) => !(count > 0));
  return {
    row: {
      fault,
      struck,
      tally: before ? tallySince(before.tally, tally) : tally,
      more: more - (before?.more ?? 0),
      answered: countsSince(before?.answered ?? {}, answered),
      doubled: violationsOf(2),
      lost: violationsOf(4) + nobody.length,
    },
    soFar: { tally, more, answered },
    broken: [
      ...brokenPromises(judgements),
      ...idle.map(({ number, promise }) => `${number}: nothing was looked at: ${promise}`),
      ...nobody.map((occurrence) => `nobody was told of ${occurrence}`),
      ...unexplained,
      ...missed.map(([what, count]) => `it struck ${count} times: ${what}`),
    ],
  };
}
