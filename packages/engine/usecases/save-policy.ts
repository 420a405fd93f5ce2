import { ruleBroken } from '@belfry/kernel/app-error';
import { newId, type PersonId, type PolicyId, type TenantId } from '@belfry/kernel/ids';
import { readPersonNames } from '@belfry/people';
import type { Tx } from '@belfry/platform/database';
import { firstStepOutOfOrder, type Policy } from '../domain/policy.ts';
import { type PolicyRecord, savePolicyVersion } from '../store/pg-policies.ts';

interface SavePolicyOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  name: string;
  definition: Policy;
}

/**
 * Saves a policy, or a new version of the one with this name; occurrences under way keep the version they have.
 * @throws AppError `policy.steps-out-of-order`, `policy.person-unknown` (422)
 */
export async function savePolicy({ tx, tenantId, now, name, definition }: SavePolicyOptions): Promise<PolicyRecord> {
  const outOfOrder = firstStepOutOfOrder(definition.steps);
  if (outOfOrder >= 0) {
    const message = 'must not come before the step in front of it';
    throw ruleBroken('policy.steps-out-of-order', `steps.${outOfOrder}.after`, message);
  }
  await requirePeople(tx, definition);
  return savePolicyVersion(tx, { id: newId<PolicyId>(), tenantId, name, definition, now });
}

async function requirePeople(tx: Tx, { steps }: Policy): Promise<void> {
  const named = steps.flatMap((step, s) =>
    step.targets.flatMap(({ person }, t) =>
      person === 'self' ? [] : [{ id: person as PersonId, path: `steps.${s}.targets.${t}.person` }],
    ),
  );
  const known = await readPersonNames(
    tx,
    named.map(({ id }) => id),
  );
  const unknown = named.find(({ id }) => !known.has(id));
  if (unknown) throw ruleBroken('policy.person-unknown', unknown.path, `There is no person ${unknown.id}.`);
}
