import { type Complaint, readAttemptKey } from '@belfry/channels';
import { addChannelKeyRoutes, addInboxRoutes, addUnsubscribeRoutes, type Channels } from '@belfry/channels/module';
import { type EngineDeps, optOut, type Providers, readAttemptPayload } from '@belfry/engine/module';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import type { ChangeFeed } from '@belfry/platform/changes';
import type { Database } from '@belfry/platform/database';
import type { HttpServer } from '@belfry/platform/http/server';
import type { StartedChannels } from './start-channels.ts';

interface ChannelRoutesOptions {
  secret: string;
  pools: Database['pools'];
  clock: Clock;
  changes: ChangeFeed;
  channels: StartedChannels;
  engineDeps: EngineDeps;
}

/** What people and receivers reach of the channels themselves. */
export async function addChannelRoutes(app: HttpServer, options: ChannelRoutesOptions): Promise<void> {
  const { secret, pools, clock, changes, channels, engineDeps } = options;
  addChannelKeyRoutes(app, { secret, vapidPublicKey: channels.vapidPublicKey });
  addInboxRoutes(app, {
    pool: pools.app,
    clock,
    onChange: (tenantId, personId) => changes.publish({ tenantId, topic: 'inbox', id: personId }),
  });
  await addUnsubscribeRoutes(app, {
    secret,
    async onUnsubscribe({ tenantId, address }) {
      await stopEmails(engineDeps, { tenantId, address, evidence: 'Unsubscribed by the link of an email.' });
    },
  });
}

/** What somebody has told the provider of email counts as if they had told us. */
export async function heedComplaint(deps: EngineDeps, { attemptKey, ...complaint }: Complaint): Promise<void> {
  const attempt = readAttemptPayload(readAttemptKey(deps.secret, attemptKey) ?? '');
  if (attempt) await stopEmails(deps, { tenantId: attempt.tenantId, ...complaint });
}

async function stopEmails(
  deps: EngineDeps,
  { tenantId, address, evidence }: { tenantId: TenantId; address: string; evidence: string },
): Promise<void> {
  const actor = { type: 'person', id: address, name: address, via: 'email' } as const;
  await optOut(deps, { channel: 'email', address, actor, evidence }, [tenantId]);
}

/** Which channels there are, and which of them are not called at present. */
export function describeChannels({ channels }: Channels, providers: Providers): string {
  const states = providers.states();
  const names = [...channels.keys()].map((name) => {
    const state = states.get(name) ?? 'closed';
    return state === 'closed' ? name : `${name} (${state === 'held-back' ? 'held back' : `breaker ${state}`})`;
  });
  return names.join(', ') || 'none configured';
}
