import { newId, type TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { ConsentActor } from '../contract.ts';

export interface SpokenConsent {
  channel: string;
  address: string;
  at: Temporal.Instant;
  actor: ConsentActor;
  /** The words it was said in, or what else shows it. */
  evidence: string;
}

/**
 * The tenants that know an address: as a contact point, of a removed person too, or by an opt-out already. Across
 * tenants, so the engine's role has to ask.
 */
export async function tenantsKnowing(tx: Tx, channel: string, address: string): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    `SELECT tenant_id FROM people.contact_point WHERE channel = $1 AND address = $2
     UNION SELECT tenant_id FROM people.opt_out WHERE channel = $1 AND address = $2 ORDER BY 1`,
    [channel, address],
  );
  return rows.map((row) => row.tenant_id);
}

/**
 * Notes for these tenants that an address said STOP, and puts it into their ledgers. Idempotent: what has stopped
 * already is not written down again. Claims see it once it is committed; settle it before you confirm it.
 * @returns the tenants for which it is new
 */
export async function recordOptOut(tx: Tx, tenants: readonly TenantId[], said: SpokenConsent): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    `INSERT INTO people.opt_out (tenant_id, channel, address, since)
     SELECT tenant_id, $2, $3, $4 FROM unnest($1::uuid[]) AS tenant_id ORDER BY tenant_id
     ON CONFLICT DO NOTHING RETURNING tenant_id`,
    [tenants, said.channel, said.address, said.at.toString()],
  );
  return appendEvents(tx, rows, 'opted-out', said);
}

/** Lifts it again for these tenants; idempotent. @returns the tenants for which it was lifted */
export async function recordOptIn(tx: Tx, tenants: readonly TenantId[], said: SpokenConsent): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    'DELETE FROM people.opt_out WHERE tenant_id = ANY($1::uuid[]) AND channel = $2 AND address = $3 RETURNING tenant_id',
    [tenants, said.channel, said.address],
  );
  return appendEvents(tx, rows, 'opted-in', said);
}

async function appendEvents(
  tx: Tx,
  rows: readonly { tenant_id: TenantId }[],
  kind: 'opted-out' | 'opted-in',
  { channel, address, at, actor, evidence }: SpokenConsent,
): Promise<TenantId[]> {
  const tenants = rows.map((row) => row.tenant_id);
  await tx.query(
    `INSERT INTO people.consent_event (id, tenant_id, at, kind, channel, address, person_id, actor, evidence)
     SELECT id, tenant_id, $3, $4, $5, $6,
       (SELECT person_id FROM people.contact_point c
        WHERE c.tenant_id = t.tenant_id AND c.channel = $5 AND c.address = $6 ORDER BY person_id LIMIT 1), $7, $8
     FROM unnest($1::uuid[], $2::uuid[]) AS t (id, tenant_id)`,
    [tenants.map(() => newId()), tenants, at.toString(), kind, channel, address, JSON.stringify(actor), evidence],
  );
  return tenants;
}

/** Whether an address has said STOP to any tenant: then it gets no answers either. The engine's role has to ask. */
export async function isOptedOut(tx: Tx, channel: string, address: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM people.opt_out WHERE channel = $1 AND address = $2 LIMIT 1', [
    channel,
    address,
  ]);
  return rowCount === 1;
}
