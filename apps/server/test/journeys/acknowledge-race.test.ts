import { setTimeout as delay } from 'node:timers/promises';
import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { type Confirmed, readConfirmed } from '@belfry/testkit/invariants/confirmed';
import { leftAfter } from '@belfry/testkit/invariants/left-after';
import { installWitness } from '@belfry/testkit/invariants/witness';
import { isThorough } from '@belfry/testkit/thorough';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkIn, postLink } from './links.ts';
import { addPerson, addPolicy, type Person } from './story.ts';

/**
 * Answers race with the next steps of their reminders, over HTTP and by every way. After a 200, and after the thanks of
 * an SMS, nothing of that occurrence leaves: judged by the sandbox's own record, to the millisecond.
 */

const rounds = 4;
/** 1,080 races where there is time for them, 240 in `npm test`. */
const peopleOfEachWay = isThorough ? 90 : 20;
/** The steps of a round are claimed at one instant, and the answers come around it. */
const spreadMs = 60;
const handicapMs = 15;
const ways = ['API', 'link', 'SMS'] as const;
type Way = (typeof ways)[number];

interface Racer {
  way: Way;
  person: Person;
  phone: string;
  email: string;
}

const secret = 'a key of thirty-two characters or more';
let belfry: BelfryProcess;
let owner: pg.Client;
let policies: Record<'sms' | 'email', { id: string }>;
const racers: Racer[] = [];

/** A few at a time: the connections of the test's own machine are not what is tested. */
async function inCrowds<T>(items: readonly T[], size: number, each: (item: T, index: number) => Promise<unknown>) {
  const waiting = [...items.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await each(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: size }, work));
}

beforeAll(async () => {
  belfry = await startBelfry({ at: '2027-01-15T08:00:00Z', env: { DB_POOL_MAX: '12', ENCRYPTION_KEY: secret } });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await installWitness(owner);
  const self = (channel: 'sms' | 'email') => [{ person: 'self', channels: [channel] }];
  const [sms, email] = await Promise.all(
    (['sms', 'email'] as const).map((channel) =>
      addPolicy(belfry, `First by ${channel}`, [
        { after: 'PT0S', targets: self(channel) },
        { after: 'PT5M', targets: self('sms') },
        { after: 'PT10M', targets: self('sms') },
      ]),
    ),
  );
  policies = { sms: sms!, email: email! };
  await inCrowds(Array.from({ length: peopleOfEachWay * ways.length }), 16, async (_, index) => {
    const [phone, email] = [`+1202555${String(1000 + index)}`, `person${index}@example.com`];
    const person = await addPerson(belfry, { name: `Person ${index}`, sms: phone, email });
    racers.push({ way: ways[index % ways.length]!, person, phone, email });
  });
}, 300_000);

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

const messagesTo = (phone: string) => belfry.messages(`?to=${encodeURIComponent(phone)}`);

interface Race {
  racer: Racer;
  /** Its own; or the API, where a busy machine has let the email with the link come late. */
  way: Way;
  occurrenceId: string;
  link: string;
}

