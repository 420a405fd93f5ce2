import { countOf, type Invariant, violationsOf } from './invariant.ts';

export const unknownsSettled: Invariant = {
  number: 5,
  promise: 'An unknown end is looked up or decided on, never forgotten and never silently a success.',
  async check({ client }) {
    const pending = await violationsOf(
      client,
      `SELECT 'attempt ' || seq || '.' || target || ' of ' || occ_id || ' is still to be looked up' AS what
       FROM (SELECT DISTINCT ON (day, occ_id, seq, target) * FROM engine.outcome ORDER BY day, occ_id, seq, target, n DESC) o
       WHERE status = 'unknown' AND code = 'pending-look-up'`,
    );
    const unexplained = await violationsOf(
      client,
      `SELECT 'the unknown end of attempt ' || seq || '.' || target || ' of ' || occ_id || ' says nothing of why' AS what
       FROM engine.outcome WHERE status = 'unknown' AND (code IS NULL OR reason IS NULL)`,
    );
    const checked = await countOf(client, `engine.outcome WHERE status = 'unknown'`);
    return { checked, violations: [...pending, ...unexplained] };
  },
};
