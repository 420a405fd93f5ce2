import { setTimeout as delay } from 'node:timers/promises';
import { pendingWork } from '@belfry/engine/module';
import { openDatabase } from '@belfry/platform/database';
import { pieceOfUuid } from '../contenders/belfry/ids.ts';
import { allStepsDueAt, loadEscalations, stepsOfPolicy } from '../contenders/belfry/load-escalations.ts';
import type { Bench } from '../measure/bench.ts';
import type { Handled } from '../measure/messages.ts';
import { startWorkers, type Workers } from '../measure/start-workers.ts';
import { withClient } from '../servers/with-client.ts';

export interface Escalation {
  /** Contacts made, each a step of its occurrence. */
  steps: number;
  seconds: number;
  answers: { tookMs: number }[];
  /** Calls that began after the acknowledgement of their occurrence had been answered. */
  leftAfterAnswer: number;
  /** Answers that named something that could not be stopped, and so promised nothing. */
  couldNotStop: number;
}

export const escalations = { name: 'escalations', loadedAs: 'escalations', load: loadEscalations };

const answered = (count: number) => Math.floor(count / 2);
const quietMs = 50;

/**
 * From the word go until nothing is pending, every answer being given meanwhile.
 * @throws where one that nobody answered has not taken each of its steps, once
 */
export async function escalate(
  { databases, processes, say }: Bench,
  given: {
    count: number;
    windowMs: number;
    takesMs: number;
    beside?: ((url: string) => Promise<AsyncDisposable>) | undefined;
  },
): Promise<Escalation> {
  const { count, windowMs, takesMs } = given;
  await using database = await databases.copy(escalations, count);
  await using _beside = await given.beside?.(database.url);
  const common = { databaseUrl: database.url, count };
  using people = await startWorkers({
    ...common,
    workerModule: import.meta.resolve('../contenders/belfry/acknowledger.ts'),
    given: { windowMs: `${windowMs}` },
    processes: 1,
  });
  using engines = await startWorkers({
    ...common,
    workerModule: import.meta.resolve('../contenders/belfry/worker.ts'),
    given: { channel: 'slow', takesMs: `${takesMs}`, clock: `from ${allStepsDueAt}` },
    processes,
  });
  const began = performance.now();
  engines.go();
  people.go();
  await untilSettled(database.url, engines, people, answered(count));
  const seconds = (performance.now() - began) / 1000;
  const [calls, answers] = await Promise.all([engines.stop(), people.stop()]);
  say(`${count} policies settled in ${seconds.toFixed(1)} s`);
  const { told, answeredAtMs, found } = compare(calls, answers, count);
  await requireOnRecord(database.url, told, answeredAtMs);
  return { seconds, ...found };
}

async function untilSettled(url: string, engines: Workers, people: Workers, answers: number): Promise<void> {
  const database = openDatabase({ url, poolMin: 0, poolMax: 4 });
  try {
    for (let before = -1; ; ) {
      const handled = engines.handled();
      // Asking what is pending is work for the database, so it is asked only when everything has gone quiet.
      const isQuiet = handled === before && people.handled() >= answers;
      const now = Temporal.Instant.from(allStepsDueAt);
      if (isQuiet && (await pendingWork({ pool: database.pools.engine }, now)).length === 0) return;
      before = handled;
      await delay(quietMs);
    }
  } finally {
    await database.close();
  }
}

function compare(calls: readonly Handled[], answers: readonly Handled[], count: number) {
  const answeredAtMs = new Float64Array(count).fill(Number.NaN);
  const tooks: { tookMs: number }[] = [];
  let couldNotStop = 0;
  for (const { pieces, atMs, tookMs } of answers) {
    pieces.forEach((piece, i) => {
      answeredAtMs[piece] = atMs[i] ?? Number.NaN;
      if (atMs[i] === Number.POSITIVE_INFINITY) couldNotStop += 1;
      tooks.push({ tookMs: tookMs[i] ?? 0 });
    });
  }
  const told = new Uint8Array(count);
  let leftAfterAnswer = 0;
  let steps = 0;
  for (const { pieces, atMs } of calls) {
    pieces.forEach((piece, i) => {
      steps += 1;
      told[piece] = (told[piece] ?? 0) + 1;
      if ((atMs[i] ?? 0) > (answeredAtMs[piece] ?? Number.NaN)) leftAfterAnswer += 1;
    });
  }
  return { told, answeredAtMs, found: { steps, leftAfterAnswer, couldNotStop, answers: tooks } };
}

/**
 * Every call stands on record as accepted, and each occurrence that nobody answered has taken all its steps: counted by
 * their turns, for a call that could not begin within a second of its claim, as where the machine is busy with something
 * else, may have its retry after everything has settled.
 */
async function requireOnRecord(url: string, told: Uint8Array, answeredAtMs: Float64Array): Promise<void> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ schedule_id: string; steps: number; accepted: number }>(
      `WITH accepted AS (SELECT occ_id, count(*)::int AS n FROM engine.outcome WHERE status = 'accepted' GROUP BY occ_id)
       SELECT t.schedule_id, count(*) FILTER (WHERE t.kind IN ('fired', 'step'))::int AS steps,
         coalesce(max(a.n), 0) AS accepted
       FROM engine.turn t LEFT JOIN accepted a USING (occ_id) GROUP BY t.schedule_id`,
    ),
  );
  const wrong = rows.filter(({ schedule_id, steps, accepted }) => {
    const piece = pieceOfUuid(schedule_id);
    const isAnswered = !Number.isNaN(answeredAtMs[piece]);
    return accepted !== told[piece] || (isAnswered ? steps > stepsOfPolicy : steps !== stepsOfPolicy);
  });
  if (rows.length === told.length && wrong.length === 0) return;
  throw new Error(
    `Of ${rows.length} policies ${wrong.length} were not carried out: ${JSON.stringify(wrong.slice(0, 3))}.`,
  );
}