/** Fires the reminders of one round; the next step of each is due five minutes later. */
async function fire(at: Temporal.Instant): Promise<Race[]> {
  const bySchedule = new Map<string, Racer>();
  await inCrowds(racers, 16, async (racer) => {
    const { id } = await belfry.must<{ id: string }>('POST', '/v1/schedules', {
      personId: racer.person.id,
      kind: 'reminder',
      rule: { type: 'once', at: at.toString() },
      title: 'Race',
      policyId: policies[racer.way === 'link' ? 'email' : 'sms'].id,
    });
    bySchedule.set(id, racer);
  });
  await belfry.setClock(at.toString());
  const emails = new Map((await belfry.messages(`?channel=email&since=${at}`)).map((email) => [email.to, email]));
  const races: Race[] = [];
  for (let cursor = ''; ; ) {
    const page = await belfry.must<{ data: { id: string; scheduleId: string }[]; nextCursor: string | null }>(
      'GET',
      `/v1/occurrences?state=open&limit=200${cursor}`,
    );
    for (const { id, scheduleId } of page.data) {
      const racer = bySchedule.get(scheduleId);
      if (!racer) continue;
      const email = emails.get(racer.email);
      const way = racer.way === 'link' && !email ? 'API' : racer.way;
      races.push({ racer, way, occurrenceId: id, link: way === 'link' && email ? linkIn(email) : '' });
    }
    if (!page.nextCursor) return races;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

async function answer({ racer, way, occurrenceId, link }: Race): Promise<void> {
  switch (way) {
    case 'API': {
      const { body } = await belfry.call<{ couldNotStop: unknown[] }>(
        'POST',
        `/v1/occurrences/${occurrenceId}/acknowledge`,
      );
      return expect(body).toMatchObject({ state: 'acknowledged', couldNotStop: [] });
    }
    case 'link': {
      const { status, html } = await postLink(belfry.base, link, { action: 'acknowledge' });
      expect(status, html).toBe(200);
      return;
    }
    case 'SMS':
      return belfry.reply(racer.phone, 'OK');
  }
}

/** Later steps that came to the phone in this round, and what came after the thanks for a reply. */
async function record({ way, phone }: Racer, firedAt: Temporal.Instant) {
  const messages = (await messagesTo(phone)).filter(({ at }) => Temporal.Instant.compare(at, firedAt) >= 0);
  const thanks = messages.findIndex(({ inReplyTo }) => inReplyTo !== null);
  const steps = messages.filter(({ inReplyTo }) => inReplyTo === null).length;
  return { later: steps - (way === 'link' ? 0 : 1), thanked: thanks >= 0, last: thanks === messages.length - 1 };
}

/** When the clock shows it: what is due then is being sent. */
async function untilClockShows(at: Temporal.Instant): Promise<void> {
  for (;;) {
    const { now } = await belfry.must<{ now: string }>('GET', '/sandbox/clock');
    if (Temporal.Instant.compare(now, at) >= 0) return;
    await delay(1);
  }
}

test(`in ${rounds * peopleOfEachWay * ways.length} interleavings nothing leaves after the answer`, async () => {
  let [stopped, overtaken] = [0, 0];
  /** Of the answers. Whoever came first more often starts later in the next round. */
  let headStartMs = spreadMs / 2;
  for (let round = 0; round < rounds; round++) {
    const at = Temporal.Instant.from('2027-01-15T09:00:00Z').add({ hours: round });
    const races = await fire(at);
    expect(races).toHaveLength(racers.length);
    const answers: Confirmed[] = [];
    const stepAt = at.add({ minutes: 5 });
    const answerAll = (some: readonly Race[], atOnce: number) =>
      inCrowds(
        some.toSorted(() => Math.random() - 0.5),
        atOnce,
        async (race) => {
          await delay(Math.random() * spreadMs);
          await answer(race);
          if (race.way === 'SMS') return;
          const about = { occurrenceId: race.occurrenceId };
          answers.push({ kind: `answer by ${race.way}`, about, atMs: Date.now(), couldNotStop: [] });
        },
      );
    const [texts = [], others = []] = [true, false].map((isText) =>
      races.filter(({ way }) => (way === 'SMS') === isText),
    );
    const answering = answerAll(others, 16);
    await delay(headStartMs);
    const stepping = belfry.setClock(stepAt.toString());
    // A clock that is told to move waits for replies to end, and they would all come first.
    await untilClockShows(stepAt);
    await Promise.all([answering, answerAll(texts, 8)]);
    await stepping;
    await belfry.setClock(at.add({ minutes: 30 }).toString());
    const before = { stopped, overtaken };
    await inCrowds(races, 16, async ({ racer, way, occurrenceId }) => {
      const { later, thanked, last } = await record(racer, at);
      if (way === 'SMS') expect({ thanked, last }, occurrenceId).toEqual({ thanked: true, last: true });
      if (later === 0) stopped++;
      else overtaken++;
    });
    const isLate = stopped - before.stopped < overtaken - before.overtaken;
    headStartMs = Math.max(0, headStartMs + (isLate ? handicapMs : -handicapMs));
    const evidence = { client: owner, secret, now: at };
    expect(await leftAfter(evidence, [...answers, ...(await readConfirmed(evidence))])).toEqual([]);
    // Were all answered before anything left, it would see it.
    expect(
      await leftAfter(
        evidence,
        answers.map((one) => ({ ...one, atMs: 0 })),
      ),
    ).not.toEqual([]);
  }
  // Each came first often enough for this to mean something.
  expect(Math.min(stopped, overtaken)).toBeGreaterThan((rounds * racers.length) / 50);
}, 600_000);
