import type { HttpServer } from '@belfry/platform/http/server';
import type { EngineRoutesOptions } from './http/engine-routes-options.ts';
import { addOccurrenceRoutes } from './http/occurrence-routes.ts';
import { addPolicyRoutes } from './http/policy-routes.ts';
import { addScheduleRoutes } from './http/schedule-routes.ts';

export { readAttemptPayload } from './domain/attempt-payload.ts';
export { engineFaultPoints } from './domain/fault-points.ts';
export { formatOccurrenceId } from './domain/occurrence-id.ts';
export { Partitions } from './store/pg-partitions.ts';
export { applyStatus } from './usecases/apply-status.ts';
export { callEndsWithinMs } from './usecases/claim-age.ts';
export type { EngineDeps, EngineObserver } from './usecases/engine-deps.ts';
export { handleReply } from './usecases/handle-reply.ts';
export { type RunningEngine, runEngine } from './usecases/run-engine.ts';
export { nextInstant, pendingWork } from './usecases/settlement.ts';

export function addEngineRoutes(app: HttpServer, options: EngineRoutesOptions): void {
  addScheduleRoutes(app, options);
  addPolicyRoutes(app, options);
  addOccurrenceRoutes(app, options);
}
