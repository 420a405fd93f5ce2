import { AppError } from '@belfry/kernel/app-error';
import { isUuid, type TenantId } from '@belfry/kernel/ids';
import { parseConfig } from '@belfry/platform/config';
import { readFirstOrganisation } from '@belfry/platform/identity/first-organisation';
import { type OpenedDatabase, withDatabase } from './with-database.ts';

/** For commands that work on one organisation's data: the one that is named, or else the first. */
export async function withTenant(
  { tenant }: { tenant?: string },
  use: (opened: OpenedDatabase, tenantId: TenantId) => Promise<void>,
): Promise<void> {
  if (tenant !== undefined && !isUuid(tenant)) {
    const message = '--tenant takes the id of an organisation.';
    throw new AppError({ code: 'cli.tenant-invalid', kind: 'validation', message });
  }
  await withDatabase(parseConfig(process.env), async (opened) => {
    const { identity } = opened.database.pools;
    const tenantId = (tenant as TenantId | undefined) ?? (await readFirstOrganisation(identity));
    if (tenantId) return use(opened, tenantId);
    const message = 'There is no organisation yet: start Belfry once.';
    throw new AppError({ code: 'cli.no-organisation', kind: 'rule', message });
  });
}
