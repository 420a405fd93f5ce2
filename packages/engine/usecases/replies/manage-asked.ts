import type { InboundMessage } from '@belfry/channels';
import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Actor } from '../../domain/occurrence.ts';
import { readReply } from '../../domain/replies/read-reply.ts';
import type { ScheduleReply } from '../../domain/replies/read-schedule-reply.ts';
import type { ReplyTexts } from '../../domain/replies/reply-texts.ts';
import { type AskedOccurrence, readAsked } from '../../store/stopping/pg-asked.ts';
import type { UnderWay } from '../../store/stopping/pg-under-way.ts';
import { settleWideFact } from '../actions/settle-wide-fact.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { closesFor, manageSchedule, orOver, type ScheduleAction } from '../schedules/manage-schedule.ts';

/** What a reply did to a schedule; to be settled before the answer is given. */
export interface Managed {
  tenantId: TenantId;
  scheduleId: ScheduleId;
  action: ScheduleAction;
  actor: Actor;
}

interface ReplyTo {
  tx: Tx;
  message: InboundMessage;
  texts: ReplyTexts;
  now: Temporal.Instant;
}

/**
 * Pauses or ends the schedule of what an address was asked about. A word of the one whom it is for and of nobody else:
 * who is asked to help may answer for them this time, and not for all times to come.
 */
export async function manageAsked(
  { tx, message, texts, now }: ReplyTo,
  one: AskedOccurrence,
  action: ScheduleReply,
): Promise<{ answer: string; didChange: boolean; managed: Managed[] }> {
  if (!isTheirs(one)) return { answer: texts.words.onlyTheirs(one.aboutName), didChange: false, managed: [] };
  const { tenantId, scheduleId, pausedAt, finishedAt } = one;
  const done = await manageSchedule(tx, { action, tenantId, id: scheduleId, now }).catch(orOver);
  if (!done) return { answer: texts.hasEnded(one), didChange: false, managed: [] };
  return {
    answer: texts.managed(action, one),
    didChange: (action === 'pause' ? pausedAt : finishedAt) === null,
    managed: [managedBy(message, one, action)],
  };
}

/**
 * What a message that is delivered again may have done, whose first delivery may have ended before it was settled: all
 * that is paused or over of what the address was asked about. To settle that once more changes nothing.
 */
export async function managedBefore(tx: Tx, message: InboundMessage): Promise<Managed[]> {
  const { type } = readReply(message.text);
  // «2» may have answered «Which one?».
  if (type !== 'manage' && type !== 'unknown') return [];
  const theirs = (await readAsked(tx, message.channel, message.from)).filter(isTheirs);
  const byId = new Map(theirs.map((one) => [one.scheduleId, one]));
  return [...byId.values()].flatMap((one) => {
    if (one.finishedAt) return [managedBy(message, one, 'finish')];
    return one.pausedAt ? [managedBy(message, one, 'pause')] : [];
  });
}

/**
 * Returns when nothing of the schedule leaves any more, what is open of it being closed by the person's word.
 * @returns what could not be stopped
 */
export async function settleManaged(
  deps: EngineDeps,
  { tenantId, scheduleId, action, actor }: Managed,
  withinMs: number,
): Promise<UnderWay[]> {
  const close = closesFor(action, actor);
  const { couldNotStop } = await settleWideFact({ ...deps, tenantId, fact: { scheduleId }, close, withinMs });
  deps.onScheduleChange(tenantId, scheduleId);
  return couldNotStop;
}

const isTheirs = ({ aboutId, personId }: AskedOccurrence) => aboutId === personId;

function managedBy({ channel }: InboundMessage, one: AskedOccurrence, action: ScheduleReply): Managed {
  const { tenantId, scheduleId, personId: id, personName: name } = one;
  return { tenantId, scheduleId, action, actor: { type: 'person', id, name, via: channel } };
}
