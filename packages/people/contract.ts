import type { TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { Person } from './domain/person.ts';

export { contactChannels } from './domain/address.ts';
export { canCarryCredentials } from './domain/contact-settings.ts';
export type { Person } from './domain/person.ts';
export { isPublicAddress } from './public-address.ts';
export { readContactSettings } from './store/pg-contact-settings.ts';
export { forgetImports, type ImportRecord, readImport } from './store/pg-imports.ts';
export { localeOf } from './store/pg-locale.ts';
export {
  isOptedOut,
  recordOptOut,
  recordStart,
  recordStop,
  type SpokenConsent,
  tenantsKnowing,
} from './store/pg-opt-outs.ts';
export { ownersOf } from './store/pg-owners.ts';
export { holdPerson, readPersonFacts, readPersonNames } from './store/pg-people.ts';
export { sealContactSettings } from './store/pg-seal-settings.ts';

/** Who did it, and by which way, for the record. */
export interface ConsentActor {
  type: 'key' | 'user' | 'person';
  id: string;
  name: string;
  via: string;
}

/** An edit of a person, as whoever plans for them has to know it. Removed people keep their rows, so both are whole. */
export interface PersonChange {
  tenantId: TenantId;
  actor: ConsentActor;
  /** null: the person was removed until now and has been restored. */
  before: Person | null;
  /** null: the person has been removed. */
  after: Person | null;
}

/** A call that had left before it could be stopped. */
export interface CallUnderWay {
  occurrenceId: string;
  attemptId: string;
  personId: string;
  channel: string;
  address: string;
}

/** What people asks of whoever plans and contacts; the server composes it. */
export interface PersonChangePort {
  /** In the transaction that adds them. */
  onAdded(tx: Tx, added: { tenantId: TenantId; people: readonly Person[] }): Promise<void>;
  /** In the transaction of the edit: what follows the person's zone or dates is planned anew, or nothing is changed. */
  inTransaction(tx: Tx, change: PersonChange): Promise<void>;
  /** After it: returns when nothing leaves any more that the change forbids. */
  afterCommit(change: PersonChange): Promise<{ couldNotStop: CallUnderWay[] }>;
}
