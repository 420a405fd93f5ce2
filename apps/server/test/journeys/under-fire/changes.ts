import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '@belfry/testkit/api-client';
import type { SeededRandom } from '@belfry/testkit/chaos/seeded-random';
import { type Household, localTimeOf, type Member, type MemberSchedule } from './household.ts';

interface Changing {
  client: ApiClient;
  household: Household;
  random: SeededRandom;
  now: Temporal.Instant;
}

/**
 * Now and then somebody moves a reminder to another time of the day, pauses one or lets it go on, says STOP or START, while
 * servers come and go; and the household remembers, for its slots have to follow.
 */
export async function changeInTurn(changing: Changing): Promise<void> {
  const { client, household, random, now } = changing;
  const member = random.pick(household.members);
  const schedule = random.pick(member.schedules);
  // At a quarter of an hour something may be due this moment, and whether it comes before the change is open.
  const isBetween = now.toZonedDateTimeISO(member.timeZone).minute % 15 !== 0;
  if (random.next() < 0.2) await client.reply(member.sms, random.pick(['STOP', 'START', 'START'])).catch(() => null);
  if (!isBetween || random.next() < 0.6) return;
  if (random.next() < 0.5) await moveTime(changing, member, schedule);
  else await pauseOrResume(changing, schedule);
}

/** To a time on the same side of now, so that today's slot stays what it is: to come, or past. */
async function moveTime(
  { client, random, now }: Changing,
  { timeZone }: Member,
  schedule: MemberSchedule,
): Promise<void> {
  const local = now.toZonedDateTimeISO(timeZone).toPlainTime();
  const isToCome = (time: string) => Temporal.PlainTime.compare(Temporal.PlainTime.from(time), local) > 0;
  const before = schedule.localTimes.at(-1)?.localTime;
  const localTime = localTimeOf(random);
  if (before === undefined || isToCome(before) !== isToCome(localTime)) return;
  await untilDone(() => client.call('PATCH', `/v1/schedules/${schedule.id}`, { localTime }));
  schedule.localTimes.push({ from: now, localTime });
}

async function pauseOrResume({ client, now }: Changing, { id, pauses }: MemberSchedule): Promise<void> {
  const pause = pauses.at(-1);
  const isPaused = pause?.to === null;
  await untilDone(() => client.call('POST', `/v1/schedules/${id}/${isPaused ? 'resume' : 'pause'}`));
  if (isPaused) pause.to = now;
  else pauses.push({ from: now, to: null });
}

/** As often as it takes: whoever was asked may have died over it, and it may have been done all the same. */
async function untilDone(call: () => Promise<{ status: number; body: unknown }>): Promise<void> {
  const giveUpAt = performance.now() + 120_000;
  for (;;) {
    const answer = await call().catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() > giveUpAt) throw new Error(`A change is not taken: ${JSON.stringify(answer?.body)}`);
    await delay(100);
  }
}
