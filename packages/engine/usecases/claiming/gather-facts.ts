import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { peopleNamedIn } from '../../domain/policy.ts';
import { canWait } from '../../domain/quiet-hours.ts';
import type { ThrottleTally } from '../../domain/throttle.ts';
import type { Words } from '../../domain/words.ts';
import { type Contactable, readContactable } from '../../store/chain/pg-recipients.ts';
import { lockThrottle, readThrottleTally } from '../../store/chain/pg-throttle.ts';
import { readTurnContext, type WakeupFacts } from '../../store/chain/pg-turn-context.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { Authors, Unsaid } from '../author.ts';
import { type FilledDigest, fillDigests } from './fill-digests.ts';

export interface GatheredFacts {
  facts: WakeupFacts[];
  /** Of those that have an author. */
  words: ReadonlyMap<OccId, Words>;
  contactable: Contactable;
  tally: ThrottleTally;
  digests: ReadonlyMap<OccId, FilledDigest>;
}

/**
 * All that the turns of these wake-ups are decided from. One statement for what they all need, and one more each for
 * other people, where a policy may contact them, for throttles, where a tenant has one, and for digests.
 */
export async function gatherFacts(
  { tx, authors, now }: { tx: Tx; authors: Authors; now: Temporal.Instant },
  wakeups: readonly Wakeup[],
): Promise<GatheredFacts> {
  const standing = await readTurnContext(tx, wakeups);
  const { words, outdated } = await writeWords(tx, authors, standing, now);
  const facts = standing.filter(({ wakeup }) => !(wakeup.seq === 0 && outdated.has(wakeup.occId)));
  const reachesOthers = facts.filter(({ policy }) => policy?.fallback || policy?.steps.some(targetsOthers));
  const contactable = await readContactable(
    tx,
    unique(reachesOthers.flatMap(({ policy }) => (policy ? peopleNamedIn(policy) : []))),
    unique(reachesOthers.map(({ self }) => self.id)),
  );
  const throttled = facts.filter(isThrottled);
  const people = throttled.flatMap(({ self }) => [self.id, ...othersOf(contactable, self.id)]);
  const ofDigests = facts.filter(({ schedule }) => schedule.isDigest);
  const locked = unique([...people, ...ofDigests.map(({ self }) => self.id)]);
  const gathered = { facts, words, contactable };
  if (locked.length === 0) return { ...gathered, tally: new Map(), digests: new Map() };
  await lockThrottle(tx, locked);
  const tally = people.length > 0 ? await readThrottleTally(tx, unique(people), now) : new Map();
  // Nobody who holds their people's throttles can add to them any more.
  const digests = await fillDigests(
    tx,
    ofDigests.map(({ wakeup }) => wakeup.occId),
  );
  return { ...gathered, tally, digests };
}

async function writeWords(
  tx: Tx,
  authors: Authors,
  facts: readonly WakeupFacts[],
  now: Temporal.Instant,
): Promise<{ words: Map<OccId, Words>; outdated: Set<OccId> }> {
  const words = new Map<OccId, Words>();
  const outdated = new Set<OccId>();
  const wanted = facts.filter(({ author, self, schedule }) => author !== null && !self.isDeleted && !schedule.stopped);
  for (const [name, its] of Map.groupBy(wanted, ({ author }) => author)) {
    const written = await authors.get(name ?? '')?.write(tx, its.map(unsaidOf), now);
    for (const { wakeup } of its) {
      const said = written?.get(wakeup.occId) ?? nothingWritten(name);
      if ('isOutdated' in said) outdated.add(wakeup.occId);
      else words.set(wakeup.occId, said);
    }
  }
  return { words, outdated };
}

function unsaidOf({ wakeup, kind }: WakeupFacts): Unsaid {
  const { occId, tenantId, scheduleId, personId, slot, day, seq, dueAt } = wakeup;
  return { occId, tenantId, scheduleId, personId, kind, slot, day, seq, dueAt, isFirst: wakeup.kind === 'fire' };
}

/** A process of another version, say, that has no such author: somebody has to look. */
function nothingWritten(author: string | null): Words {
  const reason = `Nobody here writes the words of ${author}.`;
  return { withheld: { status: 'failed', code: 'contact.no-words', reason } };
}

function targetsOthers({ targets }: { targets: readonly { person: string }[] }): boolean {
  return targets.some(({ person }) => person !== 'self');
}

/** What has an author is not: a digest would have its title in place of the words, and it comes once a year. */
export function isThrottled({ throttlePerHour, schedule, author }: WakeupFacts): boolean {
  return throttlePerHour !== null && author === null && canWait(schedule.importance);
}

function othersOf({ people, relations }: Contactable, self: PersonId): PersonId[] {
  return [...people.keys(), ...(relations.get(self) ?? []).map(({ recipient }) => recipient.id)];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
