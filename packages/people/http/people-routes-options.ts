import type { Clock } from '@belfry/kernel/clock';
import type { PersonId, TenantId } from '@belfry/kernel/ids';
import type { Principal } from '@belfry/platform/identity/principal';
import type { Sealer } from '@belfry/platform/sealer';
import type pg from 'pg';
import type { CallUnderWay, ConsentActor, PersonChangePort } from '../contract.ts';

export interface PeopleRoutesOptions {
  /** Of the application's role. */
  pool: pg.Pool;
  clock: Clock;
  /** Of what contact points hold. */
  sealer: Sealer;
  /** Whether webhooks may go to http://localhost: in the sandbox alone. */
  allowLocalHttp: boolean;
  /** null: of many people. */
  onChange(tenantId: TenantId, personId: PersonId | null): void;
  onPersonChanged: PersonChangePort;
  /** Returns when nobody leaves any more for the sake of this person by a consent that has been withdrawn. */
  onConsentWithdrawn(tenantId: TenantId, personId: PersonId): Promise<{ couldNotStop: CallUnderWay[] }>;
}

export function actorOf({ actor, via }: Principal): ConsentActor {
  return { ...actor, via: via === 'key' ? 'API key' : 'console' };
}
