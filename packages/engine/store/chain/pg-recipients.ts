import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { QuietHours } from '../../domain/quiet-hours.ts';
import type { Recipient, Relation } from '../../domain/resolve-targets.ts';

/** Column names as they stand in people.recipient; read with `readRecipient`. */
export interface RecipientRow {
  id: PersonId;
  name: string;
  locale: string;
  time_zone: string;
  quiet_hours: QuietHours | null;
  deleted_at: Temporal.Instant | null;
  contact_points: Recipient['contactPoints'];
}

const columns = 'r.id, r.name, r.locale, r.time_zone, r.quiet_hours, r.deleted_at, r.contact_points';

function readRecipient(row: RecipientRow): Recipient {
  return {
    id: row.id,
    name: row.name,
    locale: row.locale,
    timeZone: row.time_zone,
    quietHours: row.quiet_hours,
    isDeleted: row.deleted_at !== null,
    contactPoints: row.contact_points,
  };
}

export interface Contactable {
  people: Map<PersonId, Recipient>;
  /** By the person for whose sake they may be asked; who is asked first stands first. */
  relations: Map<PersonId, Relation[]>;
}

interface ContactableRow extends RecipientRow {
  self_id: PersonId | null;
  role: string;
  privacy: Relation['privacy'];
}

/**
 * In one statement: the people whom policies name, and those who consented to be asked for somebody's sake and have not
 * been removed. A policy reaches its own tenant's people alone.
 * @param selves whose relations are wanted
 */
export async function readContactable(
  tx: Tx,
  named: readonly PersonId[],
  selves: readonly PersonId[],
): Promise<Contactable> {
  const found: Contactable = { people: new Map(), relations: new Map() };
  if (named.length + selves.length === 0) return found;
  const { rows } = await tx.query<ContactableRow>(
    `SELECT NULL::uuid AS self_id, '' AS role, '' AS privacy, ${columns}, 0 AS priority, NULL::uuid AS relation_id
     FROM people.recipient r WHERE r.id = ANY($1::uuid[])
     UNION ALL
     SELECT rel.person_id, rel.role, rel.privacy, ${columns}, rel.priority, rel.id
     FROM people.relation rel JOIN people.recipient r ON r.id = rel.related_person_id
     WHERE rel.person_id = ANY($2::uuid[]) AND rel.consent = 'granted' AND r.deleted_at IS NULL
     ORDER BY priority, relation_id`,
    [named, selves],
  );
  for (const { self_id: selfId, role, privacy, ...row } of rows) {
    const recipient = readRecipient(row);
    if (selfId === null) found.people.set(recipient.id, recipient);
    else found.relations.set(selfId, [...(found.relations.get(selfId) ?? []), { role, privacy, recipient }]);
  }
  return found;
}

/** Roles in which somebody of the transaction's tenant has agreed to be contacted. */
export async function readHeldRoles(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ role: string }>(
    `SELECT DISTINCT rel.role FROM people.relation rel JOIN people.recipient r ON r.id = rel.related_person_id
     WHERE rel.consent = 'granted' AND r.deleted_at IS NULL`,
  );
  return new Set(rows.map(({ role }) => role));
}
