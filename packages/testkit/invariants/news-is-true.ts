import { canFollow } from '@belfry/channels';
import { readAttemptEnds } from './attempt-ends.ts';
import type { Evidence, Invariant } from './invariant.ts';
import { readSentMessages } from './sent-messages.ts';

interface Told {
  providerId: string;
  status: 'sent' | 'delivered' | 'undelivered' | 'failed';
}

/**
 * However callbacks came (late, twice, out of order, forged by somebody else): what is recorded is what became of the
 * message, and whatever the network told and we took is on record.
 */
export const newsIsTrue: Invariant = {
  number: 7,
  promise: 'Late, duplicate and foreign news changes nothing, and no news is lost.',
  async check(evidence) {
    const messages = new Map((await readSentMessages(evidence)).map((message) => [message.providerId, message]));
    const ends = (await readAttemptEnds(evidence)).filter(({ channel }) => channel === 'sms');
    const byAttempt = new Map(ends.map((end) => [end.attempt, end]));
    const untrue = ends.flatMap(({ attempt, status, providerId }) => {
      const message = providerId === null ? undefined : messages.get(providerId);
      if (!message || !final.has(status) || message.status === status) return [];
      return [`${attempt} is recorded as ${status}, and message ${message.id} was ${message.status}`];
    });
    const told = await readTold(evidence);
    const unheard = told.flatMap(({ providerId, status }) => {
      const attempt = messages.get(providerId)?.attempt;
      const end = byAttempt.get(attempt ?? '');
      if (!end || !canFollow(end.status, status)) return [];
      return [`${attempt} is recorded as ${end.status}, and ${status} was told of it and taken`];
    });
    return { checked: told.length, violations: [...untrue, ...unheard] };
  },
};

const final = new Set(['delivered', 'undelivered', 'failed']);

/** The network's own callbacks that were answered as they should be. */
async function readTold({ client }: Evidence): Promise<Told[]> {
  const { rows } = await client.query<Told>(
    `SELECT m.provider_id AS "providerId", d.status FROM sandbox.delivery d JOIN sandbox.message m ON m.id = d.message_id
     WHERE d.kind = 'status-callback' AND NOT d.is_forged AND d.outcome = 'done' AND m.direction = 'outbound'`,
  );
  return rows;
}
