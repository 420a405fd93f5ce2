import type { PersonId, ScheduleId, TenantId } from '@belfry/kernel/ids';
import type { Tx } from '@belfry/platform/database';
import type { OccId } from '../domain/occurrence-id.ts';
import type { Said, Terms } from '../domain/words.ts';

/** An occurrence whose words are wanted: it is about to be sent. */
export interface Unsaid {
  occId: OccId;
  tenantId: TenantId;
  scheduleId: ScheduleId;
  personId: PersonId;
  /** Of the schedule. */
  kind: string;
  slot: string;
  /**
   * The local date for which it is on its way: that which it is filed under; where its author has put it off, or it was cut short,
   * that on which it was due first since then.
   */
  day: string;
  /** Whether it begins: nothing of this occurrence can have been sent before. */
  isFirst: boolean;
  /** Its place in the chain; 0: nothing is claimed of it, and its slot is free. */
  seq: number;
  dueAt: Temporal.Instant;
}

/**
 * Writes the words of the schedules that name it, at the moment of sending and from the data of that moment; of all
 * others title and body are the words.
 */
export interface Author {
  /**
   * In the claim's transaction, of the engine's role: what it writes down there stands or falls with the claim. Called once for
   * a batch; must not fail for what is in one of them.
   */
  write(tx: Tx, unsaid: readonly Unsaid[], now: Temporal.Instant): Promise<Manuscript>;
  /** Of one tenant; null where it has said nothing. */
  terms(db: Pick<Tx, 'query'>, tenantId: TenantId): Promise<Terms | null>;
}

export interface Manuscript {
  said: ReadonlyMap<OccId, Said>;
  /** Of the tenants concerned; those are absent that have said nothing. */
  terms: ReadonlyMap<TenantId, Terms>;
}

/** By the name that schedules have in `author`. */
export type Authors = ReadonlyMap<string, Author>;
