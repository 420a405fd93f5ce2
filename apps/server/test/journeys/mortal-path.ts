import type { BelfryProcess } from '@belfry/testkit/belfry-process';
import type { Person, Schedule } from './story.ts';

/** From the wish to the last word, and how often the program died on the way. */
export interface WalkedPath {
  schedule: Schedule;
  title: string;
  dueAt: string;
  deaths: number;
}

interface PathOptions {
  belfry: BelfryProcess;
  person: Person;
  phone: string;
  policy: { id: string };
  title: string;
}

/** Past the horizon of 49 hours, so that the planner has to take part. */
const untilDue = { hours: 50 };

/**
 * Walks one reminder from its creation over all steps of its policy to OK by a reply and DONE by the API. Whenever the
 * program dies it is started again without a fault, and what was cut is asked for once more, as any client would.
 */
export async function walkPath({ belfry, person, phone, policy, title }: PathOptions): Promise<WalkedPath> {
  let deaths = 0;

  async function insist<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        if (!isCut(error)) throw error;
        const { signal } = await belfry.ended();
        if (signal !== 'SIGKILL') throw new Error(`It ended by ${signal} instead of a fault.`, { cause: error });
        deaths += 1;
        await belfry.restart();
      }
    }
  }

  async function post<T>(path: string, body?: unknown): Promise<T> {
    const key = { 'idempotency-key': `${title} ${path}` };
    const answer = await insist(() => belfry.call<T>('POST', path, body, key));
    if (answer.status >= 300) throw new Error(`POST ${path} → ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A person looks at their phone before they send the same text once more. */
  async function replyOnce(text: string, since: string): Promise<void> {
    const query = `?direction=all&to=${encodeURIComponent(phone)}&since=${since}`;
    await insist(async () => {
      const thread = await belfry.messages(query);
      if (!thread.some((message) => message.from === phone && message.body === text)) await belfry.reply(phone, text);
    });
  }

  const { now } = await insist(() => belfry.must<{ now: string }>('GET', '/sandbox/clock'));
  const due = Temporal.Instant.from(now).add(untilDue);
  const dueAt = due.toString();
  const goTo = (minutes: number) => insist(() => belfry.setClock(due.add({ minutes }).toString()));

  const rule = { type: 'once', at: dueAt };
  const schedule = await post<Schedule>('/v1/schedules', { personId: person.id, policyId: policy.id, title, rule });
  await goTo(0);
  await goTo(15);
  await replyOnce('OK', dueAt);
  await goTo(15);
  const { data } = await insist(() =>
    belfry.must<{ data: { id: string }[] }>('GET', `/v1/occurrences?scheduleId=${schedule.id}`),
  );
  await post(`/v1/occurrences/${data[0]?.id}/complete`);
  await goTo(60);
  return { schedule, title, dueAt, deaths };
}

/** What fetch says when nobody listens any more, or the connection ended in mid-answer. */
function isCut(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}
