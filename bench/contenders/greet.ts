import type pg from 'pg';
import type { Run } from '../measure/contender.ts';

/**
 * The work of a greeting in the best form a queue's handler can give it: one statement reads the schedules, people and
 * contacts of a whole batch, another records what was sent. The tables are as plain as their task allows.
 */
const greetingTables = `
  CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL, time_zone text NOT NULL, locale text NOT NULL, deleted_at timestamptz);
  CREATE TABLE contact (person_id int PRIMARY KEY, channel text NOT NULL, address text NOT NULL);
  CREATE TABLE schedule (id int PRIMARY KEY, person_id int NOT NULL, title text NOT NULL, body text, paused_at timestamptz);
  CREATE TABLE delivery (schedule_id int PRIMARY KEY, person_id int NOT NULL, channel text NOT NULL, address text NOT NULL,
    subject text NOT NULL, text text NOT NULL, status text NOT NULL, provider_id text NOT NULL, at timestamptz NOT NULL);`;

/** One person, contact and schedule for each piece. */
export async function loadGreetings(client: pg.ClientBase, count: number): Promise<void> {
  await client.query(greetingTables);
  const pieces = `generate_series(0, ${count - 1}) AS piece`;
  await client.query(`INSERT INTO person SELECT piece, 'Person ' || piece, 'Europe/London', 'en' FROM ${pieces}`);
  await client.query(`INSERT INTO contact SELECT piece, 'sms', '+1555' || lpad(piece::text, 7, '0') FROM ${pieces}`);
  await client.query(
    `INSERT INTO schedule SELECT piece, piece, 'Birthday ' || piece, 'Many happy returns' FROM ${pieces}`,
  );
}

/** The key of `delivery` allows one for each piece; so as many as there are pieces is all of them. */
export async function requireDeliveries({ client, count, given }: Run): Promise<void> {
  if (given.work === 'bare') return;
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM delivery');
  if (rows[0]?.count !== count) throw new Error(`${rows[0]?.count} of ${count} deliveries are on record.`);
}

interface Greeting {
  id: number;
  person_id: number;
  title: string;
  body: string | null;
  name: string;
  channel: string;
  address: string;
}

export async function greetAll(pool: pg.Pool, pieces: readonly number[]): Promise<void> {
  const { rows } = await pool.query<Greeting>({
    name: 'read',
    text: `SELECT s.id, s.person_id, s.title, s.body, p.name, c.channel, c.address
       FROM schedule s JOIN person p ON p.id = s.person_id JOIN contact c ON c.person_id = p.id
       WHERE s.id = ANY($1::int[]) AND s.paused_at IS NULL AND p.deleted_at IS NULL`,
    values: [pieces],
  });
  const now = new Date().toISOString();
  const sent = rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => ({ ...row, text: render(row), providerId: `noop-${row.id}` }));
  await pool.query({
    name: 'record',
    text: `INSERT INTO delivery
       SELECT *, 'accepted', 'noop-' || s.schedule_id, $7::timestamptz
       FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[])
         AS s (schedule_id, person_id, channel, address, subject, text) ON CONFLICT DO NOTHING`,
    values: [
      sent.map(({ id }) => id),
      sent.map(({ person_id }) => person_id),
      sent.map(({ channel }) => channel),
      sent.map(({ address }) => address),
      sent.map(({ title }) => title),
      sent.map(({ text }) => text),
      now,
    ],
  });
}

function render({ title, body }: Greeting): string {
  return body === null ? title : `${title}\n${body}`;
}

/** For handlers that get one job at a time: those that run at once share their statements. */
export function greetInBatches(pool: pg.Pool): (piece: number) => Promise<void> {
  let batch: { pieces: number[]; done: Promise<void> } | undefined;
  return (piece) => {
    if (!batch) {
      const pieces: number[] = [];
      const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        batch = undefined;
        return greetAll(pool, pieces);
      });
      batch = { pieces, done };
    }
    batch.pieces.push(piece);
    return batch.done;
  };
}
