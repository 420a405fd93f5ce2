import { audit, type Unsettled } from '../store/pg-audit.ts';
import { readHolds } from '../store/pg-rates.ts';
import type { Wakeup } from '../store/pg-wakeups.ts';
import type { AwaitingTokens } from './awaiting-tokens.ts';
import { callEndsWithinMs, callTimeoutMs } from './claim-age.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { Leases } from './hold-leases.ts';
import type { InFlight } from './in-flight.ts';
import type { HintPublisher } from './publish-due.ts';
import { repeatEvery } from './repeat-every.ts';
import type { SendQueue } from './send-queue.ts';
import { settleAttempt } from './settle-attempt.ts';

const auditEveryMs = 1000;
const auditLimit = 1000;
/** More than a broker's queue holds. */
const mostOnTheirWay = 2000;
/** So that a provider which cannot be asked does not take the slots of all calls. */
const settlesAtOnce = 8;

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
  readonly #inFlight: InFlight;
  readonly #queue: SendQueue;
  readonly #awaiting: AwaitingTokens;
  readonly #dispatch: (wakeups: readonly Wakeup[]) => Promise<unknown>;
  readonly #hints: HintPublisher | null;
  /** Addresses about which something is being settled. */
  readonly #settling = new Set<string>();
  #stopAuditing = async () => {};

  constructor({ deps, leases, inFlight, queue, awaiting, dispatch, hints }: AuditLoopOptions) {
    this.#deps = deps;
    this.#leases = leases;
    this.#inFlight = inFlight;
    this.#queue = queue;
    this.#awaiting = awaiting;
    this.#dispatch = dispatch;
    this.#hints = hints;
  }

  start(): void {
    this.#stopAuditing = repeatEvery(
      auditEveryMs,
      () => this.#round(),
      (error) => this.#deps.onError(error, 'the audit'),
    );
  }

  /** What is being settled counts as in flight, and may go on. */
  async stop(): Promise<void> {
    await this.#stopAuditing();
  }

  async #round(): Promise<void> {
    this.#deps.providers.learn(await readHolds(this.#deps.pool, this.#deps.clock.now()));
    const ranges = this.#leases.ranges();
    if (ranges.length === 0) return;
    // What is known to wait takes nobody's place in the report.
    const report = await audit(this.#deps.pool, ranges, auditLimit + this.#awaiting.count() + this.#onTheirWay());
    await this.#leases.moveWatermarks(ranges, report);
    for (const unsettled of report.unsettled) this.#settle(unsettled);
    const now = this.#deps.clock.now();
    // What is ahead of this process's clock is early, and not lost.
    const isDue = ({ dueAt }: Wakeup) => Temporal.Instant.compare(dueAt, now) <= 0;
    const lost = report.unclaimed.filter((wakeup) => isDue(wakeup) && !this.#awaiting.has(wakeup));
    if (this.#hints) await this.#hints.publishAgain(lost);
    else if (this.#queue.room() > 0) await this.#dispatch(lost);
  }

  #onTheirWay(): number {
    return Math.min(mostOnTheirWay, this.#hints?.count() ?? 0);
  }

  /**
   * Beside everything else, for a provider may take its time; but one by one for each address: of two alike with an
   * unknown end, the second must know which message the first has accounted for.
   */
  #settle(unsettled: Unsettled): void {
    const { wakeup, contact, ageMs } = unsettled;
    const attempt = { occId: wakeup.occId, seq: wakeup.seq, target: contact.target };
    // All inboxes have one address.
    const address = `${contact.channel} ${contact.address} ${contact.personId}`;
    const timeoutMs = callTimeoutMs(contact.channel, this.#deps.providerTimeoutMs);
    if (ageMs <= callEndsWithinMs(timeoutMs)) return;
    if (this.#settling.size >= settlesAtOnce || this.#settling.has(address) || this.#inFlight.has(attempt)) return;
    this.#settling.add(address);
    this.#inFlight.run(attempt, () =>
      settleAttempt(this.#deps, unsettled)
        .catch((error: unknown) => this.#deps.onError(error, 'settling an attempt'))
        .finally(() => this.#settling.delete(address)),
    );
  }
}
