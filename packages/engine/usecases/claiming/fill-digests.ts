import type { Tx } from '@belfry/platform/database';
import { type Digest, digestOf, type HeldContact, mayBeTold } from '../../domain/digest.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { readContactable } from '../../store/chain/pg-recipients.ts';
import { type HeldRow, readHeld } from '../../store/chain/pg-throttle.ts';
import { policyVersionKey, readPolicyVersions } from '../../store/policies/pg-policies-of-turns.ts';

export interface FilledDigest extends Digest {
  /** What it tells of, each once, as far as an answer to it is expected. */
  waiting: Pick<HeldRow, 'tenantId' | 'day' | 'occId'>[];
}

/** What these digests tell of at the moment of sending: what has been answered, ended or called off since is not in them. */
export async function fillDigests(tx: Tx, digests: readonly OccId[]): Promise<Map<OccId, FilledDigest>> {
  const rows = await readHeld(tx, digests);
  const policies = await readPolicyVersions(tx, rows);
  const { relations } = await readContactable(tx, [], [...new Set(rows.map(({ aboutId }) => aboutId))]);
  const held = rows
    .map((row) => ({ ...row, policy: policies.get(policyVersionKey(row)) ?? null }))
    .filter((one) => mayBeTold(one, relations.get(one.aboutId) ?? []));
  return new Map(digests.map((id) => [id, fill(held.filter(({ digestOccId }) => digestOccId === id))]));
}

function fill(held: readonly (HeldRow & HeldContact)[]): FilledDigest {
  const waiting = new Map(held.filter(({ policy }) => policy !== null).map((one) => [one.occId, one]));
  return { ...digestOf(held), waiting: [...waiting.values()] };
}
