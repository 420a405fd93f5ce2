import { lanes } from '../domain/lane.ts';
import { nextWatermark, type Watermark } from '../domain/next-watermark.ts';
import type { ReadResult } from '../domain/read-result.ts';
import { lowestXid } from '../domain/transaction-id.ts';
import { type AuditRange, type AuditReport, endOf } from '../store/pg-audit.ts';
import type { Cursor } from '../store/pg-read-due.ts';
import {
  expireLeasesOf,
  fairShare,
  type Lease,
  leaseSeconds,
  moveWatermarks,
  releaseLeases,
  renewLeases,
  reportAlive,
  takeLeases,
} from '../store/pg-shards.ts';
import { byDue, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';
import { repeatEvery } from './repeat-every.ts';

const renewEveryMs = (leaseSeconds * 1000) / 3;
const beforeAllIds = '00000000-0000-0000-0000-000000000000';

interface LaneRead {
  cursor: Cursor;
  /** Everything due until then has been read, whether there was anything or not. */
  readUntil: Temporal.Instant;
}

interface Held {
  lease: Lease;
  /** By lane. */
  reads: LaneRead[];
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
  #stopRenewing = async () => {};

  constructor(deps: EngineDeps, instance: { id: string; bootId: string }) {
    this.#deps = deps;
    this.#instance = instance.id;
    this.#node = `${instance.id}:${instance.bootId}`;
  }

  /** Only one process at a time runs on an instance's data, so an earlier one of ours is dead and its leases are free. */
  async start(): Promise<void> {
    await expireLeasesOf(this.#deps.pool, `${this.#instance}:`);
    await this.#renew();
    this.#stopRenewing = repeatEvery(
      renewEveryMs,
      () => this.#renew(),
      (error) => this.#deps.onError(error, 'renewing leases'),
    );
  }

  async stop(): Promise<void> {
    await this.#stopRenewing();
    await releaseLeases(this.#deps.pool, this.#node, [...this.#held.keys()]);
    this.#held.clear();
    await this.#deps.pool.query('DELETE FROM engine.node WHERE id = $1', [this.#node]);
  }

  all(): Lease[] {
    return this.#fresh().map(({ lease }) => lease);
  }

  /** One for each lane of each shard. */
  cursors(): Cursor[] {
    return this.#fresh().flatMap(({ reads }) => reads.map(({ cursor }) => cursor));
  }

  /** What the audit has to explain: from each watermark on, as far as each lane has been read. */
  ranges(): AuditRange[] {
    return this.#fresh().flatMap(({ lease, reads }) =>
      reads.map(({ cursor, readUntil }) => ({
        shard: lease.shard,
        lane: cursor.lane,
        from: lease.watermark.at,
        to: Temporal.Instant.compare(cursor.dueAt, readUntil) > 0 ? cursor : endOf(readUntil),
        sinceXid: lease.watermark.xid,
      })),
    );
  }

  /**
   * Moves the cursors, all of one lane, that a read began from; an empty read moves none, but a cursor never stays behind
   * its watermark.
   * A shard that was lost and taken again meanwhile has a cursor of its own and keeps it.
   */
  advance(from: readonly Cursor[], { handled, sinceXid, readUntil }: ReadResult<Wakeup>): void {
    const last = new Map(handled.toSorted(byDue).map((wakeup) => [wakeup.shard, wakeup]));
    for (const cursor of from) {
      const held = this.#held.get(cursor.shard);
      const read = held?.reads.find((one) => one.cursor === cursor);
      if (!held || !read) continue;
      const { dueAt, occId, seq } = last.get(cursor.shard) ?? cursor;
      const moved = { ...cursor, dueAt, occId, seq, sinceXid: sinceXid ?? cursor.sinceXid };
      const start = startOf(held.lease, cursor.lane);
      const isBehind = Temporal.Instant.compare(moved.dueAt, start.dueAt) < 0;
      read.cursor = isBehind ? { ...start, sinceXid: lowestXid([moved.sinceXid, start.sinceXid]) } : moved;
      if (readUntil) read.readUntil = readUntil;
    }
  }

  /** Moves the watermarks as far as an audit of these ranges allows. */
  async moveWatermarks(ranges: readonly AuditRange[], report: AuditReport): Promise<void> {
    const open = [...report.unclaimed, ...report.unsettled.map(({ wakeup }) => wakeup)];
    const byShard = Map.groupBy(ranges, ({ shard }) => shard);
    const moves = [...byShard].flatMap(([shard, ofShard]): Lease[] => {
      const [first] = ofShard;
      if (!first) return [];
      const { from, sinceXid } = first;
      const to = ofShard.map((range) => range.to.dueAt).reduce(earlier);
      const lease = this.#held.get(shard)?.lease;
      // Taken again meanwhile: the audit knows nothing of this lease.
      if (!lease || lease.watermark.xid !== sinceXid || !lease.watermark.at.equals(from)) return [];
      const ours = open.filter((wakeup) => wakeup.shard === shard);
      const { snapshotXmin, cutAt } = report;
      return [{ ...lease, watermark: nextWatermark(lease.watermark, { open: ours, to, snapshotXmin, cutAt }) }];
    });
    await moveWatermarks(this.#deps.pool, moves);
    for (const { shard, fence, watermark } of moves) this.#noteWatermark(shard, fence, watermark);
  }

  #noteWatermark(shard: number, fence: string, watermark: Watermark): void {
    const held = this.#held.get(shard);
    if (held?.lease.fence === fence) held.lease = { ...held.lease, watermark };
  }

  /** Of leases that may have ended nothing may be said any more. */
  #fresh(): Held[] {
    const isFresh = performance.now() - this.#renewedAtMs < (leaseSeconds - 1) * 1000;
    return isFresh ? [...this.#held.values()] : [];
  }

  async #renew(): Promise<void> {
    const startedAtMs = performance.now();
    const share = fairShare(await reportAlive(this.#deps.pool, this.#node));
    const kept = await renewLeases(this.#deps.pool, this.#node, [...this.#held.keys()]);
    for (const shard of this.#held.keys()) if (!kept.has(shard)) this.#held.delete(shard);
    await this.#giveBack(share);
    const taken = await takeLeases(this.#deps.pool, this.#node, share - this.#held.size);
    for (const lease of taken) {
      const readUntil = lease.watermark.at;
      this.#held.set(lease.shard, { lease, reads: lanes.map((lane) => ({ cursor: startOf(lease, lane), readUntil })) });
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
function startOf({ shard, watermark }: Lease, lane: number): Cursor {
  return { shard, lane, dueAt: watermark.at, occId: beforeAllIds, seq: -1, sinceXid: watermark.xid };
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}
