import { newId, type PersonId, type TenantId } from '@belfry/kernel/ids';
import { lockSpaces } from '@belfry/platform/advisory-locks';
import { plainArray, textArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { ConsentActor } from '../contract.ts';

export interface SpokenConsent {
  channel: string;
  address: string;
  at: Temporal.Instant;
  actor: ConsentActor;
  /** The words it was said in, or what else shows it. */
  evidence: string;
}

/**
 * The tenants that know an address: as a contact point, of a removed person too, or by an opt-out already. Across
 * tenants, so the engine's role has to ask.
 */
export async function tenantsKnowing(tx: Tx, channel: string, address: string): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    `SELECT tenant_id FROM people.contact_point WHERE channel = $1 AND address = $2
     UNION SELECT tenant_id FROM people.opt_out WHERE channel = $1 AND address = $2 ORDER BY 1`,
    [channel, address],
  );
  return rows.map((row) => row.tenant_id);
}

/**
 * Notes for these tenants that an address said STOP, and puts it into their ledgers. Idempotent: what has stopped
 * already is not written down again. Claims see it once it is committed; settle it before you confirm it.
 * @returns the tenants for which it is new
 */
export async function recordOptOut(tx: Tx, tenants: readonly TenantId[], said: SpokenConsent): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    `INSERT INTO people.opt_out (tenant_id, channel, address, since)
     SELECT tenant_id, $2, $3, $4 FROM unnest($1::uuid[]) AS tenant_id ORDER BY tenant_id
     ON CONFLICT DO NOTHING RETURNING tenant_id`,
    [tenants, said.channel, said.address, said.at.toString()],
  );
  return appendEvents(tx, rows, 'opted-out', said);
}

/** Lifts it again for these tenants; idempotent. @returns the tenants for which it was lifted */
export async function recordOptIn(tx: Tx, tenants: readonly TenantId[], said: SpokenConsent): Promise<TenantId[]> {
  const { rows } = await tx.query<{ tenant_id: TenantId }>(
    'DELETE FROM people.opt_out WHERE tenant_id = ANY($1::uuid[]) AND channel = $2 AND address = $3 RETURNING tenant_id',
    [tenants, said.channel, said.address],
  );
  return appendEvents(tx, rows, 'opted-in', said);
}

/** A group of people who are added at once, with a few addresses each. */
const mostOfEach = 400;

/**
 * Notes that an address said STOP to the sender that all tenants share: for those that know it now, as `recordOptOut`
 * does, and for all that will. Waits for whoever is just learning of it. Across tenants, so the engine's role has to.
 * @returns the tenants for which it is new
 */
export async function recordStop(tx: Tx, said: SpokenConsent): Promise<TenantId[]> {
  const { channel, address, at } = said;
  await lockAddresses(tx, 'exclusive', [said]);
  await tx.query(
    'INSERT INTO people.stopped_address (channel, address, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [channel, address, at.toString()],
  );
  return recordOptOut(tx, await tenantsKnowing(tx, channel, address), said);
}

/** It says START: nobody is bound by it any more. Idempotent. @returns the tenants for which it was lifted */
export async function recordStart(tx: Tx, said: SpokenConsent): Promise<TenantId[]> {
  const { channel, address } = said;
  await lockAddresses(tx, 'exclusive', [said]);
  await tx.query('DELETE FROM people.stopped_address WHERE channel = $1 AND address = $2', [channel, address]);
  return recordOptIn(tx, await tenantsKnowing(tx, channel, address), said);
}

/**
 * The addresses of people of the transaction's tenant that have said STOP. Waits for whoever is just saying it; one
 * that is said afterwards waits for this transaction, and then finds the person.
 */
export async function readStoppedPoints(
  tx: Tx,
  people: readonly PersonId[],
  points: readonly Pick<SpokenConsent, 'channel' | 'address'>[],
): Promise<{ channel: string; address: string; since: Temporal.Instant }[]> {
  await lockAddresses(tx, 'shared', points);
  const { rows } = await tx.query<{ channel: string; address: string; since: Temporal.Instant }>(
    `SELECT DISTINCT s.channel, s.address, s.since FROM unnest($1::uuid[]) AS p (id)
     CROSS JOIN LATERAL people.stopped_points(p.id) AS s ORDER BY channel, address`,
    [uuidArray(people)],
  );
  return rows;
}

/** Those of these addresses that have said STOP to the transaction's tenant, as `channel address`. */
export async function readOptedOut(
  tx: Tx,
  points: readonly Pick<SpokenConsent, 'channel' | 'address'>[],
): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ channel: string; address: string }>(
    `SELECT o.channel, o.address FROM unnest($1::text[], $2::text[]) AS p (channel, address)
     JOIN people.opt_out o ON o.channel = p.channel AND o.address = p.address`,
    [plainArray(points.map(({ channel }) => channel)), textArray(points.map(({ address }) => address))],
  );
  return new Set(rows.map(({ channel, address }) => `${channel} ${address}`));
}

/** Serialises STOP and START of an address with whoever is learning of it; held until the transaction ends. */
async function lockAddresses(
  tx: Tx,
  form: 'shared' | 'exclusive',
  points: readonly Pick<SpokenConsent, 'channel' | 'address'>[],
): Promise<void> {
  // The many of a file have no room each in PostgreSQL's table of locks: whoever says STOP waits for all of them then.
  if (form === 'shared' && points.length > mostOfEach) {
    await tx.query('SELECT pg_advisory_xact_lock($1, 0)', [lockSpaces.manyStops]);
    return;
  }
  if (form === 'exclusive') await tx.query('SELECT pg_advisory_xact_lock_shared($1, 0)', [lockSpaces.manyStops]);
  await tx.query(
    `SELECT pg_advisory_xact_lock${form === 'shared' ? '_shared' : ''}($1, key) FROM (
       SELECT DISTINCT hashtext(point) AS key FROM unnest($2::text[]) AS point ORDER BY key) AS k`,
    [lockSpaces.stops, points.map(({ channel, address }) => `${channel} ${address}`)],
  );
}

async function appendEvents(
  tx: Tx,
  rows: readonly { tenant_id: TenantId }[],
  kind: 'opted-out' | 'opted-in',
  { channel, address, at, actor, evidence }: SpokenConsent,
): Promise<TenantId[]> {
  const tenants = rows.map((row) => row.tenant_id);
  await tx.query(
    `INSERT INTO people.consent_event (id, tenant_id, at, kind, channel, address, person_id, actor, evidence)
     SELECT id, tenant_id, $3, $4, $5, $6,
       (SELECT person_id FROM people.contact_point c
        WHERE c.tenant_id = t.tenant_id AND c.channel = $5 AND c.address = $6 ORDER BY person_id LIMIT 1), $7, $8
     FROM unnest($1::uuid[], $2::uuid[]) AS t (id, tenant_id)`,
    [tenants.map(() => newId()), tenants, at.toString(), kind, channel, address, JSON.stringify(actor), evidence],
  );
  return tenants;
}

/** Whether an address has said STOP to any tenant: then it gets no answers either. The engine's role has to ask. */
export async function isOptedOut(tx: Tx, channel: string, address: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM people.opt_out WHERE channel = $1 AND address = $2 LIMIT 1', [
    channel,
    address,
  ]);
  return rowCount === 1;
}
