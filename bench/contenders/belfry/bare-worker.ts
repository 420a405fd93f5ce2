import { openDatabase } from '@belfry/platform/database';
import type pg from 'pg';
import type { Worker } from '../../measure/contender.ts';
import { dueAt } from './due-at.ts';
import { pieceOfUuid } from './ids.ts';

const shards = 64;
const batch = 2000;
/** While PostgreSQL works for one, this process works for the other. */
const loops = 2;
const beforeAllIds = '00000000-0000-0000-0000-000000000000';

interface Claimed {
  day: string;
  occ_id: string;
  person_id: string;
  tenant_id: string;
  shard: number;
}

export const worker: Worker = {
  async prepare({ databaseUrl, share, handled }) {
    const database = openDatabase({ url: databaseUrl, poolMin: loops * 2, poolMax: loops * 4 });
    const pool = database.pools.engine;
    await pool.query('SELECT 1');
    const parts = Array.from({ length: loops }, (_, loop) =>
      Array.from({ length: shards }, (_, shard) => shard).filter(
        (shard) => shard % (share.of * loops) === share.index * loops + loop,
      ),
    );
    let running: Promise<unknown> = Promise.resolve();
    return {
      go() {
        running = Promise.all(parts.map((part) => workOff(pool, part, handled)));
      },
      async stop() {
        await running;
        await database.close();
      },
    };
  },
};

/** Until nothing is left in these shards. What one batch sent is written down while the next is being claimed. */
async function workOff(pool: pg.Pool, part: readonly number[], handled: (piece: number) => void): Promise<void> {
  const cursors = new Map(part.map((shard) => [shard, beforeAllIds]));
  let writing: Promise<unknown> = Promise.resolve();
  while (cursors.size > 0) {
    const each = Math.ceil(batch / cursors.size);
    const { rows } = await pool.query<Claimed>(claim, [
      literal(cursors.keys()),
      literal(cursors.values()),
      dueAt,
      each,
    ]);
    const read = Map.groupBy(rows, ({ shard }) => shard);
    for (const shard of [...cursors.keys()]) {
      const ofShard = read.get(shard) ?? [];
      const last = ofShard.at(-1);
      if (!last || ofShard.length < each) cursors.delete(shard);
      else cursors.set(shard, last.occ_id);
    }
    await writing;
    writing = pool.query(record, [
      literal(rows.map(({ day }) => day)),
      literal(rows.map(({ occ_id }) => occ_id)),
      literal(rows.map(({ tenant_id }) => tenant_id)),
      dueAt,
    ]);
    for (const { person_id } of rows) handled(pieceOfUuid(person_id));
  }
  await writing;
}

/** None of these needs a quote. */
const literal = (values: Iterable<string | number>) => `{${[...values].join(',')}}`;

const claim = `WITH due AS MATERIALIZED (
    SELECT w.* FROM unnest($1::smallint[], $2::uuid[]) AS c (shard, after) CROSS JOIN LATERAL (
      SELECT shard, day, occ_id, tenant_id, schedule_id, person_id, slot, due_at FROM engine.wakeup
      WHERE shard = c.shard AND lane = 0 AND due_at = $3 AND occ_id > c.after ORDER BY due_at, occ_id LIMIT $4) w
  ), entered AS (
    INSERT INTO engine.slot_ledger (year, schedule_id, slot)
    SELECT left(slot, 4)::smallint, schedule_id, slot FROM due ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING RETURNING schedule_id
  ), claimed AS (
    INSERT INTO engine.turn (day, occ_id, seq, tenant_id, schedule_id, person_id, slot, kind, state, at, due_at, base_at,
      steps_taken, attempt, awaits_answer, contacts)
    SELECT day, occ_id, 0, tenant_id, schedule_id, person_id, slot, 'fired', 'open', due_at, due_at, due_at, 1, 0, false, '[]'
    FROM due JOIN entered USING (schedule_id) ORDER BY day, occ_id
    ON CONFLICT DO NOTHING RETURNING occ_id
  )
  SELECT d.day::text, d.occ_id, d.person_id, d.tenant_id, d.shard
  FROM due d JOIN claimed USING (occ_id) ORDER BY d.shard, d.occ_id`;

const record = `INSERT INTO engine.outcome (day, occ_id, seq, target, n, tenant_id, status, at)
  SELECT day, occ_id, 0, 0, 0, tenant_id, 'accepted', $4 FROM unnest($1::date[], $2::uuid[], $3::uuid[]) AS o (day, occ_id, tenant_id)
  ORDER BY day, occ_id ON CONFLICT DO NOTHING`;
