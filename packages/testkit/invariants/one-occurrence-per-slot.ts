import { countOf, type Invariant, violationsOf } from './invariant.ts';

export const oneOccurrencePerSlot: Invariant = {
  number: 1,
  promise: 'One occurrence for each schedule and slot.',
  async check({ client }) {
    const twice = await violationsOf(
      client,
      `SELECT 'slot ' || slot || ' of schedule ' || schedule_id || ' fired ' || count(*) || ' times' AS what
       FROM engine.turn WHERE seq = 0 GROUP BY schedule_id, slot HAVING count(*) > 1`,
    );
    const unlisted = await violationsOf(
      client,
      `SELECT 'slot ' || t.slot || ' of schedule ' || t.schedule_id || ' is not in the ledger' AS what
       FROM engine.turn t WHERE t.seq = 0 AND NOT EXISTS (
         SELECT FROM engine.slot_ledger l
         WHERE l.year = left(t.slot, 4)::smallint AND l.schedule_id = t.schedule_id AND l.slot = t.slot)`,
    );
    return { checked: await countOf(client, 'engine.turn WHERE seq = 0'), violations: [...twice, ...unlisted] };
  },
};
