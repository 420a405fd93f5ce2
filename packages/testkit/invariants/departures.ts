import type { Evidence } from './invariant.ts';
import { readSentMessages } from './sent-messages.ts';

/** Something that left, or tried to, by somebody's record. */
export interface Departure {
  /** `sms 12`, `attempt 2027-… 1.0 by sms` */
  what: string;
  channel: string | null;
  address: string;
  /** The attempts that it may be; none where nothing tells. */
  attempts: readonly string[];
  /** `day occurrence`; null where nothing tells. */
  occurrence: string | null;
  scheduleId: string | null;
  /** It answers a text, and is nothing that Belfry began. */
  isAnswer: boolean;
  /** Real time: of the network's commit; of a call that nobody took, of the record of its end. */
  atMs: number;
}

/** A contact that a turn has recorded, and what was known of it when. */
export interface AttemptLife {
  /** `day occurrence seq.target` */
  attempt: string;
  occurrence: string;
  scheduleId: string;
  channel: string;
  address: string;
  messageId: string;
  /** It was withheld, and nobody was to be called. */
  isWithheld: boolean;
  claimedAtMs: number;
  /** In order. */
  ends: { status: string; code: string | null; atMs: number }[];
}

export async function readAttemptLives({ client }: Evidence): Promise<AttemptLife[]> {
  const { rows } = await client.query<AttemptLife>(
    `SELECT t.day || ' ' || t.occ_id || ' ' || t.seq || '.' || (c.contact ->> 'target') AS attempt,
       t.day || ' ' || t.occ_id AS occurrence, t.schedule_id AS "scheduleId", c.contact ->> 'channel' AS channel,
       c.contact ->> 'address' AS address, c.contact ->> 'messageId' AS "messageId",
       jsonb_typeof(c.contact -> 'problem') = 'object' AS "isWithheld",
       (extract(epoch FROM t.claimed_at) * 1000)::float8 AS "claimedAtMs",
       coalesce(jsonb_agg(jsonb_build_object('status', o.status, 'code', o.code,
         'atMs', extract(epoch FROM w.at) * 1000) ORDER BY o.n) FILTER (WHERE o.n IS NOT NULL), '[]') AS ends
     FROM engine.turn t CROSS JOIN jsonb_array_elements(t.contacts) AS c (contact)
     LEFT JOIN engine.outcome o ON o.day = t.day AND o.occ_id = t.occ_id AND o.seq = t.seq
       AND o.target = (c.contact ->> 'target')::int
     LEFT JOIN witness.ended w ON w.day = o.day AND w.occ_id = o.occ_id AND w.seq = o.seq AND w.target = o.target
       AND w.n = o.n
     WHERE c.contact ->> 'address' IS NOT NULL GROUP BY t.day, t.occ_id, t.seq, c.contact`,
  );
  return rows;
}

/**
 * What the network and the inbox have; what the engine's record says was tried, whatever came of it; and what the network
 * was asked and refused, such as by 21610, of which it keeps no message.
 */
export async function readDepartures(evidence: Evidence, lives: readonly AttemptLife[]): Promise<Departure[]> {
  return [
    ...(await readTaken(evidence, lives)),
    ...tried(lives),
    ...(await readRefused(evidence)),
    ...(await readAnswersGiven(evidence)),
  ];
}

async function readTaken(evidence: Evidence, lives: readonly AttemptLife[]): Promise<Departure[]> {
  const byOccurrence = Map.groupBy(lives, ({ occurrence }) => occurrence);
  return (await readSentMessages(evidence)).map((message) => {
    const { id, channel, to, occurrence, attempt, messageId, takenAtMs } = message;
    const its = byOccurrence.get(occurrence ?? '') ?? [];
    const possible = its.filter(
      (life) => life.channel === channel && life.address === to && (messageId === null || life.messageId === messageId),
    );
    return {
      what: `${channel} ${id}`,
      channel,
      address: to,
      attempts: attempt === null ? possible.map((life) => life.attempt) : [attempt],
      occurrence,
      scheduleId: its[0]?.scheduleId ?? null,
      isAnswer: false,
      atMs: takenAtMs,
    };
  });
}

/** What the record itself says was certainly no call. */
const notCalled = new Set([
  'call.not-begun',
  'channel.withdrawn',
  'channel.held-back',
  'channel.breaker-open',
  'channel.busy',
]);

function tried(lives: readonly AttemptLife[]): Departure[] {
  return lives.flatMap((life) => {
    const [first] = life.ends;
    if (life.isWithheld || !first || first.status === 'suppressed') return [];
    if (first.status === 'failed' && (notCalled.has(first.code ?? '') || first.code?.startsWith('contact.'))) return [];
    const { attempt, channel, address, occurrence, scheduleId } = life;
    const what = `attempt ${attempt} by ${channel}`;
    return [{ what, channel, address, attempts: [attempt], occurrence, scheduleId, isAnswer: false, atMs: first.atMs }];
  });
}

async function readRefused({ client }: Evidence): Promise<Departure[]> {
  const { rows } = await client.query<{ address: string; channel: string; atMs: number }>(
    `SELECT r.address, h.channel, (extract(epoch FROM r.at) * 1000)::float8 AS "atMs"
     FROM witness.requested r JOIN sandbox.handset h ON h.address = r.address
     WHERE NOT EXISTS (SELECT FROM witness.taken t WHERE t.xact = r.xact)`,
  );
  return rows.map(({ address, channel, atMs }) => ({
    ...{ what: `a refused request by ${channel}`, channel, address, attempts: [], occurrence: null },
    ...{ scheduleId: null, isAnswer: false, atMs },
  }));
}

/** Whatever Belfry had to say to a text, also where the network kept it back; but for the carriers' own keywords. */
async function readAnswersGiven({ client }: Evidence): Promise<Departure[]> {
  const { rows } = await client.query<{ id: number; address: string; atMs: number }>(
    `SELECT i.id::int, i."from" AS address, (extract(epoch FROM h.at) * 1000)::float8 AS "atMs"
     FROM sandbox.message i JOIN channels.inbound_message m ON m.provider_id = i.provider_id
     JOIN witness.heard h ON h.provider_id = i.provider_id
     WHERE i.direction = 'inbound' AND i.opt_out_type IS NULL AND m.reply IS NOT NULL`,
  );
  return rows.map(({ id, address, atMs }) => ({
    ...{ what: `an answer to text ${id}`, channel: 'sms', address, attempts: [], occurrence: null },
    ...{ scheduleId: null, isAnswer: true, atMs },
  }));
}
