import type { SeededRandom } from '@belfry/kernel/seeded-random';
import type { ApiClient } from '@belfry/testkit/api-client';
import { type Confirmed, callsOf } from '@belfry/testkit/invariants/confirmed';
import { linkIn, postLink } from '../links.ts';
import type { Occurrence } from '../story.ts';
import type { Household } from './household.ts';

export interface Answers {
  /** Those that were answered by a 200; those by text are on record. */
  given: Confirmed[];
  refused: number;
}

interface Answering {
  client: ApiClient;
  /** Where links lead. */
  base: string;
  household: Household;
  random: SeededRandom;
  answers: Answers;
}

const atOnce = 4;
const ways = ['API', 'API', 'link', 'text'] as const;
const words = { acknowledge: 'OK', complete: 'DONE', skip: 'SKIP', cancel: 'CALL OFF' };
type Action = keyof typeof words;
const actions: readonly Action[] = ['acknowledge', 'acknowledge', 'complete', 'complete', 'skip', 'cancel'];

/** Some of what is open is answered, by the API, by a link or by a text, while servers come and go. */
export async function answerInTurn(answering: Answering): Promise<void> {
  const { client, random, answers } = answering;
  const list = await client
    .call<{ data: Occurrence[] }>('GET', '/v1/occurrences?state=open&limit=100')
    .catch(() => null);
  if (list?.status !== 200) return;
  const chosen = list.body.data
    .filter(() => random.next() < 0.4)
    .slice(0, atOnce)
    .map((occurrence) => ({ occurrence, way: random.pick(ways), action: random.pick(actions) }));
  await Promise.all(
    chosen.map(async ({ occurrence, way, action }) => {
      if (way === 'text') return answerByText(answering, occurrence, action);
      const answer =
        (way === 'link' ? await answerByLink(answering, occurrence, action) : null) ??
        (await answerByApi(answering, occurrence, action));
      if (answer === 'refused') answers.refused += 1;
      else answers.given.push(answer);
    }),
  );
}

/** Its confirmation is the network's to record, and so is a loss of it. */
async function answerByText({ client, household }: Answering, { scheduleId }: Occurrence, action: Action) {
  const member = household.members.find(({ schedules }) => schedules.some(({ id }) => id === scheduleId));
  if (member) await client.reply(member.sms, words[action]).catch(() => null);
}

async function answerByApi({ client }: Answering, { id }: Occurrence, action: Action): Promise<Confirmed | 'refused'> {
  const answer = await client
    .call<{ couldNotStop: { attemptId: string }[] }>('POST', `/v1/occurrences/${id}/${action}`)
    .catch(() => null);
  if (answer?.status !== 200) return 'refused';
  const couldNotStop = callsOf(id, answer.body.couldNotStop);
  return { kind: 'answer by API', about: { occurrenceId: id }, atMs: Date.now(), couldNotStop };
}

/** On the page that says it has been done: which calls could not be stopped it does not say, but that there were some. */
async function answerByLink(
  { client, base, household }: Answering,
  { id, scheduleId }: Occurrence,
  action: Action,
): Promise<Confirmed | 'refused' | null> {
  const member = household.members.find(({ schedules }) => schedules.some((schedule) => schedule.id === scheduleId));
  if (!member) return null;
  const emails = await client.messages(`?channel=email&to=${member.email}`).catch(() => []);
  const email = emails.findLast(({ occurrenceId }) => occurrenceId === id);
  if (!email) return null;
  const page = await postLink(base, linkIn(email), { action }).catch(() => null);
  if (page?.status !== 200) return 'refused';
  const couldNotStop = page.html.includes('A message was on its way already') ? null : [];
  return { kind: 'answer by link', about: { occurrenceId: id }, atMs: Date.now(), couldNotStop };
}
