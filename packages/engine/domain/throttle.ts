import type { PersonId } from '@belfry/kernel/ids';
import { compareInstants } from '@belfry/kernel/instants';
import type { Contact } from './occurrence.ts';

/** When each person's counted contacts of the last hour went out, oldest first. */
export type ThrottleTally = ReadonlyMap<PersonId, readonly Temporal.Instant[]>;

export interface ThrottleEntry {
  target: number;
  personId: PersonId;
  /** null: it was sent. Else it waits for the digest of this instant. */
  digestAt: Temporal.Instant | null;
}

const window = Temporal.Duration.from({ hours: 1 });
/** A digest that is due sooner than a claim may take might be on its way already. */
const digestLead = Temporal.Duration.from({ seconds: 10 });

/**
 * Lets at most `perHour` contacts of a person out within any hour and holds the others back for a digest, which comes as
 * soon as the oldest of that hour counts no more.
 * @param isDigest is counted, and never held back
 */
export function throttleContacts(
  contacts: readonly Contact[],
  given: { now: Temporal.Instant; perHour: number; tally: ThrottleTally; isDigest: boolean },
): { contacts: Contact[]; entries: ThrottleEntry[] } {
  const sentNow = new Map<PersonId, readonly Temporal.Instant[]>();
  const entries: ThrottleEntry[] = [];
  const kept = contacts.map((contact): Contact => {
    const { target, personId, address } = contact;
    if (address === null) return contact;
    const sent = sentNow.get(personId) ?? given.tally.get(personId) ?? [];
    const recent = sent.filter((at) => isWithin(at, given.now));
    if (recent.length < given.perHour || given.isDigest) {
      sentNow.set(personId, [...recent, given.now]);
      entries.push({ target, personId, digestAt: null });
      return contact;
    }
    const digestAt = nextDigest(recent, given.now);
    entries.push({ target, personId, digestAt });
    const reason = `More than ${given.perHour} in an hour; a digest follows at ${digestAt.toString()}.`;
    return {
      ...contact,
      address: null,
      problem: { status: 'suppressed', code: 'contact.throttled', reason, until: null },
    };
  });
  return { contacts: kept, entries };
}

/** Adds to a tally what a turn sent; in place, for it is done for every turn of a batch. */
export function countSent(
  tally: Map<PersonId, readonly Temporal.Instant[]>,
  entries: readonly ThrottleEntry[],
  at: Temporal.Instant,
): void {
  for (const { personId, digestAt } of entries) {
    if (digestAt === null) tally.set(personId, [...(tally.get(personId) ?? []), at]);
  }
}

function isWithin(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return compareInstants(at.add(window), now) > 0;
}

function nextDigest(recent: readonly Temporal.Instant[], now: Temporal.Instant): Temporal.Instant {
  const ends = recent.map((at) => at.add(window));
  return ends.find((end) => compareInstants(end, now.add(digestLead)) > 0) ?? now.add(window);
}
