import type { ApiClient } from '@belfry/testkit/api-client';
import type { SeededRandom } from '@belfry/testkit/chaos/seeded-random';
import type { Confirmed } from '@belfry/testkit/invariants/left-after-answers';
import type { Occurrence } from '../story.ts';
import type { Household } from './household.ts';

export interface Answers {
  /** Those that were answered by a 200. */
  given: Confirmed[];
  refused: number;
}

interface Answering {
  client: ApiClient;
  household: Household;
  random: SeededRandom;
  answers: Answers;
}

const atOnce = 4;

/** Some of what is open is acknowledged or completed, by the API or by a text, while servers come and go. */
export async function answerInTurn({ client, household, random, answers }: Answering): Promise<void> {
  const list = await client
    .call<{ data: Occurrence[] }>('GET', '/v1/occurrences?state=open&limit=100')
    .catch(() => null);
  if (list?.status !== 200) return;
  const chosen = list.body.data.filter(() => random.next() < 0.4).slice(0, atOnce);
  await Promise.all(
    chosen.map(async ({ id }) => {
      const action = random.pick(['acknowledge', 'complete']);
      const answer = await client.call('POST', `/v1/occurrences/${id}/${action}`).catch(() => null);
      if (answer?.status !== 200) {
        answers.refused += 1;
        return;
      }
      answers.given.push({ occurrenceId: id, atMs: Date.now() });
    }),
  );
  if (random.next() < 0.3)
    await client.reply(random.pick(household.members).sms, random.pick(['OK', 'DONE'])).catch(() => null);
}
