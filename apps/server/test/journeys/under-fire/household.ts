import type { SeededRandom } from '@belfry/kernel/seeded-random';
import type { ApiClient } from '@belfry/testkit/api-client';
import type { Confirmed } from '@belfry/testkit/invariants/confirmed';
import { addPerson, addPolicy } from '../story.ts';

export interface Member {
  id: string;
  name: string;
  sms: string;
  email: string;
  timeZone: string;
  schedules: MemberSchedule[];
}

export interface MemberSchedule {
  id: string;
  title: string;
  /** null: it only tells. */
  policyId: string | null;
  /** Since when it has been there, and until when: finished or deleted. */
  from: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  /** By which it goes from each instant on, oldest first. */
  localTimes: { from: Temporal.Instant; localTime: string }[];
  /** `to` is null while it lasts. */
  pauses: { from: Temporal.Instant; to: Temporal.Instant | null; word: Confirmed }[];
}

export interface Household {
  members: Member[];
}

/** Clocks that change during the days of the test, on both hemispheres, and one that never does. */
const zones = ['Europe/London', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Phnom_Penh', 'Africa/Casablanca'];
const memberCount = 15;
const always = Temporal.Instant.fromEpochMilliseconds(0);

const belfryCreates = (belfry: ApiClient) => ({
  create: (path: string, body: unknown) => belfry.must<{ id: string }>('POST', path, body),
});

/**
 * People in several zones, each with daily reminders: one that escalates to a neighbour, and two that only tell and are
 * alike to the letter, so that nobody can tell their texts apart. Some are asked by push, by webhook and in their inbox, too.
 */
export async function settle(belfry: ApiClient, random: SeededRandom): Promise<Household> {
  const members: Member[] = [];
  for (let i = 0; i < memberCount; i++) {
    const sms = `+1202555${1000 + i}`;
    const timeZone = zones[i % zones.length]!;
    const [name, email] = [`Member ${i}`, `member${i}@example.com`];
    const { id } = await addPerson(belfry, { name, timeZone, sms, email });
    members.push({ id, name, sms, email, timeZone, schedules: [] });
  }
  for (const [i, member] of members.entries()) {
    const neighbour = members[(i + 1) % memberCount]!;
    const policy = await addPolicy(belfry, `Policy ${i}`, [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
      { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }] },
      { after: 'PT25M', targets: [{ person: neighbour.id, channels: ['sms'] }] },
    ]);
    const [asking, telling] = [localTimeOf(random), localTimeOf(random)];
    for (const [localTime, policyId] of [
      [asking, policy.id],
      [telling, null],
      [telling, null],
    ] as const) {
      const title = `Reminder of ${localTime} for member ${i}`;
      await addSchedule(belfryCreates(belfry), member, { title, localTime, policyId, from: always });
    }
  }
  await addOtherChannels(belfry, members, random);
  return { members };
}

/** Of one member each; asked again, so that an answer has something to stop. */
async function addOtherChannels(belfry: ApiClient, members: readonly Member[], random: SeededRandom): Promise<void> {
  const subscription = await belfry.must<{ endpoint: string; keys: object }>('POST', '/sandbox/push-subscriptions', {
    label: 'A tablet',
  });
  const points = {
    push: { channel: 'push', address: subscription.endpoint, keys: subscription.keys },
    webhook: { channel: 'webhook', address: 'https://receiver.invalid/hook', timeoutMs: 1500, auth: { type: 'none' } },
    inbox: null,
  };
  for (const [i, channel] of (['push', 'webhook', 'inbox'] as const).entries()) {
    const member = members.at(-1 - i)!;
    const { sms, email } = member;
    const contactPoints = [{ channel: 'sms', address: sms }, { channel: 'email', address: email }, points[channel]];
    await belfry.must('PATCH', `/v1/people/${member.id}`, { contactPoints: contactPoints.filter((point) => point) });
    const steps = ['PT0S', 'PT10M', 'PT20M'].map((after) => ({
      after,
      targets: [{ person: 'self', channels: [channel] }],
    }));
    const policy = await addPolicy(belfry, `By ${channel}`, steps);
    const title = `By ${channel} for ${member.name}`;
    await addSchedule(belfryCreates(belfry), member, {
      title,
      localTime: localTimeOf(random),
      policyId: policy.id,
      from: always,
    });
  }
}

interface NewSchedule {
  title: string;
  localTime: string;
  policyId: string | null;
  from: Temporal.Instant;
}

/** A daily reminder, which the household remembers. */
export async function addSchedule(
  { create }: { create(path: string, body: unknown): Promise<{ id: string }> },
  member: Member,
  { title, localTime, policyId, from }: NewSchedule,
): Promise<void> {
  const { id } = await create('/v1/schedules', {
    ...{ personId: member.id, kind: 'reminder', rule: { type: 'rrule', rrule: 'FREQ=DAILY' }, localTime, title },
    ...(policyId === null ? {} : { policyId }),
  });
  const localTimes = [{ from: always, localTime }];
  member.schedules.push({ id, title, policyId, from, endedAt: null, localTimes, pauses: [] });
}

export function localTimeOf(random: SeededRandom): string {
  return `${String(random.between(0, 23)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`;
}

/** The slots from `start` to `end` of each schedule that has any, by arithmetic that shares nothing with the server's. */
export function slotsUntil({ members }: Household, start: string, end: Temporal.Instant): Record<string, string[]> {
  const slots = members.flatMap(({ timeZone, schedules }) =>
    schedules.map((schedule) => [schedule.id, slotsOf(timeZone, schedule, Temporal.Instant.from(start), end)] as const),
  );
  return Object.fromEntries(slots.filter(([, ofSchedule]) => ofSchedule.length > 0));
}

function slotsOf(
  timeZone: string,
  { localTimes, pauses, from: begunAt, endedAt }: MemberSchedule,
  start: Temporal.Instant,
  end: Temporal.Instant,
): string[] {
  const slots: string[] = [];
  const last = end.toZonedDateTimeISO(timeZone).toPlainDate();
  let date = start.toZonedDateTimeISO(timeZone).toPlainDate();
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const at = slotAt(timeZone, localTimes, date);
    const isPaused = pauses.some(({ from, to }) => isBefore(from, at) && (to === null || isBefore(at, to)));
    const isThere = !isBefore(at, begunAt) && (endedAt === null || isBefore(at, endedAt));
    if (isThere && !isBefore(at, start) && !isBefore(end, at) && !isPaused) slots.push(`${date.toString()}#1`);
  }
  return slots;
}

/** By the time that was in force when it came. */
function slotAt(
  timeZone: string,
  localTimes: MemberSchedule['localTimes'],
  date: Temporal.PlainDate,
): Temporal.Instant {
  const placed = (plainTime: string) => date.toZonedDateTime({ timeZone, plainTime }).toInstant();
  return localTimes
    .map(({ from, localTime }) => ({ from, at: placed(localTime) }))
    .reduce((before, change) => (isBefore(change.from, before.at) ? change : before)).at;
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
