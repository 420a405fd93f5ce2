import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Rates } from '../../domain/rates.ts';

export interface TenantSettings {
  delivery: 'active' | 'disabled';
  throttlePerHour: number | null;
  ratesPerSecond: Rates;
}

/** Counts edits; 0 while a tenant has chosen nothing. */
export type VersionedSettings = TenantSettings & { version: number };

const usual: VersionedSettings = { delivery: 'active', throttlePerHour: null, ratesPerSecond: {}, version: 0 };

/** Of the transaction's tenant; the usual ones where it has chosen none. */
export async function readTenantSettings(tx: Tx): Promise<VersionedSettings> {
  const { rows } = await tx.query<VersionedSettings>(
    'SELECT delivery, throttle_per_hour AS "throttlePerHour", rates AS "ratesPerSecond", version FROM engine.tenant_setting',
  );
  return rows[0] ?? usual;
}

/** The same, and nobody else edits them until the transaction ends. */
export async function lockTenantSettings(tx: Tx, tenantId: TenantId): Promise<VersionedSettings> {
  const { delivery, throttlePerHour, version } = usual;
  await tx.query(
    `INSERT INTO engine.tenant_setting (tenant_id, delivery, throttle_per_hour, version) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [tenantId, delivery, throttlePerHour, version],
  );
  await tx.query('SELECT FROM engine.tenant_setting WHERE tenant_id = $1 FOR UPDATE', [tenantId]);
  return readTenantSettings(tx);
}

/** After `lockTenantSettings`. */
export async function updateTenantSettings(tx: Tx, tenantId: TenantId, settings: VersionedSettings): Promise<void> {
  await tx.query(
    'UPDATE engine.tenant_setting SET delivery = $2, throttle_per_hour = $3, rates = $4, version = $5 WHERE tenant_id = $1',
    [tenantId, settings.delivery, settings.throttlePerHour, JSON.stringify(settings.ratesPerSecond), settings.version],
  );
}
