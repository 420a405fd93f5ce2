import { callEndsWithinMs, callTimeoutMs } from '../../domain/claim-age.ts';
import type { AttemptKey } from '../../store/chain/pg-outcomes.ts';
import type { Unsettled } from '../../store/wakeups/pg-audit.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { settleAttempt } from '../outcomes/settle-attempt.ts';
import type { InFlight } from '../sending/in-flight.ts';
import { RestingAttempts } from './resting-attempts.ts';

/**
 * Of each channel, so that a provider which cannot be asked takes neither the slots of all calls nor another's. After as many
 * in a row that could not be asked about, the next audit comes first: whoever is away is not called hundreds of times.
 */
const settlesAtOnce = 8;

/** What an audit has found of one channel, those to be settled next first. */
interface Backlog {
  waiting: Unsettled[];
  failedInARow: number;
}

/**
 * Settles what audits find without an end, beside everything else, for a provider may take its time: a few at once of
 * each channel, and whenever one ends the next.
 */
export class Settling {
  readonly #deps: EngineDeps;
  readonly #inFlight: InFlight;
  readonly #resting = new RestingAttempts();
  /** Addresses about which something is being settled, each with its channel. */
  readonly #underWay = new Map<string, string>();
  /** When those ended that an audit which began before may still report. */
  readonly #ended = new Map<string, number>();
  #backlogs = new Map<string, Backlog>();

  constructor(deps: EngineDeps, inFlight: InFlight) {
    this.#deps = deps;
    this.#inFlight = inFlight;
  }

  /** How many rest because nothing could be found out about them. */
  resting(): number {
    return this.#resting.count();
  }

  /**
   * Takes the place of what was still to be settled. First those of which nobody has asked yet, then those that have
   * rested longest.
   * @param readFromMs by `performance.now()`, when the audit began that found them
   */
  take(unsettled: readonly Unsettled[], readFromMs: number): void {
    this.#resting.keepOnly(unsettled.map(attemptOf));
    for (const [key, endedMs] of this.#ended) if (endedMs < readFromMs) this.#ended.delete(key);
    const now = performance.now();
    const inTurn = unsettled
      .filter((one) => this.#isOldEnough(one) && !this.#ended.has(keyOf(one)))
      .map((one) => ({ one, restsUntil: this.#resting.until(attemptOf(one)) }))
      .filter(({ restsUntil }) => restsUntil <= now)
      .sort((a, b) => (a.restsUntil < b.restsUntil ? -1 : Number(a.restsUntil > b.restsUntil)))
      .map(({ one }) => one);
    const byChannel = Map.groupBy(inTurn, ({ contact }) => contact.channel);
    this.#backlogs = new Map([...byChannel].map(([channel, waiting]) => [channel, { waiting, failedInARow: 0 }]));
    for (const channel of this.#backlogs.keys()) this.#fill(channel);
  }

  /** Nothing more is begun. */
  stop(): void {
    this.#backlogs.clear();
  }

  #isOldEnough({ contact, ageMs }: Unsettled): boolean {
    return ageMs > callEndsWithinMs(callTimeoutMs(contact.channel, this.#deps.providerTimeoutMs));
  }

  #fill(channel: string): void {
    for (;;) {
      const backlog = this.#backlogs.get(channel);
      const ofChannel = [...this.#underWay.values()].filter((other) => other === channel).length;
      if (!backlog || ofChannel >= settlesAtOnce || backlog.failedInARow >= settlesAtOnce) return;
      const next = backlog.waiting.findIndex((one) => this.#mayBegin(one));
      if (next < 0) return;
      const [one] = backlog.waiting.splice(next, 1);
      if (one) this.#begin(one, backlog);
    }
  }

  /** One by one for each address: of two alike with an unknown end, the second must know which message the first has accounted for. */
  #mayBegin(one: Unsettled): boolean {
    return !this.#underWay.has(addressOf(one)) && !this.#inFlight.has(attemptOf(one));
  }

  #begin(one: Unsettled, backlog: Backlog): void {
    const { channel } = one.contact;
    this.#underWay.set(addressOf(one), channel);
    this.#inFlight.run(attemptOf(one), async () => {
      try {
        if (!(await settleAttempt(this.#deps, one))) this.#resting.begin(attemptOf(one), performance.now());
        backlog.failedInARow = 0;
      } catch (error) {
        this.#resting.begin(attemptOf(one), performance.now());
        backlog.failedInARow += 1;
        this.#deps.onError(error, 'settling an attempt');
      } finally {
        this.#ended.set(keyOf(one), performance.now());
        this.#underWay.delete(addressOf(one));
        this.#fill(channel);
      }
    });
  }
}

const attemptOf = ({ wakeup: { occId, seq }, contact: { target } }: Unsettled): Omit<AttemptKey, 'day'> => ({
  occId,
  seq,
  target,
});

/** All inboxes have one address. */
const addressOf = ({ contact }: Unsettled) => `${contact.channel} ${contact.address} ${contact.personId}`;

function keyOf(one: Unsettled): string {
  const { occId, seq, target } = attemptOf(one);
  return `${occId} ${seq} ${target}`;
}
