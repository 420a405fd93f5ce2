import type { AttemptStatus } from '@belfry/channels';
import type { Evidence } from './invariant.ts';

/** What stands in the record of an attempt in the end. */
export interface AttemptEnd {
  /** `day occurrence seq.target` */
  attempt: string;
  channel: string;
  address: string;
  text: string;
  messageId: string;
  status: AttemptStatus;
  code: string | null;
  /** The latest that was heard. */
  providerId: string | null;
  /** When its record before the last one was made, such as that nobody knows; real time, see witness.ts. */
  knownBeforeAtMs: number | null;
}

/** Of each contact that had an address. */
export async function readAttemptEnds({ client }: Pick<Evidence, 'client'>): Promise<AttemptEnd[]> {
  const { rows } = await client.query<AttemptEnd>(
    `SELECT DISTINCT ON (o.day, o.occ_id, o.seq, o.target)
       o.day || ' ' || o.occ_id || ' ' || o.seq || '.' || o.target AS attempt,
       c.contact ->> 'channel' AS channel, c.contact ->> 'address' AS address, c.contact ->> 'text' AS text,
       c.contact ->> 'messageId' AS "messageId", o.status, o.code,
       (SELECT p.provider_id FROM engine.outcome p WHERE p.day = o.day AND p.occ_id = o.occ_id AND p.seq = o.seq
          AND p.target = o.target AND p.provider_id IS NOT NULL ORDER BY p.n DESC LIMIT 1) AS "providerId",
       (extract(epoch FROM w.at) * 1000)::float8 AS "knownBeforeAtMs"
     FROM engine.outcome o
     JOIN engine.turn t ON t.day = o.day AND t.occ_id = o.occ_id AND t.seq = o.seq
     LEFT JOIN witness.ended w ON w.day = o.day AND w.occ_id = o.occ_id AND w.seq = o.seq AND w.target = o.target
       AND w.n = o.n - 1
     CROSS JOIN LATERAL jsonb_array_elements(t.contacts) AS c (contact)
     WHERE (c.contact ->> 'target')::int = o.target AND c.contact ->> 'address' IS NOT NULL
     ORDER BY o.day, o.occ_id, o.seq, o.target, o.n DESC`,
  );
  return rows;
}
