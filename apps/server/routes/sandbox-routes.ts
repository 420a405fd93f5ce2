import type { Clock } from '@belfry/kernel/clock';
import type { HttpServer } from '@belfry/platform/http/server';
import type { VirtualTime } from '../compose/virtual-time.ts';
import { addSandboxChaosRoutes } from './sandbox-chaos-routes.ts';
import { addSandboxClockRoutes } from './sandbox-clock-routes.ts';
import { addSandboxHandsetRoutes } from './sandbox-handset-routes.ts';
import { addSandboxMessageRoutes, type SandboxMessageRoutesOptions } from './sandbox-message-routes.ts';

interface SandboxRoutesOptions extends SandboxMessageRoutesOptions {
  clock: Clock;
  /** null with the system clock. */
  virtualTime: VirtualTime | null;
}

/** The phone network on the desk: what was sent, who holds the handsets, what goes wrong, and the time they live in. */
export function addSandboxRoutes(app: HttpServer, options: SandboxRoutesOptions): void {
  addSandboxMessageRoutes(app, options);
  addSandboxHandsetRoutes(app, options.sandbox);
  addSandboxChaosRoutes(app, options.sandbox);
  addSandboxClockRoutes(app, options);
}
