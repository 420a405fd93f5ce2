import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '@belfry/kernel/seeded-random';
import type { ApiAnswer, ApiClient } from '@belfry/testkit/api-client';
import type { About, Confirmed, NamedCall, WordKind } from '@belfry/testkit/invariants/confirmed';
import { addSchedule, type Household, localTimeOf, type Member, type MemberSchedule } from './household.ts';

export interface Changes {
  /** Those that forbid something and were answered by a 200; STOP is on record. */
  confirmed: Confirmed[];
  /** What comes before anything by chance, so that a short test has had each. */
  owed: WordKind[];
  /** While nothing is sent to anybody. */
  off: Confirmed | null;
}

interface Changing {
  client: ApiClient;
  household: Household;
  random: SeededRandom;
  changes: Changes;
  now: Temporal.Instant;
}

type ScheduleChange = 'move' | 'pause' | 'finish' | 'delete';

export function noChanges(): Changes {
  return { confirmed: [], owed: ['STOP', 'pause', 'delivery off', 'delete', 'finish'], off: null };
}

/**
 * Now and then somebody moves a reminder to another time of the day, pauses one or lets it go on, ends or deletes one and
 * has a new one instead; and the household remembers, for its slots have to follow.
 */
export async function changeInTurn(changing: Changing): Promise<void> {
  const { household, random, changes, now } = changing;
  const member = random.pick(household.members);
  const schedule = random.pick(member.schedules.filter(({ endedAt }) => endedAt === null));
  // At a quarter of an hour something may be due this moment, and whether it comes before the change is open.
  const isBetween = now.toZonedDateTimeISO(member.timeZone).minute % 15 !== 0;
  const isByChance = random.next() < 0.4;
  const chance = random.pick<ScheduleChange>(['move', 'move', 'pause', 'pause', 'finish', 'delete']);
  const owed = (['pause', 'finish', 'delete'] as const).find((kind) => changes.owed.includes(kind));
  if (!isBetween || (!isByChance && !owed)) return;
  switch (owed ?? chance) {
    case 'move':
      return moveTime(changing, member, schedule);
    case 'pause':
      return pauseOrResume(changing, schedule);
    case 'finish':
    case 'delete':
      return replace(changing, member, schedule, owed === 'finish' || chance === 'finish' ? 'finish' : 'delete');
  }
}

/** What needs no slot to follow it, and so may come while the clock is moving and messages leave: STOP, START, and off. */
export async function forbidInTurn({ client, household, random, changes }: Omit<Changing, 'now'>): Promise<void> {
  const { sms } = random.pick(household.members);
  const [saysWord, word] = [random.next() < 0.2, random.pick(['STOP', 'START', 'START'])];
  const isOwed = changes.owed.includes('STOP');
  if (isOwed || saysWord) await client.reply(sms, isOwed ? 'STOP' : word).catch(() => null);
  if (isOwed) changes.owed = changes.owed.filter((kind) => kind !== 'STOP');
  const switches = random.next() < (changes.off ? 0.7 : 0.04);
  if (changes.off && switches) await switchOn(client, changes);
  else if (!changes.off && (switches || (!isOwed && changes.owed.includes('delivery off')))) {
    const set = () => client.call('PATCH', '/v1/settings', { delivery: 'disabled' });
    changes.off = await forbid(changes, 'delivery off', { everybody: true }, set);
  }
}

export async function switchOn(client: ApiClient, changes: Changes): Promise<void> {
  if (!changes.off) return;
  changes.off.untilMs = Date.now();
  changes.off = null;
  await untilDone(() => client.call('PATCH', '/v1/settings', { delivery: 'active' }));
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

async function pauseOrResume({ client, changes, now }: Changing, { id, pauses }: MemberSchedule): Promise<void> {
  const pause = pauses.at(-1);
  if (pause?.to === null) {
    pause.word.untilMs = Date.now();
    await untilDone(() => client.call('POST', `/v1/schedules/${id}/resume`));
    pause.to = now;
    return;
  }
  const word = await forbid(changes, 'pause', { scheduleId: id }, () =>
    client.call('POST', `/v1/schedules/${id}/pause`),
  );
  pauses.push({ from: now, to: null, word });
}

/** By one of the same kind, so that there is something to be reminded of for as long as the test lasts. */
async function replace(
  { client, changes, now }: Changing,
  member: Member,
  schedule: MemberSchedule,
  kind: 'finish' | 'delete',
): Promise<void> {
  const path = `/v1/schedules/${schedule.id}`;
  const about = { scheduleId: schedule.id };
  await forbid(changes, kind, about, () =>
    kind === 'delete' ? client.call('DELETE', path) : client.call('POST', `${path}/finish`),
  );
  schedule.endedAt = now;
  const headers = { 'idempotency-key': `after ${schedule.id}` };
  const create = (path: string, body: unknown) =>
    untilDone(() => client.call<{ id: string }>('POST', path, body, headers));
  await addSchedule({ create }, member, { ...schedule, localTime: schedule.localTimes.at(-1)!.localTime, from: now });
}

async function forbid(
  changes: Changes,
  kind: WordKind,
  about: About,
  call: () => Promise<ApiAnswer<unknown>>,
): Promise<Confirmed> {
  const { couldNotStop } = (await untilDone(call)) as { couldNotStop: NamedCall[] };
  const word = { kind, about, atMs: Date.now(), couldNotStop };
  changes.confirmed.push(word);
  changes.owed = changes.owed.filter((owed) => owed !== kind);
  return word;
}

/** As often as it takes: whoever was asked may have died over it, and it may have been done all the same. */
async function untilDone<T>(call: () => Promise<ApiAnswer<T>>): Promise<T> {
  const giveUpAt = performance.now() + 120_000;
  for (;;) {
    const answer = await call().catch(() => null);
    if (answer && answer.status < 300) return answer.body;
    if (performance.now() > giveUpAt) throw new Error(`A change is not taken: ${JSON.stringify(answer?.body)}`);
    await delay(100);
  }
}
