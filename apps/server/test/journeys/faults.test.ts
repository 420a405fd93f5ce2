import { moveClock } from '@belfry/testkit/chaos/move-clock';
import { isThorough } from '@belfry/testkit/thorough';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountFor, type SoFar } from './faults/account-for.ts';
import { acknowledgeAll } from './faults/acknowledge.ts';
import { batchOf } from './faults/batch.ts';
import { crowdBeside } from './faults/crowd.ts';
import { answersOfCommitsLost, databaseKilled, diskFull } from './faults/database-faults.ts';
import { firedAt } from './faults/fired-at.ts';
import { stormOf5xx, stormOf429, timeOutAfterAccepting } from './faults/network-faults.ts';
import { otherZoneData, suspendedPastItsLease, terminatedUnderLoad } from './faults/process-faults.ts';
import { type FaultRow, faultTable } from './faults/report.ts';
import { openScene, type Scene } from './faults/scene.ts';
import { misled } from './faults/told-of.ts';

/**
 * Two servers on one database, and one fault after the other, each at an instant of its own at which everybody is
 * reminded, and some answer. After each all promises are judged, over everything that has been so far.
 * BELFRY_SOAK_MINUTES goes through them again and again, BELFRY_SOAK_SEED repeats what failed.
 */
const minutes = process.env.BELFRY_SOAK_MINUTES === undefined ? null : Number(process.env.BELFRY_SOAK_MINUTES);
const seed = Number(process.env.BELFRY_SOAK_SEED ?? 20270601);
/** Beside `under-fire`, as `npm run soak` runs it. */
const minutesOfRound = 10;
const rounds = Math.max(1, Math.floor((minutes ?? 0) / minutesOfRound));
const people = isThorough ? 48 : minutes === null ? 16 : 96;

/** Half of the calls take a while, so that there is always something under way. */
const usualChaos = { slow: { probability: 0.5 }, slowMs: 400 };
/** Until when all that a fault has left behind is over. */
const aftermath = Temporal.Duration.from({ minutes: 75 });

const faults = [
  answersOfCommitsLost,
  diskFull,
  databaseKilled,
  timeOutAfterAccepting,
  stormOf429,
  stormOf5xx,
  suspendedPastItsLease,
  terminatedUnderLoad,
  otherZoneData,
  crowdBeside,
];

describe.each(Array.from({ length: rounds }, (_, round) => seed + round))('seed %i', (ofRound) => {
  let scene: Scene;
  let before: SoFar | null = null;
  let batches = 0;
  const rows: FaultRow[] = [];

  /** By whoever answers by API, through the server that survives. */
  function acknowledged(dueAt: Temporal.Instant): Promise<void> {
    const { survivor: server, reminded, confirmed } = scene;
    const scheduleIds = reminded.filter(({ way }) => way === 'answers by API').map(({ scheduleId }) => scheduleId);
    return acknowledgeAll({ server, scheduleIds, confirmed }, dueAt);
  }

  beforeAll(async () => {
    scene = await openScene({ people, times: faults.length, seed: ofRound });
  }, 300_000);

  afterAll(async () => {
    console.log(`seed ${ofRound}\n${faultTable(rows)}`);
    await scene?.[Symbol.asyncDispose]();
  });

  test.each(faults)(
    '$name',
    async ({ name, strike }) => {
      batches += 1;
      const past = scene.dueAt.slice(0, batches);
      const dueAt = past.at(-1)!;
      const begunAtMs = Date.now();
      await scene.survivor.must('PUT', '/sandbox/chaos', { seed: String(ofRound), chaos: usualChaos });
      let meanwhile = 0;
      const striking = strike(scene, batchOf(scene, dueAt)).then((struck) => {
        meanwhile = scene.confirmed.filter(({ atMs }) => atMs >= begunAtMs).length;
        return struck;
      });
      const [struck] = await Promise.all([striking, acknowledged(dueAt)]);
      await scene.survivor.must('DELETE', '/sandbox/chaos');
      const now = dueAt.add(aftermath);
      await moveClock(scene.survivor, now);

      await scene.judge(now, async (evidence) => {
        const { row, soFar, broken } = await accountFor(evidence, { fault: name, struck, before });
        rows.push({ ...row, answered: { ...row.answered, 'of them while it struck': meanwhile } });
        before = soFar;
        expect(broken, 'broken promises').toEqual([]);
        expect(await misled(evidence, scene.reminded, dueAt)).toEqual([]);
        for (const way of ['text', 'link', 'API']) {
          const theirs = scene.reminded.filter((one) => one.way === `answers by ${way}`).length;
          expect(row.answered[`answer by ${way}`], way).toBeGreaterThanOrEqual(theirs);
        }
        const instants = past.map((instant) => instant.toString());
        const fired = await firedAt(evidence);
        expect(scene.reminded.map(({ scheduleId }) => fired[scheduleId])).toEqual(scene.reminded.map(() => instants));
      });
    },
    600_000,
  );
});
