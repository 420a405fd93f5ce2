import type { HttpServer } from '@belfry/platform/http/server';
import type { GreetingsRoutesOptions } from './http/greetings-routes-options.ts';
import { addKindRoutes } from './http/kind-routes.ts';
import { addLatenessRoute } from './http/lateness-route.ts';
import { addPlanRoute } from './http/plan-route.ts';
import { addSettingsRoutes } from './http/settings-routes.ts';
import { addTemplateRoutes } from './http/template-routes.ts';

export { authorName } from './domain/greetings-of.ts';
export { readSettings } from './store/pg-occasions.ts';
export { countRevisions } from './store/pg-revisions.ts';
export { ensureGreetings } from './usecases/ensure-greetings.ts';
export { coverGreetings, greetNewcomers, holdGreetings, keepGreetings } from './usecases/keep-greetings.ts';
export { type Plan, readPlan } from './usecases/read-plan.ts';
export { reviseSome } from './usecases/revise.ts';
export { greetingsAuthor } from './usecases/write-greetings.ts';

export function addGreetingsRoutes(app: HttpServer, options: GreetingsRoutesOptions): void {
  addSettingsRoutes(app, options);
  addKindRoutes(app, options);
  addTemplateRoutes(app, options);
  addPlanRoute(app, options);
  addLatenessRoute(app, options);
}
