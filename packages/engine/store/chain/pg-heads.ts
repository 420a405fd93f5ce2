import { dayArray, plainArray, uuidArray } from '@belfry/platform/array-parameters';
import type { Tx } from '@belfry/platform/database';
import type { Head } from '../../domain/decide-turn/turn-context.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { owedContacts } from '../../domain/owed-contacts.ts';
import type { PolicyVersionKey } from '../policies/pg-policies-of-turns.ts';
import type { Wakeup } from '../wakeups/pg-wakeups.ts';
import { type ChainRow, chainBefore, readChainBefore } from './pg-chains.ts';
import { turnKey } from './pg-claim-turns.ts';

/** The turn before, and what its occurrence began with. */
export interface HeadFacts extends PolicyVersionKey {
  head: Omit<Head, 'hasReachedSelf'>;
}

interface HeadRow extends PolicyVersionKey, Omit<Head, 'followUps' | 'hasReachedSelf'> {
  occId: OccId;
  /** Of the wake-up that wants to come after it. */
  seq: number;
  chain: ChainRow | null;
}

/**
 * Of wake-ups that go on with an occurrence, the turn before each; where something is to be made again, read from the whole
 * chain. By `turnKey`; whoever has none is absent.
 */
export async function readHeads(tx: Tx, wakeups: readonly Wakeup[]): Promise<Map<string, HeadFacts>> {
  if (wakeups.length === 0) return new Map();
  const { rows } = await tx.query<HeadRow>(
    `SELECT w.occ_id AS "occId", w.seq, h.state, h.base_at AS "baseAt", h.round, h.steps_taken AS "stepsTaken",
       h.repeats_taken AS "repeatsTaken", h.attempt, h.policy_id AS "policyId", h.policy_version AS "policyVersion",
       ${chainBefore} AS chain
     FROM unnest($1::date[], $2::uuid[], $3::int[]) AS w (day, occ_id, seq)
     CROSS JOIN LATERAL (
       SELECT * FROM engine.turn t WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.seq = w.seq - 1 OFFSET 0
     ) h`,
    placesOf(wakeups),
  );
  return new Map(rows.map((row) => [turnKey(row.occId, row.seq), readHeadFacts(row)]));
}

/**
 * Of wake-ups that go on with an occurrence, those behind a round of which a message has reached the person whom it is for, by
 * the newest news of each message.
 */
export async function readWhoseSelfIsReached(tx: Tx, wakeups: readonly Wakeup[]): Promise<Set<OccId>> {
  if (wakeups.length === 0) return new Set();
  const { rows } = await tx.query<{ occId: OccId }>(
    `SELECT w.occ_id AS "occId" FROM unnest($1::date[], $2::uuid[], $3::int[], $4::uuid[]) AS w (day, occ_id, seq, person_id)
     CROSS JOIN LATERAL (
       SELECT round FROM engine.turn WHERE day = w.day AND occ_id = w.occ_id AND seq = w.seq - 1 OFFSET 0
     ) h
     WHERE EXISTS (
       SELECT FROM engine.turn t CROSS JOIN jsonb_to_recordset(t.contacts) AS c (target int, "personId" uuid)
       WHERE t.day = w.day AND t.occ_id = w.occ_id AND t.round = h.round AND c."personId" = w.person_id
         AND (SELECT o.status FROM engine.outcome o
           WHERE o.day = w.day AND o.occ_id = w.occ_id AND o.seq = t.seq AND o.target = c.target ORDER BY o.n DESC LIMIT 1)
           IN ('accepted', 'sent', 'delivered', 'answered')
       OFFSET 0)`,
    [...placesOf(wakeups), uuidArray(wakeups.map((w) => w.personId))],
  );
  return new Set(rows.map(({ occId }) => occId));
}

const placesOf = (wakeups: readonly Wakeup[]) => [
  dayArray(wakeups.map((w) => w.day)),
  uuidArray(wakeups.map((w) => w.occId)),
  plainArray(wakeups.map((w) => w.seq)),
];

function readHeadFacts({ occId: _, seq: __, chain, policyId, policyVersion, ...head }: HeadRow): HeadFacts {
  return { policyId, policyVersion, head: { ...head, followUps: chain ? owedBefore(chain) : [] } };
}

function owedBefore(row: ChainRow): Head['followUps'] {
  const { chain, outcomes } = readChainBefore(row);
  return owedContacts(chain, outcomes);
}
