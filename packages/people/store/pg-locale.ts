import type { Tx } from '@belfry/platform/database';

/**
 * The language of whoever has an address; of several, always the same one's. null where nobody has it. Across tenants,
 * so the engine's role has to ask.
 */
export async function localeOf(tx: Tx, channel: string, address: string): Promise<string | null> {
  const { rows } = await tx.query<{ locale: string }>(
    `SELECT p.locale FROM people.contact_point c JOIN people.person p ON p.id = c.person_id AND p.deleted_at IS NULL
     WHERE c.channel = $1 AND c.address = $2 ORDER BY p.id LIMIT 1`,
    [channel, address],
  );
  return rows[0]?.locale ?? null;
}
