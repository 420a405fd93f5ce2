import { setTimeout as delay } from 'node:timers/promises';
import { isAboutTheData } from '@belfry/platform/about-the-data';
import { InGroups } from '@belfry/platform/in-groups';
import { freshClaimMs } from '../../domain/claim-age.ts';
import { promptLane } from '../../domain/lane.ts';
import type { Contact } from '../../domain/occurrence.ts';
import { readAnswered } from '../../store/chain/pg-turns.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { ClaimedTurn } from '../claiming/claim-turns.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { type End, recordEnds } from '../outcomes/record-ends.ts';
import type { InFlight } from './in-flight.ts';
import { Pace } from './pace.ts';
import { sendContact } from './send-contact.ts';
import { WaitingCalls } from './waiting-calls.ts';

/** How many calls wait for an answer at once; who is slow to answer takes no slot for long. */
export const callSlots = 64;
/** How far ahead of their calls claims are made, at the pace of the moment: a batch has to be worth its transaction. */
const aheadMs = 200;
/** The same while others have little due beside the bulk: what they claim waits for a batch, at every statement. */
const aheadInCompanyMs = 50;
const companyLastsMs = 1000;
const mostAhead = 4000;
const mostEndsInGroup = 2000;
/** Between tries to write ends down; doubled each time. */
const pauseMs = 50;
const longestPauseMs = 1000;
/** How long whoever stops waits for a database that is away. */
const lastTriesMs = 10_000;

interface Pending {
  turn: PendingTurn;
  contact: Contact;
}

interface PendingTurn {
  claim: ClaimedTurn;
  /** How many of its contacts have not come to an end. */
  open: number;
  /** The look at many has failed. */
  isLookedAtAlone: boolean;
}

/**
 * Contacts that have been claimed (`WaitingCalls`); their calls begin as slots become free. There is room
 * for as many as leave within a moment at the present pace, so that of a slow provider's no more is claimed than there
 * are slots, and of a quick one's as much as is worth a transaction (docs/decisions/0044).
 */
export class SendQueue {
  readonly #deps: EngineDeps;
  readonly #inFlight: InFlight;
  readonly #onExplained: (wakeup: Wakeup) => void;
  readonly #ends: InGroups<End, undefined>;
  readonly #pace = new Pace(performance.now());
  readonly #waiting = new WaitingCalls<Pending>();
  /** By `performance.now()`. */
  #companyUntilMs = Number.NEGATIVE_INFINITY;
  #isLooking = false;
  #isBeginning = false;
  /** Ends wait for a database that takes none of them. */
  #isHeldUp = false;
  /** By `performance.now()`; until then ends are written down at last. */
  #triesUntilMs = Number.POSITIVE_INFINITY;

  /** @param onExplained all that a turn says has been made, and how it went is recorded */
  constructor(deps: EngineDeps, inFlight: InFlight, onExplained: (wakeup: Wakeup) => void = () => {}) {
    this.#deps = deps;
    this.#inFlight = inFlight;
    this.#onExplained = onExplained;
    this.#ends = new InGroups((ends) => this.#write(ends), mostEndsInGroup);
    inFlight.onFree = () => this.#begin();
  }

