import type { TenantId } from '@belfry/kernel/ids';

/** Who asks, and for which tenant: all that anything behind the HTTP kit may know of identity. */
export interface Principal {
  tenantId: TenantId;
  actor: { type: 'key' | 'user'; id: string; name: string };
  /** `session` came with a cookie, so that unsafe methods need `isTrustedOrigin` as well. */
  via: 'key' | 'session';
}
