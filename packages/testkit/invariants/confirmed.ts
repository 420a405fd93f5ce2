import type { Evidence } from './invariant.ts';
import { occurrenceNamed, readSentMessages } from './sent-messages.ts';

export type WordKind =
  | 'answer by API'
  | 'answer by link'
  | 'answer by text'
  | 'STOP'
  | 'pause'
  | 'delete'
  | 'finish'
  | 'delivery off';

/** What may not leave any more. */
export type About =
  | { occurrenceId: string }
  | { scheduleId: string }
  | { channel: string; address: string }
  | { everybody: true };

/** A call that an answer named, as far as it is looked at. */
export interface NamedCall {
  occurrenceId: string;
  /** `seq.target` */
  attemptId: string;
}

/** Somebody's word that was confirmed: by a 200, by a page, or by a text. */
export interface Confirmed {
  kind: WordKind;
  about: About;
  /** Real time when whoever said it had the confirmation. */
  atMs: number;
  /** Real time when it may have been taken back (START, resume, delivery on); absent: never. */
  untilMs?: number;
  /** What the confirmation named as not stopped; null where it has no room for names. */
  couldNotStop: readonly NamedCall[] | null;
}

/**
 * The words whose confirmation is on record: STOP and answers by text, confirmed by the message that says so, and buttons
 * that handsets have pressed by themselves.
 */
export async function readConfirmed(evidence: Evidence): Promise<Confirmed[]> {
  return [...(await readStops(evidence)), ...(await readTextAnswers(evidence)), ...(await readPresses(evidence))];
}

/** An answer by text tells that something could not be stopped, and has no room for its name. */
const saysLate = `bool_or(a.body LIKE '%A message was on its way already%') AS "saysLate"`;
const namedBy = (saysLate: boolean) => (saysLate ? null : []);

const ms = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::float8`;

/**
 * Until the next START that was heard. By the order in which they were heard, which the address's lock makes the order in
 * which they took effect: a network that delays texts can reverse it.
 */
async function readStops({ client }: Evidence): Promise<Confirmed[]> {
  const { rows } = await client.query<{ address: string; atMs: number; untilMs: number | null; saysLate: boolean }>(
    `SELECT i."from" AS address, ${ms('min(t.at)')} AS "atMs", ${saysLate},
       (SELECT ${ms('min(l.at)')} FROM sandbox.message s JOIN witness.heard l ON l.provider_id = s.provider_id
        WHERE s.direction = 'inbound' AND s."from" = i."from" AND s.opt_out_type = 'START' AND l.at > h.at) AS "untilMs"
     FROM sandbox.message i JOIN witness.heard h ON h.provider_id = i.provider_id
     JOIN sandbox.message a ON a.in_reply_to = i.id JOIN witness.taken t ON t.message_id = a.id
     WHERE i.direction = 'inbound' AND i.opt_out_type = 'STOP' GROUP BY i.id, h.at`,
  );
  return rows.flatMap(({ address, atMs, untilMs, saysLate }) => {
    if (untilMs !== null && untilMs <= atMs) return [];
    const until = untilMs === null ? {} : { untilMs };
    return [
      { kind: 'STOP', about: { channel: 'sms', address }, atMs, ...until, couldNotStop: namedBy(saysLate) } as const,
    ];
  });
}

/** Answers to what begins anew by itself are left out: a snooze ends, a policy pages again. */
const reopened = `('snoozed', 'refired', 'repaged')`;

async function readTextAnswers({ client }: Evidence): Promise<Confirmed[]> {
  const { rows } = await client.query<{ occurrenceId: string; atMs: number; saysLate: boolean }>(
    `SELECT 'occ_' || replace(acted ->> 'day', '-', '') || '_' || replace(acted ->> 'occId', '-', '') AS "occurrenceId",
       ${ms('min(t.at)')} AS "atMs", ${saysLate}
     FROM sandbox.message i JOIN channels.inbound_message m ON m.provider_id = i.provider_id
     CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(m.acted_on) WHEN 'array' THEN m.acted_on ELSE '[]' END)
       AS x (acted)
     JOIN sandbox.message a ON a.in_reply_to = i.id JOIN witness.taken t ON t.message_id = a.id
     WHERE NOT EXISTS (SELECT FROM engine.turn r WHERE r.day = (acted ->> 'day')::date
       AND r.occ_id = (acted ->> 'occId')::uuid AND r.kind IN ${reopened})
     GROUP BY i.id, acted`,
  );
  return rows.map(({ occurrenceId, atMs, saysLate }) => ({
    ...{ kind: 'answer by text', about: { occurrenceId }, atMs, couldNotStop: namedBy(saysLate) },
  }));
}

/** Of what they were shown nothing is kept but that it was a page, so not what it could not stop. */
async function readPresses(evidence: Evidence): Promise<Confirmed[]> {
  const { rows } = await evidence.client.query<{ messageId: number; atMs: number }>(
    `SELECT d.message_id::int AS "messageId", ${ms('p.at')} AS "atMs"
     FROM witness.pressed p JOIN sandbox.delivery d ON d.id = p.delivery_id
     WHERE d.act ->> 'button' IN ('complete', 'acknowledge', 'skip')`,
  );
  const sent = new Map((await readSentMessages(evidence)).map((message) => [message.id, message]));
  return rows.flatMap(({ messageId, atMs }) => {
    const occurrence = sent.get(String(messageId))?.occurrence;
    if (!occurrence) return [];
    const [day = '', uuid = ''] = occurrence.split(' ');
    const occurrenceId = `occ_${day.replaceAll('-', '')}_${uuid.replaceAll('-', '')}`;
    return [{ kind: 'answer by link', about: { occurrenceId }, atMs, couldNotStop: null } as const];
  });
}

/** What an answer about a single occurrence names: its own calls, so it leaves out whose they are. */
export function callsOf(occurrenceId: string, calls: readonly { attemptId: string }[]): NamedCall[] {
  return calls.map(({ attemptId }) => ({ occurrenceId, attemptId }));
}

/** `day occurrence seq.target`, as departures name it. */
export function attemptNamed({ occurrenceId, attemptId }: NamedCall): string {
  return `${occurrenceNamed(occurrenceId)} ${attemptId}`;
}

export function countByKind(confirmed: readonly Confirmed[]): Record<string, number> {
  const byKind = [...Map.groupBy(confirmed, ({ kind }) => kind)].toSorted();
  return Object.fromEntries(byKind.map(([kind, group]) => [kind, group.length]));
}
