import { compareInstants } from '@belfry/kernel/instants';
import { type Explained, explainedAt, explainedBy, watermarkOf } from '../../domain/explained.ts';
import { lanes } from '../../domain/lane.ts';
import { Progress } from '../../domain/progress.ts';
import type { LaneResult } from '../../domain/read-result.ts';
import { type Unseen, unseenByAny, unseenFrom } from '../../domain/unseen.ts';
import { endOf, startOf } from '../../domain/wakeup-key.ts';
import type { AuditRange, AuditReport } from '../../store/wakeups/pg-audit.ts';
import type { Cursor } from '../../store/wakeups/pg-read-due.ts';
import {
  fairShare,
  type Lease,
  leaseSeconds,
  leaveShards,
  moveWatermarks,
  releaseLeases,
  renewLeases,
  reportAlive,
  somebodyLeft,
  takeLeases,
} from '../../store/wakeups/pg-shards.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { type Repeating, repeatEvery } from './repeat-every.ts';

const renewEveryMs = (leaseSeconds * 1000) / 3;

export interface HeldLane {
  cursor: Cursor;
  /** Its last read left something. */
  isFull: boolean;
  progress: Progress;
  /** Everything due until then has been read, whether there was anything or not. */
  readUntil: Temporal.Instant;
}

interface Held {
  lease: Lease;
  explained: Explained;
  /** By lane. */
  lanes: HeldLane[];
}

/**
 * The shards this process holds, and how far each has been read. Leases run on real time and are renewed at a third of
 * their length; one that could not be renewed in time is dropped here before it ends there.
 */
export class Leases {
  readonly #deps: EngineDeps;
  readonly #instance: string;
  readonly #node: string;
  readonly #held = new Map<number, Held>();
  #renewedAtMs = 0;
  #share = 0;
  #renewing: Repeating | null = null;

  constructor(deps: EngineDeps, instance: { id: string; bootId: string }) {
    this.#deps = deps;
    this.#instance = instance.id;
    this.#node = `${instance.id}:${instance.bootId}`;
  }

