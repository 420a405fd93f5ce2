import { countOf, type Invariant, violationsOf } from './invariant.ts';

export const neverEarly: Invariant = {
  number: 9,
  promise: 'What is due is decided by one Clock, and nothing goes before its time.',
  async check({ client, now }) {
    const turns = await violationsOf(
      client,
      `SELECT 'turn ' || seq || ' of ' || occ_id || ' was taken at ' || at || ', before ' || due_at AS what
       FROM engine.turn WHERE at < due_at AND kind NOT IN ('acknowledged', 'completed', 'snoozed', 'skipped', 'cancelled')`,
    );
    const future = await violationsOf(
      client,
      `SELECT 'turn ' || seq || ' of ' || occ_id || ' is of ' || at || ', which has not come' AS what
       FROM engine.turn WHERE at > $1`,
      [now.toString()],
    );
    const backwards = await violationsOf(
      client,
      `SELECT 'turn ' || seq || ' of ' || occ_id || ' is older than the one before' AS what
       FROM (SELECT *, lag(at) OVER (PARTITION BY day, occ_id ORDER BY seq) AS before FROM engine.turn) t WHERE at < before`,
    );
    return { checked: await countOf(client, 'engine.turn'), violations: [...turns, ...future, ...backwards] };
  },
};
