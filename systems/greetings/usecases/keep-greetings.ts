import { coverReplan, type EngineDeps, keepSchedules, type Lane } from '@belfry/engine/module';
import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type Greeted, greetingsOf, type Occasions } from '../domain/greetings-of.ts';
import { holdOccasions, holdPeople, readGreeted, readOccasions } from '../store/pg-occasions.ts';

interface KeepOptions {
  tx: Tx;
  tenantId: TenantId;
  now: Temporal.Instant;
  lane: Lane;
}

/**
 * Gives these people the greetings that they are to have, and takes away the others; of a tenant that has never asked for any,
 * nothing. Needs `coverGreetings`.
 * @param areNew they have been added in this transaction
 */
export async function keepGreetings(
  { areNew = false, ...options }: KeepOptions & { areNew?: boolean },
  ids: readonly PersonId[],
): Promise<ScheduleId[]> {
  const { tx, tenantId } = options;
  await holdOccasions(tx, tenantId);
  const occasions = await readOccasions(tx, tenantId);
  if (occasions.settings.version === 0) return [];
  // Of whom nobody knows yet, nobody else plans anything; and a file has more people than there is room for locks.
  if (!areNew) await holdPeople(tx, ids);
  return keepGreetingsOf(options, occasions, await readGreeted(tx, ids));
}

/**
 * Nobody else plans the greetings of a person until the transaction ends. For whoever changes the person's schedules before
 * `keepGreetings`: it locks these last.
 */
export async function holdGreetings(tx: Tx, tenantId: TenantId, id: PersonId): Promise<void> {
  await holdOccasions(tx, tenantId);
  await holdPeople(tx, [id]);
}

export async function keepGreetingsOf(
  { tx, tenantId, now, lane }: KeepOptions,
  occasions: Occasions,
  people: readonly Greeted[],
): Promise<ScheduleId[]> {
  const plans = people.map((person) => greetingsOf(occasions, person));
  const wanted = plans.flatMap((plan) => plan.wanted);
  const unwanted = plans.flatMap((plan) => plan.unwanted);
  return keepSchedules({ tx, tenantId, now, wanted, unwanted, lane });
}

/** What planning may write: call it before the transaction. */
export function coverGreetings({ partitions }: Pick<EngineDeps, 'partitions'>, now: Temporal.Instant): Promise<void> {
  return coverReplan(partitions, now);
}
