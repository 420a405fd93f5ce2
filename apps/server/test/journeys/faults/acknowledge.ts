import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '@belfry/testkit/api-client';
import { type Confirmed, callsOf } from '@belfry/testkit/invariants/confirmed';
import type { Occurrence } from '../story.ts';

const againAfterMs = 10;
const patienceMs = 120_000;

interface Acknowledging {
  /** Who is asked. */
  server: ApiClient;
  scheduleIds: readonly string[];
  /** Where each answer is noted when its 200 has come. */
  confirmed: Confirmed[];
}

/**
 * Acknowledges what is due at one instant as soon as it has fired, whether or not a message has reached anybody, and asks
 * as often as it takes: while something strikes, an answer may be refused or get lost.
 */
export async function acknowledgeAll(
  { server, scheduleIds, confirmed }: Acknowledging,
  dueAt: Temporal.Instant,
): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;

  async function untilAnswered<T>(method: string, path: string, take: (body: T) => boolean): Promise<void> {
    for (;;) {
      const answer = await server.call<T>(method, path).catch((error: Error) => error);
      if ('status' in answer && answer.status === 200 && take(answer.body)) return;
      if (performance.now() > giveUpAt) throw new Error(`${method} ${path} has no answer.`, { cause: answer });
      await delay(againAfterMs);
    }
  }

  async function acknowledge(scheduleId: string): Promise<void> {
    let id = '';
    // One that is only planned can be acknowledged, too, and would then never fire.
    await untilAnswered<{ data: Occurrence[] }>(
      'GET',
      `/v1/occurrences?scheduleId=${scheduleId}&state=open`,
      (body) => {
        id = body.data.find((one) => Temporal.Instant.from(one.dueAt).equals(dueAt))?.id ?? '';
        return id !== '';
      },
    );
    await untilAnswered<{ couldNotStop: { attemptId: string }[] }>(
      'POST',
      `/v1/occurrences/${id}/acknowledge`,
      (body) => {
        const [about, couldNotStop] = [{ occurrenceId: id }, callsOf(id, body.couldNotStop)];
        confirmed.push({ kind: 'answer by API', about, atMs: Date.now(), couldNotStop });
        return true;
      },
    );
  }

  await Promise.all(scheduleIds.map(acknowledge));
}
