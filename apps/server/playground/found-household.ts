import type { CallApi } from './call-api.ts';
import type { Household, Resident } from './playground-state.ts';

/** Numbers that nobody can have: Cambodia has no such prefix, Ofcom's are for drama, and 555-01xx is for fiction. */
const people = {
  grandmother: { name: 'Grandmother Maly', address: '+85512000101', timeZone: 'Asia/Phnom_Penh' },
  daughter: { name: 'Sophea', address: '+447700900102', timeZone: 'Europe/London' },
  neighbour: { name: 'Dara', address: '+85512000103', timeZone: 'Asia/Phnom_Penh' },
} as const;

const zone = people.grandmother.timeZone;
const pillTime = '19:00';

/** Three people, and what happens when Grandmother does not answer; the clock is brought to just before the evening. */
export async function foundHousehold(call: CallApi): Promise<Household> {
  const { now } = await call<{ now: string }>('GET', '/sandbox/clock');
  await call('POST', '/sandbox/clock', { set: twoMinutesBefore(Temporal.Instant.from(now)).toString() });
  const add = async ({ name, address, timeZone }: Omit<Resident, 'personId'>): Promise<Resident> => {
    const contactPoints = [{ channel: 'sms', address }];
    const { id } = await call<{ id: string }>('POST', '/v1/people', { name, timeZone, contactPoints });
    return { personId: id, name, address, timeZone };
  };
  const [grandmother, daughter, neighbour] = await Promise.all([
    add(people.grandmother),
    add(people.daughter),
    add(people.neighbour),
  ]);
  const step = (after: string, person: string) => ({ after, targets: [{ person, channels: ['sms'] }] });
  const { id: policyId } = await call<{ id: string }>('POST', '/v1/policies', {
    name: 'Until somebody answers',
    steps: [
      step('PT0S', 'self'),
      step('PT5M', 'self'),
      step('PT10M', daughter.personId),
      step('PT15M', neighbour.personId),
    ],
  });
  const household = { grandmother, daughter, neighbour, policyId };
  await call('POST', '/v1/schedules', eveningPill(household, nextEvening(Temporal.Instant.from(now))));
  return household;
}

/** One evening's pill, as the API takes it. */
function eveningPill({ grandmother, policyId }: Household, at: Temporal.Instant): Record<string, unknown> {
  return {
    personId: grandmother.personId,
    kind: 'dose',
    rule: { type: 'once', at: at.toString() },
    title: 'Evening pill',
    body: 'The white one, with water.',
    policyId,
  };
}

/** The next one that is at least five minutes away. */
function nextEvening(now: Temporal.Instant): Temporal.Instant {
  const local = now.add({ minutes: 5 }).toZonedDateTimeISO(zone);
  const today = local.withPlainTime(pillTime);
  const next = Temporal.ZonedDateTime.compare(today, local) > 0 ? today : today.add({ days: 1 });
  return next.toInstant();
}

function twoMinutesBefore(now: Temporal.Instant): Temporal.Instant {
  return nextEvening(now).subtract({ minutes: 2 });
}
