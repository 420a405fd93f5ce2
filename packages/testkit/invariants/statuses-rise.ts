import { type AttemptStatus, canFollow } from '@belfry/channels';
import type { Invariant } from './invariant.ts';

interface AttemptRow {
  attempt: string;
  statuses: AttemptStatus[];
}

/** An unknown may be followed by a second one that says what was decided about it. */
function isStep(from: AttemptStatus, to: AttemptStatus): boolean {
  return canFollow(from, to) || (from === 'unknown' && to === 'unknown');
}

export const statusesRise: Invariant = {
  number: 7,
  promise: 'Statuses only rise.',
  async check({ client }) {
    const { rows } = await client.query<AttemptRow>(
      `SELECT occ_id || ' ' || seq || '.' || target AS attempt, array_agg(status ORDER BY n) AS statuses
       FROM engine.outcome GROUP BY day, occ_id, seq, target`,
    );
    const violations = rows.flatMap(({ attempt, statuses }) =>
      statuses.every((status, index) => index === 0 || isStep(statuses[index - 1]!, status))
        ? []
        : [`${attempt} went ${statuses.join(' → ')}`],
    );
    return { checked: rows.length, violations };
  },
};