  /** How many more calls may be claimed now: none while it cannot be written down how those before went. */
  room(): number {
    if (this.#isHeldUp) return 0;
    const ahead = this.#ahead();
    const unwritten = Math.max(0, this.#ends.count() - ahead);
    return Math.max(0, ahead + this.#inFlight.free() - this.#waiting.count - unwritten);
  }

  /**
   * The same for whoever has little due, whom bulk that has filled the room must not keep waiting: as many as leave next,
   * and no more, for where nothing leaves they would grow too old.
   */
  roomBeside(): number {
    if (this.#isHeldUp) return 0;
    return Math.max(this.room(), callSlots / 4 - this.#waiting.countIn(promptLane));
  }

  /** Others have little due beside the bulk, now or a moment ago: its batches are short meanwhile. */
  get hasCompany(): boolean {
    return performance.now() < this.#companyUntilMs;
  }

  noteCompany(): void {
    this.#companyUntilMs = performance.now() + companyLastsMs;
  }

  /** Until there is room for a batch: each call that ends leaves room for one, and one costs as much to read as many. */
  async untilRoom(): Promise<void> {
    while (this.room() < Math.max(1, this.#ahead() / 2)) await this.#inFlight.nextChange();
  }

  add(claims: readonly ClaimedTurn[]): void {
    for (const claim of claims) {
      const contacts = claim.turn.decision.contacts.filter(({ address }) => address !== null);
      if (contacts.length === 0) this.#onExplained(claim.wakeup);
      const turn = { claim, open: contacts.length, isLookedAtAlone: false };
      for (const contact of contacts) this.#waiting.add({ turn, contact }, claim.wakeup.lane);
    }
    this.#begin();
  }

  /** Whoever stops says so first: until then it waits for as long as the database is away, and nothing finds room meanwhile. */
  beginLastTries(): void {
    this.#triesUntilMs = performance.now() + lastTriesMs;
  }

  /** Nothing is added any more. */
  async untilEmpty(): Promise<void> {
    this.beginLastTries();
    while (this.#waiting.count > 0) await this.#inFlight.nextChange();
    await this.#inFlight.untilEmpty();
  }

  #ahead(): number {
    const perMs = this.#pace.perMs(this.#inFlight.givenBack(), performance.now());
    return Math.min(mostAhead, Math.round(perMs * (this.hasCompany ? aheadInCompanyMs : aheadMs)));
  }

  #begin(): void {
    // A call that gives its slot up at once says so from within this loop, which then goes on by itself.
    if (this.#isBeginning) return;
    this.#isBeginning = true;
    try {
      this.#beginCalls();
    } finally {
      this.#isBeginning = false;
    }
  }

  #beginCalls(): void {
    while (this.#inFlight.free() > 0) {
      const next = this.#waiting.first();
      if (!next) return;
      const ageMs = next.turn.isLookedAtAlone ? 0 : performance.now() - next.turn.claim.freshAtMs;
      if (ageMs > freshClaimMs / 2) this.#lookAgain();
      if (ageMs > freshClaimMs) return;
      this.#waiting.removeFirst();
      this.#call(next);
    }
  }

  #call({ turn, contact }: Pending): void {
    const { claim } = turn;
    this.#inFlight.run({ ...claim.turn, target: contact.target }, async (slot) => {
      try {
        const isSettled = await sendContact(this.#deps, claim, contact, { slot, record: (end) => this.#ends.add(end) });
        if (isSettled) turn.open -= 1;
        if (turn.open === 0) this.#onExplained(claim.wakeup);
      } catch (error) {
        this.#deps.onError(error, 'a contact');
      }
    });
  }

  /**
   * An end that is known is not given up for anything but what it says itself, whatever ails the database (it is away, full,
   * read-only, refuses us): the audit could only call it unknown, and have the message sent again. What of it has been
   * written meanwhile is not written twice.
   */
  async #write(ends: readonly End[]): Promise<readonly undefined[]> {
    try {
      for (let failures = 0; ; failures++) {
        try {
          return await recordEnds(this.#deps, ends);
        } catch (error) {
          const isOver = this.#deps.pool.ending || performance.now() > this.#triesUntilMs;
          if (isOver || isAboutTheData(error)) throw error;
          this.#isHeldUp = true;
          this.#deps.onError(error, 'writing down how calls went, which is tried again');
          await delay(Math.min(pauseMs * 2 ** failures, longestPauseMs));
        }
      }
    } finally {
      this.#isHeldUp = false;
    }
  }

  /** All that waits is looked at with one statement, and stays fresh from then on. Where it fails, each call looks itself. */
  #lookAgain(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const turns = new Set(this.#waiting.all().map(({ turn }) => turn));
    readAnswered(
      this.#deps.pool,
      [...turns].map(({ claim }) => claim.turn),
    )
      .then((answered) => {
        // By when the answer came, or a database that takes long to answer would be asked for ever.
        const freshAtMs = performance.now();
        for (const { claim } of turns) {
          claim.freshAtMs = freshAtMs;
          claim.isAnswered = answered.has(claim.turn.occId);
        }
      })
      .catch((error: unknown) => {
        this.#deps.onError(error, 'a second look at claims');
        for (const turn of turns) turn.isLookedAtAlone = true;
      })
      .finally(() => {
        this.#isLooking = false;
        this.#begin();
      });
  }
}
