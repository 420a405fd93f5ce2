import type { PersonId, TenantId } from '@belfry/kernel/ids';
import { localDateOf, type TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../../domain/occurrence-id.ts';
import { mayTellOthers, peopleNamedIn } from '../../domain/policy.ts';
import { canWait } from '../../domain/quiet-hours.ts';
import type { ThrottleTally } from '../../domain/throttle.ts';
import type { NotBefore, Terms, Words } from '../../domain/words.ts';
import { readDueSincePutOff } from '../../store/chain/pg-due-since.ts';
import { type Contactable, readContactable } from '../../store/chain/pg-recipients.ts';
import { lockThrottle, readThrottleTally } from '../../store/chain/pg-throttle.ts';
import { readTurnContext, type WakeupFacts } from '../../store/chain/pg-turn-context.ts';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import type { Authors, Unsaid } from '../author.ts';
import { type FilledDigest, fillDigests } from './fill-digests.ts';

export interface GatheredFacts {
  facts: WakeupFacts[];
  /** Of those that have an author: what to say, or when. */
  words: ReadonlyMap<OccId, Words | NotBefore>;
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
  const { words, outdated, terms } = await writeWords(tx, authors, standing, now);
  const facts = standing
    .filter(({ wakeup }) => !(wakeup.seq === 0 && outdated.has(wakeup.occId)))
    .map((fact) => judgedBy(fact, terms));
  const reachesOthers = facts.filter(({ policy }) => policy !== null && mayTellOthers(policy));
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
): Promise<{ words: Map<OccId, Words | NotBefore>; outdated: Set<OccId>; terms: Map<string, Terms> }> {
  const words = new Map<OccId, Words | NotBefore>();
  const outdated = new Set<OccId>();
  const terms = new Map<string, Terms>();
  const wanted = facts.filter(({ author, self, schedule }) => author !== null && !self.isDeleted && !schedule.stopped);
  for (const [name, its] of Map.groupBy(wanted, ({ author }) => author)) {
    const written = await authors.get(name ?? '')?.write(tx, await unsaidOf(tx, its), now);
    for (const [tenantId, one] of written?.terms ?? []) terms.set(termsKey(name, tenantId), one);
    for (const { wakeup } of its) {
      const said = written?.said.get(wakeup.occId) ?? nothingWritten(name);
      if ('isOutdated' in said) outdated.add(wakeup.occId);
      else words.set(wakeup.occId, said);
    }
  }
  return { words, outdated, terms };
}

const termsKey = (author: string | null, tenantId: TenantId) => `${author} ${tenantId}`;

/** Its schedule's late limit is that of when it was planned. */
function judgedBy(fact: WakeupFacts, terms: ReadonlyMap<string, Terms>): WakeupFacts {
  const its = fact.author === null ? undefined : terms.get(termsKey(fact.author, fact.wakeup.tenantId));
  return its ? { ...fact, schedule: { ...fact.schedule, lateLimit: its.lateLimit } } : fact;
}

async function unsaidOf(tx: Tx, facts: readonly WakeupFacts[]): Promise<Unsaid[]> {
  const goingOn = facts.map(({ wakeup }) => wakeup).filter(({ seq }) => seq > 0);
  const dueSince = await readDueSincePutOff(tx, goingOn);
  return facts.map(({ wakeup, kind, self }) => {
    const { occId, tenantId, scheduleId, personId, slot, seq, dueAt } = wakeup;
    const since = seq > 0 ? dueSince.get(occId) : undefined;
    const day = since ? localDateOf(since, self.timeZone as TimeZone).toString() : wakeup.day;
    return { occId, tenantId, scheduleId, personId, kind, slot, day, seq, dueAt, isFirst: wakeup.kind === 'fire' };
  });
}

/** A process of another version, say, that has no such author: somebody has to look. */
function nothingWritten(author: string | null): Words {
  const reason = `Nobody here writes the words of ${author}.`;
  return { withheld: { status: 'failed', code: 'contact.no-words', reason } };
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
