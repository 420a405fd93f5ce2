import { isLockTimeout } from '@belfry/platform/about-the-data';
import type { Tx } from '@belfry/platform/database';
import { connectOwner, dropPartition } from '@belfry/platform/drop-partition';
import {
  beginToDrop,
  countEvents,
  endDrops,
  hasEventsSince,
  listPastMonths,
  type Month,
  removeCounters,
} from '../store/pg-months.ts';

interface JudgedMonth extends Month {
  /** A trace of it has gone on within the months that are kept. */
  isNeeded: boolean;
}

/**
 * The months of traces that ended `olderThan` months ago or earlier, oldest first, each judged when it is asked for: what is done
 * with those before may last, and traces go on meanwhile. A trace that goes on stays in the month in which it began, and keeps that
 * month with all that began in it. What an earlier drop has left half-done has been judged before.
 * @param olderThan at least 1; by real time, as traces begin
 */
async function* judgeMonths(tx: Pick<Tx, 'query'>, olderThan: number): AsyncGenerator<JudgedMonth> {
  for (const month of await listPastMonths(tx, olderThan)) {
    const isNeeded = !month.isGoing && month.state === 'attached' && (await hasEventsSince(tx, month, olderThan));
    yield { ...month, isNeeded };
  }
}

/** As `judgeMonths`, with how many events go; as the owner, whom row-level security does not narrow. */
export async function countWhatGoes(url: string, olderThan: number): Promise<(JudgedMonth & { events: number })[]> {
  const client = await connectOwner(url);
  try {
    const counted: (JudgedMonth & { events: number })[] = [];
    for await (const month of judgeMonths(client, olderThan)) {
      counted.push({ ...month, events: await countEvents(client, month) });
    }
    return counted;
  } finally {
    await client.end();
  }
}

/**
 * Drops these months, each looked at once more right before: first whoever appends is told, then their counters go, then the
 * partition. The next event of such a trace begins it anew, at 1. Safe to run beside everything else, and to repeat after a
 * crash on any line.
 * @param url the owner's, direct
 * @returns those that are gone; of the others older transactions stood in the way for too long, or a trace went on
 */
export async function dropMonths(url: string, olderThan: number): Promise<Month[]> {
  const client = await connectOwner(url);
  try {
    const dropped: Month[] = [];
    for await (const month of judgeMonths(client, olderThan)) {
      if (!month.isNeeded && (await drop(client, month))) dropped.push(month);
    }
    await endDrops(client);
    return dropped;
  } finally {
    await client.end();
  }
}

async function drop(client: Awaited<ReturnType<typeof connectOwner>>, month: Month): Promise<boolean> {
  await beginToDrop(client, month);
  try {
    await removeCounters(client, month);
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
  return dropPartition(client, 'eventlog.event', `eventlog.${month.name}`);
}
