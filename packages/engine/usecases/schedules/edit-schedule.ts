import { AppError, notFound, ruleBroken } from '@belfry/kernel/app-error';
import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { TimeZone } from '@belfry/kernel/time-zone';
import type { Tx } from '@belfry/platform/database';
import { canWait } from '../../domain/quiet-hours.ts';
import { checkRule } from '../../domain/timing/check-timing.ts';
import { slotOfOnce } from '../../domain/timing/nominals.ts';
import { calendarsNamed, timingOf } from '../../domain/timing/timing-of.ts';
import { readFiredSlots } from '../../store/planning/pg-fired-slots.ts';
import { readCalendars } from '../../store/schedules/pg-holidays.ts';
import { lockSchedule, readSchedule, type ScheduleRecord, updateSchedule } from '../../store/schedules/pg-schedules.ts';
import { letGoOfSchedule } from '../planning/let-go.ts';
import { replanSchedule } from '../planning/replan-schedule.ts';
import { type NewSchedule, refuse, requirePolicy, requireTiming, withStart } from './create-schedule.ts';

export type ScheduleChanges = { [Field in Exclude<keyof NewSchedule, 'personId'>]?: NewSchedule[Field] | undefined };

interface EditOptions {
  tx: Tx;
  tenantId: TenantId;
  id: ScheduleId;
  now: Temporal.Instant;
  changes: ScheduleChanges;
  /** Throws where the caller knows an older version. */
  requireVersion(version: number): void;
}

/**
 * Edits a schedule. Words and policy hold from the next message on and re-plan nothing; a change of timing plans the
 * horizon anew in the same commit. An occurrence that has fired keeps its slot, and does not fire again. What is too
 * important for quiet hours now is let go.
 * Settle the fact afterwards. Needs `coverReplan`.
 * @throws AppError `schedule.not-found`, `schedule.kept` and `schedule.finished` (409), and as `createSchedule` does
 */
export async function editSchedule(options: EditOptions): Promise<ScheduleRecord> {
  const { tx, tenantId, id, now, changes } = options;
  const before = await lockSchedule(tx, id);
  if (!before) throw notFound('schedule', id);
  options.requireVersion(before.version);
  refuseKept(before);
  if (before.finishedAt) {
    throw new AppError({ code: 'schedule.finished', kind: 'conflict', message: 'A finished schedule stays as it is.' });
  }
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: ScheduleRecord = { ...before, ...given };
  if (changes.policyId) await requirePolicy(tx, changes.policyId);
  if (canWait(before.importance) && !canWait(after.importance)) {
    await letGoOfSchedule({ tx, schedule: before, now, reason: `It is of ${after.importance} importance now.` });
  }
  if (!isTimingChanged(before, after)) {
    await updateSchedule(tx, after);
    return { ...after, version: before.version + 1 };
  }
  refuse(checkRule(after.rule, after.localTime));
  // The row says which zone counts now that the schedule's own may have changed.
  await updateSchedule(tx, after);
  const stored = (await readSchedule(tx, id)) ?? after;
  const edited = { ...stored, rule: withStart(keepStart(before, after), stored.zone as TimeZone, now) };
  const timing = await requireTiming(tx, edited, now);
  await requireUnfired(tx, edited, now);
  if (edited.rule !== stored.rule) await setRule(tx, edited);
  if (edited.pausedAt === null) {
    const calendars = await readCalendars(tx, calendarsNamed([before]));
    const schedule = { ...edited, tenantId, since: now, timingRev: before.timingRev };
    await replanSchedule({ tx, now, schedule, before: timingOf(before, calendars), after: timing, keep: 'due' });
  }
  return edited;
}

/** What a system keeps, it would set right again. @throws AppError `schedule.kept` (409) */
export function refuseKept({ author }: Pick<ScheduleRecord, 'author'>): void {
  if (author === null) return;
  const message = `It follows from what ${author} has been told: change that, or pause it.`;
  throw new AppError({ code: 'schedule.kept', kind: 'conflict', message });
}

/** A single instance keeps its slot at another time of its day, and a slot fires once. */
async function requireUnfired(tx: Tx, { id, rule }: ScheduleRecord, now: Temporal.Instant): Promise<void> {
  const slot = slotOfOnce(rule);
  const fired = await readFiredSlots(tx, [id], now);
  if (slot === null || !fired.get(id)?.has(slot)) return;
  const path = 'at' in rule ? 'rule.at' : 'rule.localDate';
  throw ruleBroken('schedule.never-fires', path, 'must be another one: that of this schedule has had its turn');
}

/** A rule that is written anew without a start goes on counting from where the old one did. */
function keepStart(before: ScheduleRecord, after: ScheduleRecord): ScheduleRecord['rule'] {
  const { rule } = after;
  const start = before.rule.type === rule.type ? before.rule.startDate : undefined;
  return rule.startDate !== undefined || start === undefined ? rule : { ...rule, startDate: start };
}

async function setRule(tx: Tx, { id, rule }: ScheduleRecord): Promise<void> {
  await tx.query('UPDATE engine.schedule SET rule = $2 WHERE id = $1', [id, JSON.stringify(rule)]);
}

function isTimingChanged(before: ScheduleRecord, after: ScheduleRecord): boolean {
  const of = ({ rule, localTime, timeZone }: ScheduleRecord) => JSON.stringify([sorted(rule), localTime, timeZone]);
  return of(before) !== of({ ...after, rule: keepStart(before, after) });
}

function sorted(rule: ScheduleRecord['rule']): unknown[] {
  return Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1));
}
