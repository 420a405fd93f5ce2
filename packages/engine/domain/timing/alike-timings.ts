import { farAnnual, yearOf } from './far-annual.ts';
import { type Idleness, idleUntilInSteps } from './idle-until.ts';
import { dateFollowed, type Slot, type Timing } from './rule.ts';
import { layOutInSteps } from './slots.ts';
import type { Steps } from './steps.ts';

/** So many different ones are remembered; all the world's zones at nine are 418. */
const mostRemembered = 50_000;

export interface LaidOut {
  slots: readonly Slot[];
  idle: Idleness;
}

/**
 * Lays out schedules of which many are alike: a million people have their nine o'clocks in a few hundred zones, and what
 * the calendar says of one it says of all. For one planning up to one instant.
 */
export class AlikeTimings {
  readonly #until: Temporal.Instant;
  readonly #known = new Map<string, LaidOut>();
  /** By day of the year and `from`. */
  readonly #far = new Map<string, Temporal.Instant | null>();

  constructor(until: Temporal.Instant) {
    this.#until = until;
  }

  *layOutInSteps(timing: Timing, from: Temporal.Instant): Steps<LaidOut> {
    const far = this.#farAnnual(timing, from);
    if (far) return { slots: [], idle: far };
    const key = keyOf(timing, from);
    const known = this.#known.get(key);
    if (known) return known;
    const { slots } = yield* layOutInSteps(timing, from, this.#until);
    const laidOut = { slots, idle: yield* idleUntilInSteps(timing, this.#until) };
    if (this.#known.size < mostRemembered) this.#known.set(key, laidOut);
    return laidOut;
  }

  #farAnnual(timing: Timing, from: Temporal.Instant): Temporal.Instant | null {
    if (timing.rule.type !== 'annual') return null;
    // One that fires in some years only is another matter in each of them.
    if (timing.rule.count !== undefined) return farAnnual(timing, from, this.#until);
    const key = `${dayOfYear(dateFollowed(timing), from)} ${from.epochMilliseconds}`;
    const known = this.#far.get(key);
    if (known !== undefined) return known;
    const far = farAnnual(timing, from, this.#until);
    if (this.#far.size < mostRemembered) this.#far.set(key, far);
    return far;
  }
}

/** Timings with the same key have the same slots from then on. Holidays are those of the calendars that the rule names. */
function keyOf(timing: Timing, from: Temporal.Instant): string {
  const { rule, localTime, zone } = timing;
  const followed = dateFollowed(timing);
  const isOfSomeYears = rule.type === 'annual' && rule.count !== undefined;
  const date = isOfSomeYears ? followed : dayOfYear(followed, from);
  return JSON.stringify([rule, localTime, zone, date, from.epochMilliseconds]);
}

/** In which year somebody was born makes no difference, once they are. */
function dayOfYear(date: string | null, from: Temporal.Instant): string | null {
  return date !== null && Number.parseInt(date, 10) < yearOf(from) - 1 ? date.slice(-5) : date;
}
