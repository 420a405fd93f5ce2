import type { Tx } from '@belfry/platform/database';
import { peopleNamedIn } from '../../domain/policy.ts';
import { type Reach, type ReachKey, reachOf } from '../../domain/reach-of.ts';
import { readContactable } from '../../store/chain/pg-recipients.ts';
import { readNewestDefinitions } from '../../store/policies/pg-policies.ts';

/** Whom occurrences would reach, each pair of person and policy once; what is not asked for is not there. */
export class JudgedReach {
  readonly #byKey = new Map<string, Reach & { personName: string }>();

  get({ personId, policyId }: ReachKey): (Reach & { personName: string }) | undefined {
    return this.#byKey.get(`${personId} ${policyId}`);
  }

  /** In two statements for all that is not known yet, however many they are. Locks nothing. */
  async judge(tx: Tx, keys: readonly ReachKey[], canSend: (channel: string) => boolean): Promise<void> {
    const unknown = keys.filter((key) => !this.get(key));
    if (unknown.length === 0) return;
    const policyIds = [...new Set(unknown.flatMap(({ policyId }) => policyId ?? []))];
    const policies = await readNewestDefinitions(tx, policyIds);
    const selves = [...new Set(unknown.map(({ personId }) => personId))];
    const named = [...policies.values()].flatMap(peopleNamedIn);
    const { people, relations } = await readContactable(tx, [...new Set([...selves, ...named])], selves);
    for (const { personId, policyId } of unknown) {
      const self = people.get(personId);
      if (!self) continue;
      const household = { self, people, relations: relations.get(personId) ?? [], canSend };
      const policy = policyId ? (policies.get(policyId) ?? null) : null;
      this.#byKey.set(`${personId} ${policyId}`, { ...reachOf(household, policy), personName: self.name });
    }
  }
}
