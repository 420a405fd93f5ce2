import { newId, type TenantId } from '@belfry/kernel/ids';
import { uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Template } from '../domain/template.ts';

export interface StoredTemplate extends Template {
  id: string;
  version: number;
  updatedAt: Temporal.Instant;
}

const columns = 'id, kind, locale, subject, text, version, updated_at AS "updatedAt"';

/** By kind and language; one more than asked for where there are more. */
export async function listTemplates(
  tx: Tx,
  { limit, after }: { limit: number; after: Pick<Template, 'kind' | 'locale'> | undefined },
): Promise<StoredTemplate[]> {
  const { rows } = await tx.query<StoredTemplate>(
    `SELECT ${columns} FROM greetings.template WHERE $1::text IS NULL OR (kind, locale) > ($1, $2)
     ORDER BY kind, locale LIMIT $3`,
    [after?.kind, after?.locale, limit + 1],
  );
  return rows;
}

export async function readTemplate(tx: Tx, id: string): Promise<StoredTemplate | null> {
  const { rows } = await tx.query<StoredTemplate>(`SELECT ${columns} FROM greetings.template WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** @returns null where the kind has one of that language already */
export async function insertTemplate(
  tx: Tx,
  tenantId: TenantId,
  { kind, locale, subject, text }: Template,
  now: Temporal.Instant,
): Promise<StoredTemplate | null> {
  const { rows } = await tx.query<StoredTemplate>(
    `INSERT INTO greetings.template (id, tenant_id, kind, locale, subject, text, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [newId(), tenantId, kind, locale, subject, text, now.toString()],
  );
  return rows[0] ?? null;
}

/** @returns null where there is none, or where it has another version than the one that was read */
export async function updateTemplate(
  tx: Tx,
  { id, version, subject, text }: Pick<StoredTemplate, 'id' | 'version' | 'subject' | 'text'>,
  now: Temporal.Instant,
): Promise<StoredTemplate | null> {
  const { rows } = await tx.query<StoredTemplate>(
    `UPDATE greetings.template SET subject = $3, text = $4, updated_at = $5, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING ${columns}`,
    [id, version, subject, text, now.toString()],
  );
  return rows[0] ?? null;
}

/** @returns false where there is none, or where it has another version than the one that was read */
export async function deleteTemplate(
  tx: Tx,
  { id, version }: Pick<StoredTemplate, 'id' | 'version'>,
): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM greetings.template WHERE id = $1 AND version = $2', [id, version]);
  return rowCount === 1;
}

/** All of a kind that goes. */
export async function deleteTemplatesOf(tx: Tx, tenantId: TenantId, kind: string): Promise<void> {
  await tx.query('DELETE FROM greetings.template WHERE tenant_id = $1 AND kind = $2', [tenantId, kind]);
}

/** Of all these tenants, by tenant and kind. */
export async function readTemplatesOf(tx: Tx, tenantIds: readonly TenantId[]): Promise<Map<string, Template[]>> {
  const { rows } = await tx.query<Template & { tenantId: TenantId }>(
    `SELECT tenant_id AS "tenantId", kind, locale, subject, text FROM greetings.template
     WHERE tenant_id = ANY($1::uuid[])`,
    [uuidArray(tenantIds)],
  );
  return Map.groupBy(rows, ({ tenantId, kind }) => templateKey(tenantId, kind));
}

export function templateKey(tenantId: TenantId, kind: string): string {
  return `${tenantId} ${kind}`;
}
