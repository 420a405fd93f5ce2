import { sql } from 'drizzle-orm';
import { type PgPolicy, pgPolicy, pgRole } from 'drizzle-orm/pg-core';

const appRole = pgRole('belfry_app').existing();
const engineRole = pgRole('belfry_engine').existing();

/**
 * The policies of every table that holds tenants' rows: the application's role sees the tenant of its transaction and
 * nothing without one; engine code, which serves all tenants at once, sees all.
 */
export function tenantPolicies(table: string): PgPolicy[] {
  const ownTenant = sql`tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)`;
  return [pgPolicy(`${table}_tenant`, { to: appRole, using: ownTenant, withCheck: ownTenant }), enginePolicy(table)];
}

/** By itself, the policy of a table that holds nothing of one tenant's: engine code sees it, the application nothing of it. */
export function enginePolicy(table: string): PgPolicy {
  return pgPolicy(`${table}_engine`, { to: engineRole, using: sql`true`, withCheck: sql`true` });
}
