import { hkdfSync } from 'node:crypto';
import type { TenantId } from '@belfry/kernel/ids';

const SECRET_BYTES = 32;

/**
 * What a tenant's webhooks are signed with, in the form of Standard Webhooks: `whsec_` and base64. It follows from the
 * installation's secret, so there is nothing to store and every process signs alike.
 */
export function webhookSecret(installationSecret: string, tenantId: TenantId): string {
  const key = hkdfSync('sha256', installationSecret, tenantId, 'belfry webhook secret 1', SECRET_BYTES);
  return `whsec_${Buffer.from(key).toString('base64')}`;
}
