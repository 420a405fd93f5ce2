import { notFound } from '@belfry/kernel/app-error';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import pg from 'pg';
import type { ConsentActor } from '../contract.ts';
import { eventOfConsent, type Relationship } from '../domain/relationship.ts';
import { appendConsent } from '../store/pg-consent-ledger.ts';
import { lockPersonRow } from '../store/pg-people.ts';
import { endRelationship, readRelationship, updateRelationship } from '../store/pg-relationships.ts';
import { relationshipExists } from './add-relationship.ts';

interface RelationshipOptions {
  tx: Tx;
  tenantId: TenantId;
  actor: ConsentActor;
  now: Temporal.Instant;
  forPersonId: PersonId;
  id: string;
  requireVersion(version: number): void;
}

export type RelationshipPatch = Partial<
  Pick<Relationship, 'role' | 'permissions' | 'consent' | 'priority' | 'privacy'>
>;

interface Ended {
  relationship: Relationship;
  /** Whether somebody who could be asked until now may not be asked as this any more. */
  isWithdrawn: boolean;
}

/** @throws AppError `relationship.not-found` (404), `relationship.exists` (409) */
export async function editRelationship(options: RelationshipOptions & { patch: RelationshipPatch }): Promise<Ended> {
  const { tx, tenantId, patch } = options;
  const before = await lockRelationship(options);
  const relationship: Relationship = { ...before, ...patch, version: before.version + 1 };
  try {
    await updateRelationship(tx, relationship);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.constraint === 'relationship_once') {
      throw relationshipExists(relationship.role);
    }
    throw error;
  }
  if (relationship.consent !== before.consent) {
    await appendConsent(tx, tenantId, wordOf(options, relationship, eventOfConsent[relationship.consent]));
  }
  const isNarrower =
    relationship.consent !== 'granted' ||
    relationship.role !== before.role ||
    (relationship.privacy === 'title' && before.privacy === 'all');
  return { relationship, isWithdrawn: before.consent === 'granted' && isNarrower };
}

/** A consent that was given ends with it, and the ledger says so. @throws AppError `relationship.not-found` (404) */
export async function removeRelationship(options: RelationshipOptions): Promise<Ended> {
  const { tx, tenantId, now } = options;
  const relationship = await lockRelationship(options);
  await endRelationship(tx, relationship.id, now);
  const isWithdrawn = relationship.consent === 'granted';
  if (isWithdrawn) await appendConsent(tx, tenantId, wordOf(options, relationship, 'withdrawn'));
  return { relationship, isWithdrawn };
}

/** By the row of the person it belongs to, as adding does. */
async function lockRelationship(options: RelationshipOptions): Promise<Relationship> {
  const { tx, forPersonId, id } = options;
  const locked = await lockPersonRow(tx, forPersonId);
  const relationship = locked && !locked.isDeleted ? await readRelationship(tx, { forPersonId, id }) : null;
  if (!relationship) throw notFound('relationship', id);
  options.requireVersion(relationship.version);
  return relationship;
}

function wordOf(
  { now, actor }: RelationshipOptions,
  { id, personId }: Relationship,
  kind: (typeof eventOfConsent)[keyof typeof eventOfConsent],
) {
  return { at: now, kind, channel: null, address: null, personId, relationshipId: id, actor, evidence: null };
}
