import type { PersonId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type Policy, peopleNamedIn } from '../../domain/policy.ts';
import type { SimulationFacts } from '../../domain/simulate-policy.ts';
import { readContactable } from '../../store/chain/pg-recipients.ts';
import { readThrottleTally } from '../../store/chain/pg-throttle.ts';
import { readTenantSettings } from '../../store/policies/pg-tenant-settings.ts';

export interface HouseholdOptions {
  tx: Tx;
  personId: PersonId;
  policy: Policy | null;
  now: Temporal.Instant;
  canSend(channel: string): boolean;
}

/**
 * What a simulation is told of people and settings: the same as the engine would read now, and nothing is locked. It
 * sends nothing, so it has no links to sign.
 * @returns null where there is no such person
 */
export async function gatherHousehold({
  tx,
  personId,
  policy,
  now,
  canSend,
}: HouseholdOptions): Promise<Omit<SimulationFacts, 'policy' | 'schedule'> | null> {
  const named = policy ? peopleNamedIn(policy) : [];
  const { people, relations: ofAll } = await readContactable(tx, [personId, ...named], [personId]);
  const self = people.get(personId);
  if (!self) return null;
  const relations = ofAll.get(personId) ?? [];
  const { delivery, throttlePerHour } = await readTenantSettings(tx);
  const throttled = [...people.keys(), ...relations.map(({ recipient }) => recipient.id)];
  const throttle =
    throttlePerHour === null ? null : { perHour: throttlePerHour, tally: await readThrottleTally(tx, throttled, now) };
  const isDeliveryDisabled = delivery === 'disabled';
  return {
    occurrenceId: '',
    words: null,
    digest: null,
    askedAt: null,
    notBefore: null,
    self,
    people,
    relations,
    isDeliveryDisabled,
    throttle,
    canSend,
    linkFor: () => null,
  };
}
