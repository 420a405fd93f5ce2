import { AppError, notFound } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { hasOrganisation, readFirstOrganisation } from '@belfry/platform/identity/first-organisation';
import { type OpenedDatabase, withDatabase } from './with-database.ts';

/** For commands that work on one organisation's data: the one that is named, or else the first. */
export async function withTenant(
  options: { tenant?: string },
  use: (opened: OpenedDatabase, tenantId: TenantId) => Promise<void>,
): Promise<void> {
  const named = readTenant(options);
  await withDatabase(parseConfig(process.env), async (opened) => {
    const { identity } = opened.database.pools;
    if (named && !(await hasOrganisation(identity, named))) throw notFound('organisation', named);
    const tenantId = named ?? (await readFirstOrganisation(identity));
    if (tenantId) return use(opened, tenantId);
    const message = 'There is no organisation yet: start Belfry once.';
    throw new AppError({ code: 'cli.no-organisation', kind: 'rule', message });
  });
}

/** @throws AppError `cli.tenant-invalid` */
export function readTenant({ tenant }: { tenant?: string }): TenantId | undefined {
  if (tenant === undefined || isUuid(tenant)) return tenant as TenantId | undefined;
  const message = '--tenant takes the id of an organisation.';
  throw new AppError({ code: 'cli.tenant-invalid', kind: 'validation', message });
}
