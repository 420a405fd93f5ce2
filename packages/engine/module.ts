import type { HttpServer } from '@belfry/platform/http/server';
import { addDeadLetterRoutes } from './http/dead-letter-routes.ts';
import type { EngineRoutesOptions } from './http/engine-routes-options.ts';
import { addHolidayCalendarRoutes } from './http/holiday-calendar-routes.ts';
import { addOccurrenceActionRoutes } from './http/occurrence-action-routes.ts';
import { addOccurrenceRoutes } from './http/occurrence-routes.ts';
import { addPersonOccurrenceRoutes } from './http/person-occurrence-routes.ts';
import { addPolicyRoutes } from './http/policy-routes.ts';
import { addPolicyVersionRoutes } from './http/policy-version-routes.ts';
import { addScheduleChangeRoutes } from './http/schedule-change-routes.ts';
import { addSchedulePreviewRoutes } from './http/schedule-preview-routes.ts';
import { addScheduleRoutes } from './http/schedule-routes.ts';
import { addSettingsRoutes } from './http/settings-routes.ts';
import { addWaitingRoutes } from './http/waiting-routes.ts';
import { addWarningRoutes } from './http/warning-routes.ts';

export { readAttemptPayload } from './domain/attempt-payload.ts';
export { engineFaultPoints } from './domain/fault-points.ts';
export { bulkLane, type Lane, promptLane } from './domain/lane.ts';
export { formatOccurrenceId } from './domain/occurrence-id.ts';
export { personRemoved } from './domain/person-removed.ts';
export { nextSlots } from './domain/timing/next-slots.ts';
export { firesFrom, type Timing } from './domain/timing/rule.ts';
export type { WideFact } from './domain/wide-fact.ts';
export type { Outdated, Unwritten, Words } from './domain/words.ts';
export { addActionLinkRoutes } from './http/action-link-routes.ts';
export { toDeadLetterAnswer } from './http/dead-letter-schemas.ts';
export type { EngineRoutesOptions } from './http/engine-routes-options.ts';
export { underWayAnswer } from './http/under-way-schema.ts';
export { forgetAsked } from './store/pg-asked.ts';
export { type Backlog, readBacklog } from './store/pg-backlog.ts';
export { countDay, type DayCount } from './store/pg-day-counts.ts';
export {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterState,
  deadLetterStates,
  listDeadLetters,
} from './store/pg-dead-letters.ts';
export { countRows as countPartitionRows, listPartitions } from './store/pg-partition-list.ts';
export { coverHistory, Partitions } from './store/pg-partitions.ts';
export { forgetHolds, saveHold } from './store/pg-rates.ts';
export { readReachedSlots } from './store/pg-reached-slots.ts';
export { renumberRestored } from './store/pg-restored.ts';
export type { UnderWay } from './store/pg-under-way.ts';
export { applyStatus } from './usecases/apply-status.ts';
export type { Author, Unsaid } from './usecases/author.ts';
export { callEndsWithinMs } from './usecases/claim-age.ts';
export { countUnreached } from './usecases/count-unreached.ts';
export { dropPartitions, type JudgedPartition, judgePartitions } from './usecases/drop-partitions.ts';
export type { EngineDeps, EngineObserver } from './usecases/engine-deps.ts';
export { ensurePresets } from './usecases/ensure-presets.ts';
export { handleReply } from './usecases/handle-reply.ts';
export { createKept, type KeptSchedule, keepSchedules, type PersonTiming } from './usecases/keep-schedules.ts';
export { optOut } from './usecases/opt-out.ts';
export { leastAhead } from './usecases/plan-shards.ts';
export { Providers } from './usecases/providers.ts';
export { HintPublisher } from './usecases/publish-due.ts';
export { replanPerson } from './usecases/replan-person.ts';
export { replanRestoredPerson } from './usecases/replan-restored-person.ts';
export { coverReplan } from './usecases/replan-schedule.ts';
export { discardDeadLetter, replayDeadLetter } from './usecases/replay-dead-letter.ts';
export { readOpenPage, resolveEach } from './usecases/resolve-dead-letters.ts';
export { type RunningEngine, runEngine } from './usecases/run-engine.ts';
export { type RunningWorker, runWorker } from './usecases/run-worker.ts';
export { settleWideFact } from './usecases/settle-wide-fact.ts';
export { nextInstant, pendingWork } from './usecases/settlement.ts';

export function addEngineRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  addScheduleRoutes(app, options);
  addScheduleChangeRoutes(app, options);
  addSchedulePreviewRoutes(app, options);
  addHolidayCalendarRoutes(app, options);
  addPersonOccurrenceRoutes(app, options);
  addPolicyRoutes(app, options);
  addPolicyVersionRoutes(app, options);
  addOccurrenceRoutes(app, options);
  addOccurrenceActionRoutes(app, options);
  addSettingsRoutes(app, options);
  addDeadLetterRoutes(app, options);
  addWaitingRoutes(app, options);
  addWarningRoutes(app, options);
}
