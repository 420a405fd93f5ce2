import type { TenantId } from '@belfry/kernel/ids';
import { recordOptOut, recordStart, recordStop, type SpokenConsent } from '@belfry/people';
import { inTransaction, type Tx } from '@belfry/platform/database';
import { callEndsWithinMs } from '../../domain/claim-age.ts';
import { awaitClaims } from '../../store/chain/pg-shard-locks.ts';
import type { UnderWay } from '../../store/stopping/pg-under-way.ts';
import { readUnderWayWidely } from '../../store/stopping/pg-under-way-widely.ts';
import type { EngineDeps } from '../engine-deps.ts';
import { drainUntil } from './drain.ts';

/**
 * An address says STOP: from when this has returned nothing leaves to it any more, whoever's reminder it is and whichever
 * tenant's, those included that come to know it later. Idempotent.
 * @param tenants those alone that it was said to, such as whose email was unsubscribed from
 */
export async function optOut(
  deps: EngineDeps,
  said: Omit<SpokenConsent, 'at'>,
  tenants?: readonly TenantId[],
): Promise<{ couldNotStop: UnderWay[] }> {
  await inTransaction(deps.pool, async (tx) => stopAddress(tx, { ...said, at: deps.clock.now() }, tenants));
  return { couldNotStop: await settleAddress(deps, said, callEndsWithinMs(deps.providerTimeoutMs)) };
}

/** The fact alone; commit it, then `settleAddress`. */
export async function stopAddress(tx: Tx, said: SpokenConsent, tenants?: readonly TenantId[]): Promise<TenantId[]> {
  return tenants ? recordOptOut(tx, tenants, said) : recordStop(tx, said);
}

/** It says START. Idempotent; what was suppressed meanwhile stays so. */
export async function optIn(tx: Tx, said: SpokenConsent): Promise<TenantId[]> {
  return recordStart(tx, said);
}

/**
 * Waits, bounded, until no call to an address is under way that was claimed before its STOP was committed.
 * @returns what could not be stopped
 */
export async function settleAddress(
  deps: EngineDeps,
  { channel, address }: Pick<SpokenConsent, 'channel' | 'address'>,
  withinMs: number,
): Promise<UnderWay[]> {
  await awaitClaims(deps.pool, null);
  const asked = { tenantId: null, fact: { channel, address }, shards: null };
  return drainUntil(deps.pool, null, (tx) => readUnderWayWidely(tx, { ...asked, now: deps.clock.now() }), withinMs);
}

/**
 * The carrier refuses an address because it knows a STOP that never reached us (Twilio's 21610). Ours from now on too,
 * so that the record says why, other channels are tried at once, and nothing is sent for nothing. Call it with the
 * refusal; there is nothing to drain.
 */
export async function noteCarrierOptOut(
  deps: EngineDeps,
  { channel, address, code }: { channel: string; address: string; code: string },
): Promise<void> {
  const actor = { type: 'person', id: address, name: address, via: channel } as const;
  const said = { channel, address, at: deps.clock.now(), actor, evidence: `The carrier refused: ${code}.` };
  await inTransaction(deps.pool, (tx) => stopAddress(tx, said));
}
