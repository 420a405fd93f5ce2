import { AppError } from '@belfry/kernel/app-error';
import { type Database, type Role, roles } from './database.ts';

/**
 * Row-level security keeps the organisations apart, and it binds none who owns the tables or may bypass it: so each pool has to
 * be the role it is named after, whatever stands in an address or a pool's configuration.
 * @throws AppError `database.role-differs`
 */
export async function requireOwnRoles({ pools }: Pick<Database, 'pools'>): Promise<void> {
  for (const role of roles) {
    const { rows } = await pools[role].query<{ user: string; isFree: boolean }>(
      `SELECT current_user AS user, rolsuper OR rolbypassrls AS "isFree" FROM pg_roles WHERE rolname = current_user`,
    );
    if (rows[0]?.user !== `belfry_${role}` || rows[0].isFree) throw differs(role, rows[0]);
  }
}

function differs(role: Role, found: { user: string; isFree: boolean } | undefined): AppError {
  const problem =
    found?.user === `belfry_${role}`
      ? `belfry_${role} may bypass row-level security`
      : `what should be belfry_${role} is ${found?.user ?? 'nobody'} to the database`;
  const message = `${problem}, so nothing would keep the organisations apart: look at DATABASE_URL, DATABASE_URL_POOLED and the pool’s users.`;
  return new AppError({ code: 'database.role-differs', kind: 'validation', message });
}
