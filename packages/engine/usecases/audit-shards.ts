import { audit, type Unsettled } from '../store/pg-audit.ts';
import type { Wakeup } from '../store/pg-wakeups.ts';
import type { AwaitingTokens } from './awaiting-tokens.ts';
import { callEndsWithinMs, callTimeoutMs } from './claim-age.ts';
import type { EngineDeps } from './engine-deps.ts';
import type { Leases } from './hold-leases.ts';
import type { InFlight } from './in-flight.ts';
import type { HintPublisher } from './publish-due.ts';
import { repeatEvery } from './repeat-every.ts';
import { RestingAttempts } from './resting-attempts.ts';
import type { SendQueue } from './send-queue.ts';
import { settleAttempt } from './settle-attempt.ts';

const auditEveryMs = 1000;
const auditLimit = 1000;
/** More than a broker's queue holds. */
const mostOnTheirWay = 2000;
/** Of each channel, so that a provider which cannot be asked takes neither the slots of all calls nor another's. */
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
  /** Addresses about which something is being settled, each with its channel. */
  readonly #settling = new Map<string, string>();
  readonly #resting = new RestingAttempts();
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
    const ranges = this.#leases.ranges();
    if (ranges.length === 0) return;
    // What is known to wait takes nobody's place in the report.
    const waiting = this.#awaiting.count() + this.#onTheirWay() + this.#resting.count();
    const report = await audit(this.#deps.pool, ranges, auditLimit + waiting);
    await this.#leases.moveWatermarks(ranges, report);
    this.#settleSome(report.unsettled);
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

  /** First those of which nobody has asked yet, then those that have rested longest. */
  #settleSome(unsettled: readonly Unsettled[]): void {
    this.#resting.keepOnly(unsettled.map(attemptOf));
    const now = performance.now();
    const inTurn = unsettled
      .map((one) => ({ one, restsUntil: this.#resting.until(attemptOf(one)) }))
      .filter(({ restsUntil }) => restsUntil <= now)
      .sort((a, b) => (a.restsUntil < b.restsUntil ? -1 : Number(a.restsUntil > b.restsUntil)));
    for (const { one } of inTurn) this.#settle(one);
  }

  /**
   * Beside everything else, for a provider may take its time; but one by one for each address: of two alike with an
   * unknown end, the second must know which message the first has accounted for.
   */
  #settle(unsettled: Unsettled): void {
    const { contact, ageMs } = unsettled;
    const attempt = attemptOf(unsettled);
    // All inboxes have one address.
    const address = `${contact.channel} ${contact.address} ${contact.personId}`;
    const timeoutMs = callTimeoutMs(contact.channel, this.#deps.providerTimeoutMs);
    if (ageMs <= callEndsWithinMs(timeoutMs)) return;
    if (this.#settling.has(address) || this.#inFlight.has(attempt)) return;
    const ofChannel = [...this.#settling.values()].filter((channel) => channel === contact.channel);
    if (ofChannel.length >= settlesAtOnce) return;
    this.#settling.set(address, contact.channel);
    this.#inFlight.run(attempt, async () => {
      try {
        if (!(await settleAttempt(this.#deps, unsettled))) this.#resting.begin(attempt, performance.now());
      } catch (error) {
        this.#resting.begin(attempt, performance.now());
        this.#deps.onError(error, 'settling an attempt');
      } finally {
        this.#settling.delete(address);
      }
    });
  }
}

const attemptOf = ({ wakeup: { occId, seq }, contact: { target } }: Unsettled) => ({ occId, seq, target });
