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
export { callEndsWithinMs, longestCallEndsWithinMs } from './domain/claim-age.ts';
export { engineFaultPoints } from './domain/fault-points.ts';
export { bulkLane, type Lane, promptLane } from './domain/lane.ts';
export { formatOccurrenceId } from './domain/occurrence-id.ts';
export { personRemoved } from './domain/person-removed.ts';
export { nextSlots } from './domain/timing/next-slots.ts';
export { firesFrom, type Timing } from './domain/timing/rule.ts';
export type { WideFact } from './domain/wide-fact.ts';
export type { NotBefore, Outdated, Said, Terms, Unwritten, Words } from './domain/words.ts';
export { addActionLinkRoutes } from './http/action-link-routes.ts';
export { toDeadLetterAnswer } from './http/dead-letter-schemas.ts';
export type { EngineRoutesOptions } from './http/engine-routes-options.ts';
export { underWayAnswer } from './http/under-way-schema.ts';
export {
  type DeadLetterPosition,
  type DeadLetterRecord,
  type DeadLetterState,
  deadLetterStates,
  listDeadLetters,
} from './store/chain/pg-dead-letters.ts';
export { forgetHolds, saveHold } from './store/chain/pg-rates.ts';
export { countDay, type DayCount } from './store/occurrences/pg-day-counts.ts';
export { readDayLateness } from './store/occurrences/pg-day-lateness.ts';
export { isNotComing } from './store/occurrences/pg-not-coming.ts';
export { readReachedSlots } from './store/occurrences/pg-reached-slots.ts';
export { countRows as countPartitionRows, listPartitions } from './store/partitions/pg-partition-list.ts';
export { coverHistory, Partitions } from './store/partitions/pg-partitions.ts';
export { type AskedPlace, forgetAsked } from './store/stopping/pg-asked.ts';
export type { UnderWay } from './store/stopping/pg-under-way.ts';
export { type Backlog, readBacklog } from './store/wakeups/pg-backlog.ts';
export { renumberRestored } from './store/wakeups/pg-restored.ts';
export { SHARD_CHANNEL } from './store/wakeups/pg-shards.ts';
export { optOut } from './usecases/actions/opt-out.ts';
export { settleWideFact } from './usecases/actions/settle-wide-fact.ts';
export type { Author, Unsaid } from './usecases/author.ts';
export type { EngineDeps, EngineObserver } from './usecases/engine-deps.ts';
export { applyStatus } from './usecases/outcomes/apply-status.ts';
export { discardDeadLetter, replayDeadLetter } from './usecases/outcomes/replay-dead-letter.ts';
export { readOpenPage, resolveEach } from './usecases/outcomes/resolve-dead-letters.ts';
export { leastAhead } from './usecases/planning/plan-shards.ts';
export { replanPerson } from './usecases/planning/replan-person.ts';
export { replanRestoredPerson } from './usecases/planning/replan-restored-person.ts';
export { coverReplan } from './usecases/planning/replan-schedule.ts';
export { ensurePresets } from './usecases/policies/ensure-presets.ts';
export { countUnreached } from './usecases/reading/count-unreached.ts';
export { handleReply } from './usecases/replies/handle-reply.ts';
export { dropPartitions, type JudgedPartition, judgePartitions } from './usecases/running/drop-partitions.ts';
export { HintPublisher } from './usecases/running/publish-due.ts';
export { type RunningEngine, runEngine } from './usecases/running/run-engine.ts';
export { type RunningWorker, runWorker } from './usecases/running/run-worker.ts';
export { nextInstant, pendingWork } from './usecases/running/settlement.ts';
export {
  createKept,
  type KeptSchedule,
  keepSchedules,
  type PersonTiming,
} from './usecases/schedules/keep-schedules.ts';
export { Providers } from './usecases/sending/providers.ts';

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
