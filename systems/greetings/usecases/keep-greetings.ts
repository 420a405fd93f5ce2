import {
  coverReplan,
  createKept,
  type EngineDeps,
  keepSchedules,
  type Lane,
  type PersonTiming,
} from '@belfry/engine/module';
import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import { type Greeted, greetingsOf, type Occasions } from '../domain/greetings-of.ts';
import { nothingOwn } from '../domain/settings.ts';
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
 */
export async function keepGreetings(options: KeepOptions, ids: readonly PersonId[]): Promise<ScheduleId[]> {
  const { tx } = options;
  const occasions = await holdAndReadOccasions(options);
  if (!occasions) return [];
  await holdPeople(tx, ids);
  return keepGreetingsOf(options, occasions, await readGreeted(tx, ids));
}

/** Somebody who is being added, and of whom therefore nobody else plans anything. */
export type Newcomer = Omit<Greeted, 'isDeleted' | 'own'> & Pick<PersonTiming, 'zone'>;

/** The same in the transaction that adds them: what they are is known, and that they have nothing yet. */
export async function greetNewcomers(options: KeepOptions, newcomers: readonly Newcomer[]): Promise<void> {
  const occasions = await holdAndReadOccasions(options);
  if (!occasions) return;
  const wanted = newcomers.flatMap(
    (newcomer) => greetingsOf(occasions, { ...newcomer, isDeleted: false, own: nothingOwn }).wanted,
  );
  await createKept(options, wanted, new Map(newcomers.map((newcomer) => [newcomer.id, newcomer])));
}

/** null of a tenant that has never asked for any greetings. */
async function holdAndReadOccasions({ tx, tenantId }: KeepOptions): Promise<Occasions | null> {
  await holdOccasions(tx, tenantId);
  const occasions = await readOccasions(tx, tenantId);
  return occasions.settings.version === 0 ? null : occasions;
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
