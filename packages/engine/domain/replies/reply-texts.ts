import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import { clipText } from '@belfry/kernel/longest-text';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Action } from '../decide-action.ts';
import type { OccurrenceState } from '../occurrence.ts';
import type { ScheduleReply } from './read-schedule-reply.ts';
import type { ReplyCatalogue } from './reply-catalogue.ts';

/** What an address may speak of, as far as it is named in what is said back. */
export interface Named {
  number: number | null;
  title: string;
  /** Whose address it is. */
  personId: PersonId;
  /** Whom it is for. */
  aboutId: PersonId;
  aboutName: string;
}

interface Asked extends Named {
  dueAt: Temporal.Instant;
  zone: TimeZone;
}

/** As many as a message names, and as much of a title: with the words around it, no longer than a carrier takes. */
const shown = 9;
const longestTitle = 60;

/** All that an address may speak of tells whether it must be said whose each is. */
export class ReplyTexts {
  readonly words: ReplyCatalogue;
  readonly #namesPeople: boolean;

  constructor(words: ReplyCatalogue, asked: readonly Pick<Named, 'aboutId'>[]) {
    this.words = words;
    this.#namesPeople = new Set(asked.map(({ aboutId }) => aboutId)).size > 1;
  }

  askWhich(among: readonly Asked[], action: Action | ScheduleReply, time: string | null): string {
    const question = time === null ? this.words.whichOne[action] : this.words.whichNumber;
    const isAlike = (one: Asked) =>
      among.filter((other) => this.#named(other, null) === this.#named(one, null)).length > 1;
    return this.#list(question, newest(among), among.length, (one) =>
      this.#numbered(one, isAlike(one) ? timeOf(one.dueAt, one.zone) : null),
    );
  }

  status(open: readonly Asked[]): string {
    if (open.length === 0) return this.words.nothingOpen;
    return this.#list(this.words.waiting, newest(open), open.length, (one) =>
      this.#numbered(one, timeOf(one.dueAt, one.zone)),
    );
  }

  did(action: Exclude<Action, 'snooze'>, done: readonly Asked[]): string {
    return this.words.did[action](this.#names(done));
  }

  snoozed(until: Temporal.Instant, zone: TimeZone, snoozed: readonly Asked[]): string {
    return this.words.snoozed(this.words.formatInstant(until, zone), this.#names(snoozed));
  }

  already(one: Asked, { state, by, at }: { state: OccurrenceState; by: string | null; at: Temporal.Instant }): string {
    return this.words.already({ state, by, at: timeOf(at, one.zone), what: this.#named(one, null) });
  }

  managed(action: ScheduleReply | 'resume', one: Named): string {
    return this.words.managed[action](this.#named(one, null));
  }

  hasEnded(one: Named): string {
    return this.words.hasEnded(this.#named(one, null));
  }

  askResume(paused: readonly Named[]): string {
    return this.#list(this.words.whichPaused, paused.slice(0, shown), paused.length, (one) =>
      this.#numbered(one, null),
    );
  }

  #list<One>(heading: string, some: readonly One[], count: number, line: (one: One) => string): string {
    const rest = count > some.length ? [this.words.more(count - some.length)] : [];
    return [heading, ...some.map(line), ...rest].join('\n');
  }

  #names(all: readonly Named[]): string {
    const rest = all.length > shown ? [this.words.more(all.length - shown)] : [];
    return [...all.slice(0, shown).map((one) => this.#named(one, null)), ...rest].join(', ');
  }

  #numbered(one: Named, time: string | null): string {
    const name = this.#named(one, time);
    return one.number === null ? name : `${one.number} ${name}`;
  }

  /** «Pills», and what else there is to say of it in brackets: whose it is, where it may not be the reader's own; when. */
  #named({ title, personId, aboutId, aboutName }: Named, time: string | null): string {
    const isReaders = aboutId === personId && !this.#namesPeople;
    const more = [isReaders ? '' : aboutName, time ?? ''].filter((part) => part !== '').join(', ');
    return more === '' ? clipText(title, longestTitle) : `${clipText(title, longestTitle)} (${more})`;
  }
}

/** As many as are shown, in the order of their numbers: today's is not to be hidden by what has lain about for weeks. */
function newest(all: readonly Asked[]): Asked[] {
  const kept = new Set(all.toSorted((a, b) => compareInstants(b.dueAt, a.dueAt)).slice(0, shown));
  return all.filter((one) => kept.has(one));
}

function timeOf(instant: Temporal.Instant, zone: TimeZone): string {
  const local = instant.toZonedDateTimeISO(zone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
