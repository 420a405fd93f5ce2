import { type AuditReport, audit, type Unsettled } from '../store/pg-audit.ts';
import type { Lease, WatermarkMove } from '../store/pg-shards.ts';
import type { Wakeup } from '../store/pg-wakeups.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { Leases } from './hold-leases.ts';
import type { InFlight } from './in-flight.ts';
import { settleAttempt } from './settle-attempt.ts';

const auditEveryMs = 1000;
const auditLimit = 1000;
/** On top of the provider's time-out: how long a claim may take to become a call. */
const claimAgeMs = 500;

/**
 * From each shard's watermark to its cursor, looks for what has no explanation: wake-ups read but never claimed are
 * claimed, attempts without an end are settled; then the watermark moves up to the first that is left.
 */
export class AuditLoop {
  readonly #deps: EngineDeps;
  readonly #leases: Leases;
  readonly #inFlight: InFlight;
  readonly #dispatch: (wakeups: readonly Wakeup[]) => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    deps: EngineDeps,
    leases: Leases,
    inFlight: InFlight,
    dispatch: (wakeups: readonly Wakeup[]) => Promise<void>,
  ) {
    this.#deps = deps;
    this.#leases = leases;
    this.#inFlight = inFlight;
    this.#dispatch = dispatch;
  }

  async start(): Promise<void> {
    let isBusy = false;
    this.#timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      this.#running = this.#round()
        .catch((error: unknown) => this.#deps.onError(error, 'the audit'))
        .finally(() => {
          isBusy = false;
        });
    }, auditEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    const leases = this.#leases.all();
    if (leases.length === 0) return;
    const cursors = new Map(this.#leases.cursors().map((cursor) => [cursor.shard, cursor.dueAt]));
    const ranges = leases.map((lease) => ({
      shard: lease.shard,
      from: lease.watermark,
      to: cursors.get(lease.shard) ?? lease.watermark,
    }));
    const report = await audit(this.#deps.pool, ranges, auditLimit);
    await this.#leases.moveWatermarks(movesAfter(leases, ranges, report));
    await this.#dispatch(report.unclaimed);
    for (const unsettled of onePerAttempt(report.unsettled)) {
      if (this.#isSettleable(unsettled)) {
        await settleAttempt(this.#deps, unsettled).catch((error: unknown) =>
          this.#deps.onError(error, 'settling an attempt'),
        );
      }
    }
  }

  #isSettleable({ wakeup, contact, ageMs }: Unsettled): boolean {
    const isOurs = this.#inFlight.has({ occId: wakeup.occId, seq: wakeup.seq, target: contact.target });
    return !isOurs && ageMs > this.#deps.providerTimeoutMs + claimAgeMs;
  }
}

function movesAfter(
  leases: readonly Lease[],
  ranges: readonly { shard: number; to: Temporal.Instant }[],
  report: AuditReport,
): WatermarkMove[] {
  const open = [...report.unclaimed, ...report.unsettled.map(({ wakeup }) => wakeup)];
  // A full report may have left something out behind its last row.
  const isCut = open.length >= auditLimit;
  const lastSeen = open
    .map((wakeup) => wakeup.dueAt)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  return leases.map((lease, index) => {
    const reached = isCut && lastSeen ? earlier(lastSeen, ranges[index]?.to ?? lease.watermark) : ranges[index]?.to;
    const watermark = open
      .filter((wakeup) => wakeup.shard === lease.shard)
      .reduce((mark, wakeup) => earlier(mark, wakeup.dueAt), reached ?? lease.watermark);
    return { shard: lease.shard, fence: lease.fence, watermark, watermarkXid: report.snapshotXmin };
  });
}

function onePerAttempt(unsettled: readonly Unsettled[]): Unsettled[] {
  return [...new Map(unsettled.map((u) => [`${u.wakeup.occId} ${u.wakeup.seq} ${u.contact.target}`, u])).values()];
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}
