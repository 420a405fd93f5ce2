import { AppError } from '@belfry/kernel/app-error';
import type { ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Actor } from '../../domain/occurrence.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import type { SettleOptions } from '../actions/settle-wide-fact.ts';
import { finishSchedule } from './finish-schedule.ts';
import { pauseSchedule } from './pause-schedule.ts';
import { resumeSchedule } from './resume-schedule.ts';

export type ScheduleAction = 'pause' | 'resume' | 'finish';

interface ManageOptions {
  action: ScheduleAction;
  tenantId: TenantId;
  id: ScheduleId;
  now: Temporal.Instant;
}

/**
 * Pauses, resumes or ends a schedule, whichever way somebody asks for it. Idempotent. Commit it, then settle it with
 * `closesFor`, before saying so. Needs `coverReplan`.
 * @throws AppError `schedule.not-found`, `schedule.finished` (409), `schedule.kept` (409): what a system keeps ends by what that is told
 */
export function manageSchedule(tx: Tx, { action, tenantId, id, now }: ManageOptions): Promise<ScheduleRecord> {
  switch (action) {
    case 'pause':
      return pauseSchedule(tx, id, now);
    case 'resume':
      return resumeSchedule(tx, { tenantId, id, now });
    case 'finish':
      return finishSchedule(tx, id, now);
  }
}

/** It was ended or deleted by somebody meanwhile, or long ago. */
export function orOver(error: unknown): null {
  const isOver = error instanceof AppError && ['schedule.finished', 'schedule.not-found'].includes(error.code);
  if (isOver) return null;
  throw error;
}

const closes = {
  pause: { state: 'cancelled', reason: 'The schedule was paused.' },
  resume: null,
  finish: { state: 'completed', reason: 'The schedule was finished.' },
} as const satisfies Record<ScheduleAction, object | null>;

/** What becomes of the occurrences that are under way. */
export function closesFor(action: ScheduleAction, actor: Actor): SettleOptions['close'] {
  const close = closes[action];
  return close && { ...close, actor };
}
