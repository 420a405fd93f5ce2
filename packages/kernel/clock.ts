/**
 * The one source of "now" for everything that decides what is due (engine.md, invariant 9).
 * Leases, time-outs, sessions and keys use real time instead and never ask a Clock.
 */
export interface Clock {
  readonly mode: 'system' | 'virtual';
  now(): Temporal.Instant;
}

/** A clock that stands still until told otherwise; for unit tests and for processes that follow a shared virtual time. */
export class ManualClock implements Clock {
  readonly mode = 'virtual' as const;
  #now: Temporal.Instant;

  constructor(now: Temporal.Instant | string) {
    this.#now = Temporal.Instant.from(now);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  set(now: Temporal.Instant | string): void {
    this.#now = Temporal.Instant.from(now);
  }
}
