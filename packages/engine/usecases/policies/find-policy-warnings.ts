import type { Tx } from '@belfry/platform/database';
import { type Policy, peopleNamedIn } from '../../domain/policy.ts';
import { type PolicyWarning, policyWarnings } from '../../domain/policy-warnings.ts';
import { readContactable, readHeldRoles } from '../../store/chain/pg-recipients.ts';

/** The warnings of each of these policies, in their order; read in two statements, however many they are. */
export async function findPolicyWarnings(
  tx: Tx,
  policies: readonly Policy[],
  canSend: (channel: string) => boolean,
): Promise<PolicyWarning[][]> {
  const { people } = await readContactable(tx, [...new Set(policies.flatMap(peopleNamedIn))], []);
  const facts = { people, heldRoles: await readHeldRoles(tx), canSend };
  return policies.map((policy) => policyWarnings(policy, facts));
}
