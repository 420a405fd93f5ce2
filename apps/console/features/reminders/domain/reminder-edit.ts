import type { Schedule, ScheduleChanges } from '@belfry/sdk';
import { parseDurationMs } from '../../../time/duration.ts';
import { wallTimeAt } from '../../../time/wall-clock.ts';
import { readRule } from './read-rule.ts';
import { emptyDraft, type ReminderDraft, toNewSchedule } from './reminder-draft.ts';
import { toTimingDraft } from './timing-draft.ts';

const hourMs = 3_600_000;

/** The form of a reminder that exists. */
export function toReminderDraft(schedule: Schedule, nowMs: number): ReminderDraft {
  const rule = readRule(schedule.rule);
  const at = rule.type === 'once' ? rule.at : rule.type === 'every' ? rule.anchor : undefined;
  const first = wallTimeAt(at === undefined ? nowMs : Date.parse(at), schedule.zone);
  return {
    ...emptyDraft(nowMs, schedule.zone),
    personId: schedule.personId,
    title: schedule.title,
    body: schedule.body ?? '',
    importance: schedule.importance,
    lateLimitHours: (parseDurationMs(schedule.lateLimit) ?? 24 * hourMs) / hourMs,
    timing: toTimingDraft(rule, { localTime: schedule.localTime, timeZone: schedule.timeZone, first }),
    isTimeChosen: true,
    ladder: schedule.policyId === null ? 'none' : 'policy',
    policyId: schedule.policyId,
  };
}

/**
 * Only what was changed: new words re-plan nothing, a new rule does. A rule goes with its time and zone.
 * @returns null when nothing was
 */
export function toScheduleChanges(
  before: ReminderDraft,
  draft: ReminderDraft,
  { zone, policyBefore, policyId }: { zone: string; policyBefore: string | null; policyId: string | null },
): ScheduleChanges | null {
  const [was, is] = [toNewSchedule(before, zone, null), toNewSchedule(draft, zone, null)];
  const changes: ScheduleChanges = {};
  if (is.title !== was.title) changes.title = is.title;
  if (is.body !== was.body) changes.body = is.body ?? null;
  if (draft.importance !== before.importance) changes.importance = draft.importance;
  if (is.lateLimit !== undefined && is.lateLimit !== was.lateLimit) changes.lateLimit = is.lateLimit;
  if (policyId !== policyBefore) changes.policyId = policyId;
  const timing = ({ rule, localTime, timeZone }: typeof is) => JSON.stringify([rule, localTime, timeZone]);
  if (timing(is) !== timing(was)) {
    Object.assign(changes, { rule: is.rule, localTime: is.localTime ?? null, timeZone: is.timeZone });
  }
  return Object.keys(changes).length === 0 ? null : changes;
}
