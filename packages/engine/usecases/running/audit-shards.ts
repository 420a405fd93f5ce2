import { compareInstants } from '@belfry/kernel/instants';
import { audit } from '../../store/wakeups/pg-audit.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { AwaitingTokens } from '../claiming/awaiting-tokens.ts';
import type { EngineDeps } from '../engine-deps.ts';
import type { InFlight } from '../sending/in-flight.ts';
import type { SendQueue } from '../sending/send-queue.ts';
import type { Leases } from './hold-leases.ts';
import type { HintPublisher } from './publish-due.ts';
import { type Repeating, repeatEvery } from './repeat-every.ts';
import { Settling } from './settling.ts';

const auditEveryMs = 1000;
const auditLimit = 1000;
/** More than a broker's queue holds. */
const mostOnTheirWay = 2000;

interface AuditLoopOptions {
  deps: EngineDeps;
  leases: Leases;
  inFlight: InFlight;
  queue: SendQueue;
  awaiting: AwaitingTokens;
  dispatch(wakeups: readonly Wakeup[]): Promise<unknown>;
  hints: HintPublisher | null;
}

/**
 * From each shard's watermark on, looks for what has no explanation: wake-ups read but never claimed are claimed,
 * or published, attempts without an end are settled; then the watermark moves up to the first that is left.
 */
export class AuditLoop {
  readonly #deps: EngineDeps;
  readonly #leases: Leases;
  readonly #queue: SendQueue;
  readonly #awaiting: AwaitingTokens;
  readonly #dispatch: (wakeups: readonly Wakeup[]) => Promise<unknown>;
  readonly #hints: HintPublisher | null;
  readonly #settling: Settling;
  #auditing: Repeating | null = null;

  constructor({ deps, leases, inFlight, queue, awaiting, dispatch, hints }: AuditLoopOptions) {
    this.#deps = deps;
    this.#leases = leases;
    this.#settling = new Settling(deps, inFlight);
    this.#queue = queue;
    this.#awaiting = awaiting;
    this.#dispatch = dispatch;
    this.#hints = hints;
  }

  start(): void {
    this.#auditing = repeatEvery(
      auditEveryMs,
      () => this.#round(),
      (error) => this.#deps.onError(error, 'the audit'),
    );
  }

  /** What is being settled counts as in flight, and may go on. */
  async stop(): Promise<void> {
    await this.#auditing?.stop();
    this.#settling.stop();
  }

  async #round(): Promise<void> {
    const ranges = this.#leases.ranges();
    if (ranges.length === 0) {
      // What was still to be settled is whoever's who has the shards now.
      this.#settling.take([], performance.now());
      return;
    }
    // What is known to wait takes nobody's place in the report.
    const waiting = this.#awaiting.count() + this.#onTheirWay() + this.#settling.resting();
    const readFromMs = performance.now();
    const report = await audit(this.#deps.pool, ranges, auditLimit + waiting);
    await this.#leases.moveWatermarks(ranges, report);
    this.#settling.take(report.unsettled, readFromMs);
    const now = this.#deps.clock.now();
    // What is ahead of this process's clock is early, and not lost.
    const isDue = ({ dueAt }: Wakeup) => compareInstants(dueAt, now) <= 0;
    const lost = report.unclaimed.filter((wakeup) => isDue(wakeup) && !this.#awaiting.has(wakeup));
    if (this.#hints) await this.#hints.publishAgain(lost);
    else if (this.#queue.room() > 0) await this.#dispatch(lost);
  }

  #onTheirWay(): number {
    return Math.min(mostOnTheirWay, this.#hints?.count() ?? 0);
  }
}
