import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { expectOnly } from '@belfry/testkit/expect-only';
import { brokenPromises, checkInvariants } from '@belfry/testkit/invariants/check-invariants';
import { installWitness } from '@belfry/testkit/invariants/witness';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dose, dosesOf, family, localTime } from './household/month.ts';
import { addPerson, addPolicy, type Occurrence, remind } from './story.ts';

/**
 * A month in a household of six, in which New York, London, Sydney and Santiago change their clocks and Dara moves from
 * New York to Tokyo. Every message of the month is accounted for, to the second.
 */
const secret = 'a key of thirty-two characters or more';
const begin = Temporal.Instant.from('2027-03-10T00:00:00Z');
const end = Temporal.Instant.from('2027-04-10T00:00:00Z');

let belfry: BelfryProcess;
let owner: pg.Client;
const expectMessage = expectOnly(() => belfry);
const ids = new Map<string, { personId: string; scheduleId: string }>();

beforeAll(async () => {
  belfry = await startBelfry({ at: begin.toString(), env: { ENCRYPTION_KEY: secret } });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await installWitness(owner);
  const people = new Map<string, { id: string; name: string }>();
  for (const member of family) people.set(member.name, await addPerson(belfry, member));
  for (const [index, { name }] of family.entries()) {
    const neighbour = people.get(family[(index + 1) % family.length]!.name)!;
    const person = people.get(name)!;
    const policy = await addPolicy(belfry, `For ${name}`, [
      { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
      { after: 'PT10M', targets: [{ person: 'self', channels: ['email'] }] },
      { after: 'PT20M', targets: [{ person: neighbour.id, channels: ['sms'] }] },
    ]);
    const schedule = await remind(belfry, { person, title: `Pills of ${name}`, dailyAt: localTime, policy });
    ids.set(name, { personId: person.id, scheduleId: schedule.id });
  }
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

interface Happening {
  at: Temporal.Instant;
  happen(): Promise<void>;
}

const after = (at: Temporal.Instant, minutes: number) => at.add({ minutes });

/** What of a dose is sent: everything up to its answer, and when there is none that nobody answered. */
function expectMessagesOf({ member, neighbour, at, answer }: Dose): void {
  const { name, sms, email } = member;
  const waited = answer.action === 'ignore' ? Number.POSITIVE_INFINITY : answer.afterMinutes;
  const expected = [
    { minutes: 0, channel: 'sms', to: sms, body: new RegExp(`^Pills of ${name}`) },
    { minutes: 10, channel: 'email', to: email, body: new RegExp(`^Pills of ${name}`) },
    { minutes: 20, channel: 'sms', to: neighbour.sms, body: `${name} has not answered: Pills of ${name}` },
    { minutes: 50, channel: 'sms', to: sms, body: `Nobody answered: Pills of ${name}` },
  ] as const;
  for (const { minutes, ...message } of expected) {
    const due = after(at, minutes);
    if (minutes < waited && Temporal.Instant.compare(due, end) <= 0) expectMessage({ ...message, at: due.toString() });
  }
}

async function occurrenceOn({ member, date }: Dose): Promise<Occurrence> {
  const { scheduleId } = ids.get(member.name)!;
  const { data } = await belfry.must<{ data: Occurrence[] }>(
    'GET',
    `/v1/occurrences?scheduleId=${scheduleId}&limit=10`,
  );
  const found = data.find(({ slot, firedAt }) => slot === `${date}#1` && firedAt !== null);
  if (!found) throw new Error(`${member.name} has no occurrence on ${date}.`);
  return found;
}

test('a month of a family that travels while the clocks change: each message at its minute, and none besides', async () => {
  const doses = dosesOf(begin, end);
  expect(doses.length).toBeGreaterThan(6 * 29);
  const happenings: Happening[] = doses.flatMap((dose) => {
    const { answer } = dose;
    if (answer.action === 'ignore') return [];
    const at = after(dose.at, answer.afterMinutes);
    const happen = async () => {
      const { id } = await occurrenceOn(dose);
      const done = await belfry.must<{ couldNotStop: unknown[] }>('POST', `/v1/occurrences/${id}/${answer.action}`);
      expect(done.couldNotStop).toEqual([]);
    };
    return [{ at, happen }];
  });
  for (const { name, moves } of family) {
    if (!moves) continue;
    const happen = async () => {
      await belfry.must('PATCH', `/v1/people/${ids.get(name)!.personId}`, { timeZone: moves.to });
    };
    happenings.push({ at: Temporal.Instant.from(moves.at), happen });
  }
  for (const { at, happen } of happenings.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    if (Temporal.Instant.compare(at, end) > 0) continue;
    await belfry.setClock(at.toString());
    await happen();
  }
  await belfry.setClock(end.toString());
  for (const dose of doses) expectMessagesOf(dose);
  const judgements = await checkInvariants({ client: owner, secret, now: end });
  expect(brokenPromises(judgements), 'broken promises').toEqual([]);
}, 600_000);
