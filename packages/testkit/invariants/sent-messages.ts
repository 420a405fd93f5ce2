import { readAttemptKey } from '@belfry/channels';
import { readAttemptPayload } from '@belfry/engine/module';
import type { Evidence } from './invariant.ts';

/** A message of the phone network's own record, or of an inbox. */
export interface SentMessage {
  /** The network's number; of the inbox, which has none, its key. */
  id: string;
  channel: string;
  to: string;
  /** What the person reads. */
  body: string;
  at: Temporal.Instant;
  status: string;
  providerId: string;
  /** What chaos did to it. */
  faults: string[];
  /** Real time; see witness.ts. */
  takenAtMs: number;
  /** `day occurrence seq.target` of the attempt that sent it; null where the channel tells the step or the occurrence alone. */
  attempt: string | null;
  /** The Message-ID's first half, which all tries of a step share; emails alone. */
  messageId: string | null;
  /** `day occurrence` that it is about. */
  occurrence: string | null;
}

interface MessageRow {
  id: string;
  channel: string;
  to: string;
  body: string;
  at: string;
  status: string;
  provider_id: string;
  faults: string[];
  taken_at_ms: number;
  status_callback_url: string | null;
  payload: string | null;
}

/** What Belfry sent of its own accord; answers to replies belong to no attempt. */
export async function readSentMessages({ client, secret }: Evidence): Promise<SentMessage[]> {
  const { rows } = await client.query<MessageRow>(
    `SELECT m.id::text, channel, "to", body, to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, status,
       provider_id, struck -> 'faults' AS faults, (extract(epoch FROM w.at) * 1000)::float8 AS taken_at_ms, status_callback_url,
       payload
     FROM sandbox.message m JOIN witness.taken w ON w.message_id = m.id
     WHERE direction = 'outbound' ORDER BY m.id`,
  );
  const sent = rows.map((row) => {
    const attempt = attemptOf(secret, row.status_callback_url);
    const messageId = row.channel === 'email' ? (/^<([^@]+)@/.exec(row.provider_id)?.[1] ?? null) : null;
    return {
      id: row.id,
      channel: row.channel,
      to: row.to,
      body: row.channel === 'webhook' ? (toldBy(row.body)?.text ?? '') : row.body,
      at: Temporal.Instant.from(row.at),
      status: row.status,
      providerId: row.provider_id,
      faults: row.faults,
      takenAtMs: row.taken_at_ms,
      attempt,
      messageId,
      occurrence: attempt === null ? occurrenceNamed(messageId ?? saysOccurrence(row)) : occurrenceOf(attempt),
    };
  });
  return [...sent, ...(await readInboxes(client))];
}

const occurrenceOf = (attempt: string) => attempt.split(' ').slice(0, 2).join(' ');

/** A push and a webhook say it in what they carry. */
function saysOccurrence({ channel, body, payload }: MessageRow): string | null {
  return toldBy(channel === 'webhook' ? body : payload)?.occurrenceId ?? null;
}

function toldBy(json: string | null): { occurrenceId?: string; text?: string } | null {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}

async function readInboxes(client: Evidence['client']): Promise<SentMessage[]> {
  const { rows } = await client.query<{ attempt: string; text: string; at: string; takenAtMs: number }>(
    `SELECT m.attempt, m.text, to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
       (extract(epoch FROM w.at) * 1000)::float8 AS "takenAtMs"
     FROM channels.inbox_message m JOIN witness.put w USING (attempt) ORDER BY m.at, m.attempt`,
  );
  return rows.map(({ attempt: key, text, at, takenAtMs }) => {
    const [day, occId, seq, target] = key.split('/');
    const attempt = `${day} ${occId} ${seq}.${target}`;
    return {
      ...{ id: key, channel: 'inbox', to: 'inbox', body: text, at: Temporal.Instant.from(at), status: 'delivered' },
      ...{ providerId: key, faults: [], takenAtMs, attempt, messageId: null, occurrence: occurrenceOf(attempt) },
    };
  });
}

function attemptOf(secret: string, callbackUrl: string | null): string | null {
  const token = callbackUrl?.split('/').at(-1);
  const payload = token === undefined ? null : readAttemptKey(secret, token);
  const attempt = payload === null ? null : readAttemptPayload(payload);
  return attempt && `${attempt.day} ${attempt.occId} ${attempt.seq}.${attempt.target}`;
}

/** An occurrence's id, or a Message-ID that begins with it, as `day uuid`. */
export function occurrenceNamed(id: string | null): string | null {
  const match = /^occ_(\d{4})(\d\d)(\d\d)_(.{8})(.{4})(.{4})(.{4})(.{12})(?:\.|$)/.exec(id ?? '');
  if (!match) return null;
  const [, year, month, day, ...uuid] = match;
  return `${year}-${month}-${day} ${uuid.join('-')}`;
}

/** A contact as a turn recorded it, before anybody was called. */
export interface RecordedContact {
  attempt: string;
  /** `day occurrence` */
  occurrence: string;
  channel: string;
  address: string;
  text: string;
  messageId: string;
}

export async function readRecordedContacts({ client }: Evidence): Promise<RecordedContact[]> {
  const { rows } = await client.query<RecordedContact>(
    `SELECT t.day || ' ' || t.occ_id || ' ' || t.seq || '.' || (c.contact ->> 'target') AS attempt,
       t.day || ' ' || t.occ_id AS occurrence, c.contact ->> 'channel' AS channel, c.contact ->> 'address' AS address, c.contact ->> 'text' AS text,
       c.contact ->> 'messageId' AS "messageId"
     FROM engine.turn t CROSS JOIN jsonb_array_elements(t.contacts) AS c (contact)
     WHERE c.contact ->> 'address' IS NOT NULL`,
  );
  return rows;
}
