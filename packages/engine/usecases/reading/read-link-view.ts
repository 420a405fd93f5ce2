import { compareInstants } from '@belfry/kernel/instants';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import type { ActionLink } from '../../domain/action-link.ts';
import type { OccurrenceState } from '../../domain/occurrence.ts';
import { readChain } from '../../store/chain/pg-turns.ts';
import type { OccurrenceRecord } from '../../store/occurrences/occurrence-columns.ts';
import { readOccurrence } from '../../store/occurrences/pg-occurrences.ts';
import { readSchedule, type ScheduleRecord } from '../../store/schedules/pg-schedules.ts';

export interface LinkView {
  occurrence: OccurrenceRecord;
  /** Whose link it is. */
  viewer: { name: string; zone: TimeZone; locale: string };
  /** What people did to it, oldest first. */
  actions: { state: OccurrenceState; at: Temporal.Instant; by: string | null }[];
  /** How the reminder itself stands; null where it is not the viewer's to pause or end, or there is none any more. */
  schedule: { standing: 'under-way' | 'paused' | 'finished'; isOnce: boolean } | null;
}

/** How long a link works after the engine last did something about its occurrence. */
const worksFor = Temporal.Duration.from({ hours: 30 * 24 });

/**
 * What the page of a link shows, or null once it has ended: 30 days after the occurrence, or with the person it was sent
 * to or is about. It shows the title and no more, whoever looks: a link can be passed on. In the link's tenant.
 */
export async function readLinkView(tx: Tx, link: ActionLink, now: Temporal.Instant): Promise<LinkView | null> {
  const occurrence = await readOccurrence(tx, link, now);
  if (!occurrence) return null;
  const { rows } = await tx.query<{ id: string; name: string; zone: TimeZone; locale: string }>(
    `SELECT id, name, time_zone AS zone, locale FROM people.recipient WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL`,
    [[link.personId, occurrence.personId]],
  );
  const viewer = rows.find(({ id }) => id === link.personId);
  const isAboutSomebody = rows.some(({ id }) => id === occurrence.personId);
  if (!viewer || !isAboutSomebody) return null;
  const chain = await readChain(tx, link);
  const done = chain.filter(({ actor }) => actor !== null);
  const lastAt = [occurrence.dueAt, ...chain.filter(({ actor }) => actor === null).map(({ at }) => at)]
    .toSorted(compareInstants)
    .at(-1);
  if (lastAt && compareInstants(now, lastAt.add(worksFor)) > 0) return null;
  const actions = done.map(({ state, at, actor }) => ({ state, at, by: actor?.name ?? null }));
  const isTheirs = viewer.id === occurrence.personId;
  const schedule = isTheirs ? await readSchedule(tx, occurrence.scheduleId) : null;
  return { occurrence, viewer, actions, schedule: schedule && standingOf(schedule) };
}

function standingOf({ pausedAt, finishedAt, rule }: ScheduleRecord): LinkView['schedule'] {
  const standing = finishedAt ? 'finished' : pausedAt ? 'paused' : 'under-way';
  return { standing, isOnce: rule.type === 'once' };
}
