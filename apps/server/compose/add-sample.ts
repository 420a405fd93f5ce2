import type { Partitions } from '@belfry/engine/module';
import { readSettings } from '@belfry/greetings/module';
import type { Clock } from '@belfry/kernel/clock';
import type { TenantId } from '@belfry/kernel/ids';
import { inTenant } from '@belfry/platform/database';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import { commandLineActor } from '../cli/command-line-actor.ts';
import { addMadeUpPeople } from '../simulation/add-made-up-people.ts';
import { samplePeople } from '../simulation/sample-people.ts';
import type { System } from '../systems.ts';
import { hasNobody } from './offer-playground.ts';

interface AddSampleOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  sealer: Sealer;
  partitions: Partitions;
  tenantId: TenantId;
  as: System;
}

/**
 * People who do not exist, for a system to be seen at its work with.
 * @returns how many: 0 in an organisation that has or had people, or has said what it wants of its greetings
 */
export async function addSample({ as, ...options }: AddSampleOptions): Promise<number> {
  const { pool, clock, tenantId } = options;
  const isFresh = () =>
    inTenant(pool, tenantId, async (tx) => (await hasNobody(tx)) && (await readSettings(tx, tenantId)).version === 0);
  if (!(await isFresh())) return 0;
  const people = samplePeople(clock.now());
  const sample = { people: people.values(), most: people.length, areWanted: isFresh };
  return (await addMadeUpPeople({ ...options, ...sample, as, actor: commandLineActor(`serve --as ${as}`) })).added;
}