  /** Only one process at a time runs on an instance's data, so an earlier one of ours is dead and its leases are free. */
  async start(): Promise<void> {
    // In this order, or those who hear of it would reckon without this process, and take what is to be its own.
    await reportAlive(this.#deps.pool, this.#node);
    await leaveShards(this.#deps.pool, `${this.#instance}:`, this.#node);
    await this.#renew();
    this.#renewing = repeatEvery(
      renewEveryMs,
      () => this.#renew(),
      (error) => this.#deps.onError(error, 'renewing leases'),
    );
  }

  async stop(): Promise<void> {
    await this.#renewing?.stop();
    this.#held.clear();
    await leaveShards(this.#deps.pool, this.#node);
  }

  /**
   * Somebody has let go of some: nobody reads what is due in them until they are taken.
   * @param told with `SHARD_CHANNEL`; nothing, where it may have been missed
   */
  takeSoon(told = somebodyLeft): void {
    // With as many processes as before, whoever has its share has nothing to take.
    if (told === somebodyLeft || this.#held.size < this.#share) this.#renewing?.soon();
  }

  all(): Lease[] {
    return this.#fresh().map(({ lease }) => lease);
  }

  /** Of each shard. Hand them to `advance` as they are here. */
  lanes(): Readonly<HeldLane>[] {
    return this.#fresh().flatMap((held) => held.lanes.map((lane) => ({ ...lane })));
  }

  /** What the audit has to explain: from what it has explained on, as far as each lane has been read. */
  ranges(): AuditRange[] {
    for (const held of this.#fresh()) {
      const { before, unseen } = held.explained;
      const reached = before.map((key, lane) => held.lanes[lane]?.progress.before({ key, unseen }) ?? { key, unseen });
      held.explained = {
        before: reached.map(({ key }) => key),
        unseen: unseenByAny(reached.map((one) => one.unseen)),
      };
    }
    return this.#fresh().flatMap(({ lease, explained, lanes }) =>
      lanes.map(({ cursor, readUntil }, lane) => ({
        shard: lease.shard,
        lane: cursor.lane,
        from: explained.before[lane] ?? startOf(lease.watermark.at),
        to: compareInstants(cursor.dueAt, readUntil) > 0 ? cursor : endOf(readUntil),
        unseen: explained.unseen,
      })),
    );
  }

  /**
   * Moves the cursor of a lane from where a read began; an empty read moves none, but a cursor never stays behind its
   * watermark. A shard that was lost and taken again meanwhile has a cursor of its own and keeps it.
   * @param read `unseen` by it, and whose late rows are looked for from now on: null as before
   */
  advance(
    { cursor }: Readonly<HeldLane>,
    result: LaneResult<Wakeup>,
    { unseen, lookFor }: { unseen: Unseen; lookFor: Unseen | null },
  ): void {
    const held = this.#held.get(cursor.shard);
    const lane = held?.lanes.find((one) => one.cursor === cursor);
    if (!held || !lane) return;
    lane.progress.add(cursor, result.handled, unseen);
    const { dueAt, occId, seq } = result.handled.at(-1) ?? cursor;
    const moved = { ...cursor, dueAt, occId, seq, unseen: lookFor ?? cursor.unseen };
    const { at } = held.lease.watermark;
    const isBehind = compareInstants(moved.dueAt, at) < 0;
    lane.cursor = isBehind
      ? { ...moved, ...startOf(at), unseen: unseenByAny([moved.unseen, held.explained.unseen]) }
      : moved;
    lane.isFull = result.isFull;
    if (result.readUntil) lane.readUntil = result.readUntil;
  }

  /** This process has made all that the turn of this wake-up says, and written down how it went. */
  explain(wakeup: Wakeup): void {
    this.#held.get(wakeup.shard)?.lanes[wakeup.lane]?.progress.explain(wakeup);
  }

  /** Moves the watermarks as far as an audit of these ranges allows. */
  async moveWatermarks(ranges: readonly AuditRange[], report: AuditReport): Promise<void> {
    const open = [...report.unclaimed, ...report.unsettled.map(({ wakeup }) => wakeup)];
    const { unseen, cutAt } = report;
    const byShardOpen = Map.groupBy(open, ({ shard }) => shard);
    const moves = [...Map.groupBy(ranges, ({ shard }) => shard)].flatMap(([shard, ofShard]) => {
      const [first] = ofShard;
      if (!first) return [];
      const held = this.#held.get(shard);
      // Taken again meanwhile: the audit knows nothing of this lease.
      if (!held || held.explained.before[0] !== first.from) return [];
      const { lease, explained: current } = held;
      const ours = byShardOpen.get(shard) ?? [];
      const to = ofShard.map((range) => range.to);
      const explained = explainedBy(current, { open: ours, to, unseen, cutAt });
      return [{ lease: { ...lease, watermark: watermarkOf(explained) }, explained }];
    });
    await moveWatermarks(
      this.#deps.pool,
      moves.map(({ lease }) => lease),
    );
    for (const { lease, explained } of moves) {
      const held = this.#held.get(lease.shard);
      if (held?.lease.fence === lease.fence) this.#held.set(lease.shard, { ...held, lease, explained });
    }
  }

  /** Real milliseconds; those that could not be renewed run out, and then there is nothing to do that could fail. */
  sinceRenewalMs(): number {
    return performance.now() - this.#renewedAtMs;
  }

  /** Of leases that may have ended nothing may be said any more. */
  #fresh(): Held[] {
    const isFresh = performance.now() - this.#renewedAtMs < (leaseSeconds - 1) * 1000;
    return isFresh ? [...this.#held.values()] : [];
  }

  async #renew(): Promise<void> {
    const startedAtMs = performance.now();
    const share = fairShare(await reportAlive(this.#deps.pool, this.#node));
    this.#share = share;
    const kept = await renewLeases(this.#deps.pool, this.#node, [...this.#held.keys()]);
    for (const shard of this.#held.keys()) if (!kept.has(shard)) this.#held.delete(shard);
    await this.#giveBack(share);
    const taken = await takeLeases(this.#deps.pool, this.#node, share - this.#held.size);
    for (const lease of taken) {
      const readUntil = lease.watermark.at;
      this.#held.set(lease.shard, {
        lease,
        explained: explainedAt(lease.watermark, lanes.length),
        lanes: lanes.map((lane) => ({
          cursor: beginningOf(lease, lane),
          readUntil,
          isFull: false,
          progress: new Progress(),
        })),
      });
    }
    this.#renewedAtMs = startedAtMs;
  }

  async #giveBack(share: number): Promise<void> {
    const surplus = [...this.#held.keys()].slice(share);
    if (surplus.length === 0) return;
    for (const shard of surplus) this.#held.delete(shard);
    await releaseLeases(this.#deps.pool, this.#node, surplus);
  }
}

/** Everything before the watermark is explained, but for what has committed since its transaction. */
function beginningOf({ shard, watermark }: Lease, lane: number): Cursor {
  return { shard, lane, ...startOf(watermark.at), unseen: unseenFrom(watermark.xid) };
}
