import { z } from 'zod';
import type { OccId } from './occurrence-id.ts';
import type { WakeupKey } from './wakeup-key.ts';

/** Which wake-up is meant, by its key; whoever takes the hint reads it in the database before anything else. */
export interface HintedKey extends WakeupKey {
  shard: number;
  lane: number;
  occId: OccId;
  timingRev: number;
}

/** So many in a message: enough that a broker is no bottleneck, few enough that many workers share a moment's work. */
export const hintsInMessage = 25;

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no instant' });
    return z.NEVER;
  }
});
/** Of any version: what PostgreSQL takes for one (RFC 9562 knows only some). */
const occId = z.guid().transform((id) => id as OccId);
const hint = z.tuple([z.int(), z.int(), instant, occId, z.int(), z.int()]);
const message = z.object({ v: z.literal(1), wakeups: z.array(hint) });

/** As they cross a transport: full messages, and one with the rest. */
export function writeHints<Key extends HintedKey>(wakeups: readonly Key[]): { body: HintMessage; wakeups: Key[] }[] {
  return Array.from({ length: Math.ceil(wakeups.length / hintsInMessage) }, (_, index) => {
    const some = wakeups.slice(index * hintsInMessage, (index + 1) * hintsInMessage);
    return { body: { v: 1, wakeups: some.map(writeHint) }, wakeups: some };
  });
}

type HintMessage = { v: 1; wakeups: [number, number, string, string, number, number][] };

function writeHint({ shard, lane, dueAt, occId, seq, timingRev }: HintedKey): HintMessage['wakeups'][number] {
  return [shard, lane, dueAt.toString(), occId, seq, timingRev];
}

/** @throws where it is no such message, as from a program of another version */
export function readHints(body: unknown): HintedKey[] {
  return message
    .parse(body)
    .wakeups.map(([shard, lane, dueAt, id, seq, timingRev]) => ({ shard, lane, dueAt, occId: id, seq, timingRev }));
}

export function hintKey({ occId, seq, timingRev, dueAt }: HintedKey): string {
  return `${occId} ${seq} ${timingRev} ${dueAt.epochNanoseconds}`;
}
