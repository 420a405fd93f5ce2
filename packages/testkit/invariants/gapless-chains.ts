import { countOf, type Invariant, violationsOf } from './invariant.ts';

export const gaplessChains: Invariant = {
  number: 10,
  promise: 'Turns and outcomes are the record, without a gap.',
  async check({ client }) {
    const chains = await violationsOf(
      client,
      `SELECT 'the chain of ' || occ_id || ' has ' || count(*) || ' turns up to number ' || max(seq) AS what
       FROM engine.turn GROUP BY day, occ_id HAVING count(*) <> max(seq) + 1`,
    );
    const attempts = await violationsOf(
      client,
      `SELECT 'attempt ' || seq || '.' || target || ' of ' || occ_id || ' has ' || count(*) || ' outcomes up to ' || max(n) AS what
       FROM engine.outcome GROUP BY day, occ_id, seq, target HAVING count(*) <> max(n) + 1`,
    );
    const strays = await violationsOf(
      client,
      `SELECT 'outcome ' || o.n || ' of ' || o.occ_id || ' belongs to no contact ' || o.seq || '.' || o.target AS what
       FROM engine.outcome o WHERE NOT EXISTS (
         SELECT FROM engine.turn t CROSS JOIN jsonb_array_elements(t.contacts) AS c (contact)
         WHERE t.day = o.day AND t.occ_id = o.occ_id AND t.seq = o.seq AND (c.contact ->> 'target')::int = o.target)`,
    );
    return { checked: await countOf(client, 'engine.turn'), violations: [...chains, ...attempts, ...strays] };
  },
};
