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
  type WatermarkMove,
} from '../store/pg-shards.ts';
import { byKey, type Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';

const renewEveryMs = (leaseSeconds * 1000) / 3;
const beforeAllIds = '00000000-0000-0000-0000-000000000000';

interface Held {
  lease: Lease;
  cursor: Cursor;
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
  #timer: NodeJS.Timeout | undefined;
  #renewal: Promise<void> = Promise.resolve();

  constructor(deps: EngineDeps, instance: { id: string; bootId: string }) {
    this.#deps = deps;
    this.#instance = instance.id;
    this.#node = `${instance.id}:${instance.bootId}`;
  }

  /** Only one process at a time runs on an instance's data, so an earlier one of ours is dead and its leases are free. */
  async start(): Promise<void> {
    await expireLeasesOf(this.#deps.pool, `${this.#instance}:`);
    await this.#renew();
    this.#timer = setInterval(() => {
      this.#renewal = this.#renew().catch((error: unknown) => this.#deps.onError(error, 'renewing leases'));
    }, renewEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    await releaseLeases(this.#deps.pool, this.#node, [...this.#held.keys()]);
    this.#held.clear();
    await this.#deps.pool.query('DELETE FROM engine.node WHERE id = $1', [this.#node]);
  }

  all(): Lease[] {
    return this.#isFresh() ? [...this.#held.values()].map(({ lease }) => lease) : [];
  }

  cursors(): Cursor[] {
    return this.#isFresh() ? [...this.#held.values()].map(({ cursor }) => cursor) : [];
  }

  /**
   * Everything that `read` found from these cursors has been claimed or does not stand. An empty read moves no cursor;
   * a shard that was lost and taken again meanwhile has a cursor of its own and keeps it.
   */
  advance(from: readonly Cursor[], read: readonly Wakeup[], snapshotXmin: string): void {
    const last = new Map(read.toSorted(byKey).map((wakeup) => [wakeup.shard, wakeup]));
    for (const cursor of from) {
      const held = this.#held.get(cursor.shard);
      if (held?.cursor !== cursor) continue;
      const { dueAt, occId, seq } = last.get(cursor.shard) ?? cursor;
      held.cursor = { shard: cursor.shard, dueAt, occId, seq, sinceXid: snapshotXmin };
    }
  }

  async moveWatermarks(moves: readonly WatermarkMove[]): Promise<void> {
    for (const move of moves) {
      const held = this.#held.get(move.shard);
      if (held?.lease.fence === move.fence) Object.assign(held.lease, { watermark: move.watermark });
    }
    await moveWatermarks(this.#deps.pool, moves);
  }

  #isFresh(): boolean {
    return performance.now() - this.#renewedAtMs < (leaseSeconds - 1) * 1000;
  }

  async #renew(): Promise<void> {
    const startedAtMs = performance.now();
    const share = fairShare(await reportAlive(this.#deps.pool, this.#node));
    const kept = await renewLeases(this.#deps.pool, this.#node);
    for (const shard of this.#held.keys()) if (!kept.has(shard)) this.#held.delete(shard);
    await this.#giveBack(share);
    const taken = await takeLeases(this.#deps.pool, this.#node, share - this.#held.size);
    for (const lease of taken) this.#hold(lease);
    this.#renewedAtMs = startedAtMs;
  }

  async #giveBack(share: number): Promise<void> {
    const surplus = [...this.#held.keys()].slice(share);
    if (surplus.length === 0) return;
    for (const shard of surplus) this.#held.delete(shard);
    await releaseLeases(this.#deps.pool, this.#node, surplus);
  }

  #hold(lease: Lease): void {
    const { shard, watermark: dueAt, watermarkXid: sinceXid } = lease;
    this.#held.set(shard, { lease, cursor: { shard, dueAt, occId: beforeAllIds, seq: -1, sinceXid } });
  }
}
