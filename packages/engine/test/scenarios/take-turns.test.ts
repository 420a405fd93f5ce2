import { newId } from '@belfry/kernel/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wakeup } from '../../store/wakeups/pg-wakeups.ts';
import { actOnOccurrence } from '../../usecases/actions/act-on-occurrence.ts';
import { readOccurrenceTimeline } from '../../usecases/reading/read-timeline.ts';
import { EngineFixture } from '../engine-fixture.ts';
import { liveUntil } from '../live-until.ts';

const now = '2027-01-15T09:00:00Z';
const phone = '+12025550101';
const self = { person: 'self' as const, channels: ['sms'] };
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
});

afterEach(() => belfry[Symbol.asyncDispose]());

const runUntil = (until: string) => liveUntil(belfry, until);

async function kindsOf(occurrence: Pick<Wakeup, 'day' | 'occId'>): Promise<string[]> {
  return (await belfry.chainOf(occurrence)).map(({ kind, state }) => (kind === 'closed' ? state : kind));
}

async function only(): Promise<Wakeup> {
  const [first] = await belfry.wakeups('seq = 0');
  return first!;
}

const actor = { type: 'key', id: newId(), name: 'A key', via: 'API key' } as const;

describe('a role', () => {
  test('reaches those who consented, by priority, each once, with what they may see', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const [bob, cleo, dan, eve] = await Promise.all(
      ['Bob', 'Cleo', 'Dan', 'Eve'].map((name, index) => belfry.addPerson({ name, sms: `+1202555011${index}` })),
    );
    await belfry.addRelation(ann, bob!, { priority: 2, privacy: 'title' });
    await belfry.addRelation(ann, cleo!, { priority: 1, privacy: 'all' });
    await belfry.addRelation(ann, cleo!, { role: 'daughter', priority: 3 });
    await belfry.addRelation(ann, dan!, { consent: 'pending' });
    await belfry.addRelation(ann, eve!, { consent: 'withdrawn' });
    const target = { person: 'role:contact' as const, channels: ['sms'] };
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [target] }]);
    await belfry.addSchedule(ann, { policyId: policy.id, body: 'The blue ones' });
    const [claimed] = await belfry.claimDue();
    expect(
      claimed?.turn.decision.contacts.map(({ personName, text }) => `${personName}: ${text.split('\n')[1]}`),
    ).toEqual(['Cleo: The blue ones', 'Bob: Reply DONE when it is done, OK if you have seen it.']);
  });

  test('that nobody holds is said in the record, and the next step comes all the same', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const target = { person: 'role:neighbour' as const, channels: ['sms'] };
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [target] },
      { after: 'PT5M', targets: [self] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T09:06:00Z')).toEqual([`09:05 ${phone} Take pills`]);
    expect((await belfry.chainOf(await only()))[0]?.reason).toBe(
      'Nobody in the role neighbour has agreed to be contacted.',
    );
  });
});

describe('what somebody else is told', () => {
  const caregiver = { person: 'role:caregiver' as const, channels: ['sms'] };
  const carersPhone = '+12025550102';

  async function family(given: { sms?: string; email?: string }) {
    const ann = await belfry.addPerson(given);
    await belfry.addRelation(ann, await belfry.addPerson({ name: 'Bob', sms: carersPhone }));
    return ann;
  }

  test('is that the person has not answered only once a message has reached them', async () => {
    const ann = await family({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [caregiver] },
      { after: 'PT5M', targets: [caregiver] },
      { after: 'PT10M', targets: [self] },
      { after: 'PT15M', targets: [caregiver] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T09:16:00Z')).toEqual([
      `09:00 ${carersPhone} Due for Ann Archer: Take pills`,
      `09:05 ${carersPhone} Due for Ann Archer: Take pills`,
      `09:10 ${phone} Take pills`,
      `09:15 ${carersPhone} Ann Archer has not answered: Take pills`,
    ]);
  });

  test('is never that of somebody who has no address', async () => {
    const ann = await family({});
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT5M', targets: [caregiver] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T09:06:00Z')).toEqual([`09:05 ${carersPhone} Due for Ann Archer: Take pills`]);
  });

  test('starts anew after a snooze, which was an answer', async () => {
    const ann = await family({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT5M', targets: [caregiver] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T09:01:00Z')).toEqual([`09:00 ${phone} Take pills`]);
    await belfry.asTenant((tx) => tx.query('DELETE FROM people.contact_point WHERE person_id = $1', [ann.id]));
    const until = Temporal.Instant.from('2027-01-15T10:00:00Z');
    const now = belfry.clock.now();
    const occurrence = await only();
    await belfry.asEngine((tx) => actOnOccurrence({ tx, occurrence, action: { type: 'snooze', until }, actor, now }));
    expect((await runUntil('2027-01-15T10:06:00Z')).at(-1)).toBe(`10:05 ${carersPhone} Due for Ann Archer: Take pills`);
  });
});

describe('an address that wants no messages', () => {
  test('is passed over for the next channel, and where there is none, left alone', async () => {
    const ann = await belfry.addPerson({ sms: phone, email: 'ann@example.com' });
    await belfry.optOut('sms', phone);
    for (const channels of [['sms', 'email'], ['sms']]) {
      const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels }] }]);
      await belfry.addSchedule(ann, { policyId: policy.id });
    }
    const claims = await belfry.claimDue();
    await belfry.send(claims);
    expect([belfry.sms.sent.length, belfry.email.sent.length]).toEqual([0, 1]);
    const outcomes = await Promise.all(claims.map(({ turn }) => belfry.outcomesOf(turn)));
    expect(outcomes.flat()).toContain('0.0 suppressed contact.opted-out');
  });
});

describe('repeats, the end and what comes after it', () => {
  test('each step is repeated until the next; in the end the person and the fallback contact are told', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102' });
    const policy = await belfry.addPolicy(
      [
        { after: 'PT0S', targets: [self], repeat: { every: 'PT2M', times: 5 } },
        { after: 'PT5M', targets: [self] },
      ],
      'again',
      { fallback: { person: bob.id, channels: ['sms'] }, patience: 'PT10M' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-16T00:00:00Z')).toEqual([
      `09:00 ${phone} Take pills`,
      `09:02 ${phone} Take pills`,
      `09:04 ${phone} Take pills`,
      `09:05 ${phone} Take pills`,
      `09:15 ${phone} Nobody answered: Take pills`,
      '09:15 +12025550102 Nobody answered for Ann Archer: Take pills',
    ]);
    expect(await kindsOf(await only())).toEqual(['fired', 'repeat', 'repeat', 'step', 'exhausted']);
  });

  test('acknowledged and not completed it begins anew, and completed it does not', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy(
      [
        { after: 'PT0S', targets: [self] },
        { after: 'PT5M', targets: [self] },
      ],
      'again',
      { repageAfter: 'PT1H' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    const act = (type: 'acknowledge' | 'complete') =>
      belfry.asTenant(async (tx) =>
        actOnOccurrence({ tx, occurrence: await only(), action: { type }, actor, now: belfry.clock.now() }),
      );
    await act('acknowledge');
    expect(await runUntil('2027-01-15T10:06:00Z')).toEqual([
      `09:00 ${phone} Take pills`,
      `10:00 ${phone} Take pills`,
      `10:05 ${phone} Take pills`,
    ]);
    const chain = await belfry.chainOf(await only());
    expect(chain.map(({ kind, round, stepsTaken }) => [kind, round, stepsTaken])).toEqual([
      ['fired', 0, 1],
      ['acknowledged', 0, 1],
      ['repaged', 1, 1],
      ['step', 1, 2],
    ]);
    await act('complete');
    expect(await runUntil('2027-01-16T00:00:00Z')).toEqual([]);
  });

  test('at the end of a snooze it begins anew from there', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT5M', targets: [self] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.moveTo('2027-01-15T09:05:00Z');
    await belfry.run();
    const until = Temporal.Instant.from('2027-01-15T12:00:00Z');
    await belfry.asTenant(async (tx) =>
      actOnOccurrence({
        tx,
        occurrence: await only(),
        action: { type: 'snooze', until },
        actor,
        now: belfry.clock.now(),
      }),
    );
    belfry.sms.sent.length = 0;
    expect(await runUntil('2027-01-15T12:06:00Z')).toEqual([`12:00 ${phone} Take pills`, `12:05 ${phone} Take pills`]);
    expect(await kindsOf(await only())).toContain('refired');
  });
});

describe('quiet hours', () => {
  const night = { start: '22:00', end: '10:00' };

  test('put off what can wait; later steps keep their distances, and nothing is late', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    await belfry.setQuietHours(ann, night);
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT5M', targets: [self] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id, lateLimit: 'PT10M' });
    await belfry.addSchedule(ann, { policyId: null, title: 'Without a policy' });
    await belfry.addSchedule(ann, { policyId: policy.id, importance: 'high', title: 'Now' });
    expect((await runUntil('2027-01-15T10:06:00Z')).sort()).toEqual([
      `09:00 ${phone} Now`,
      `09:05 ${phone} Now`,
      `09:35 ${phone} Nobody answered: Now`,
      `10:00 ${phone} Take pills`,
      `10:00 ${phone} Without a policy`,
      `10:05 ${phone} Take pills`,
    ]);
    const deferred = (await belfry.wakeups('seq = 1')).find(({ kind }) => kind === 'fire');
    const [turn] = await belfry.chainOf(deferred!);
    expect(turn).toMatchObject({
      kind: 'deferred',
      reason: 'Ann Archer has quiet hours until 10:00 UTC.',
      contacts: [],
    });
  });

  test('of one of two hold only that one back, who is contacted when they end', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102' });
    await belfry.setQuietHours(bob, night);
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self, { person: bob.id, channels: ['sms'] }] },
      { after: 'PT2H', targets: [self] },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T11:00:00Z')).toEqual([
      `09:00 ${phone} Take pills`,
      '10:00 +12025550102 Ann Archer has not answered: Take pills',
      `11:00 ${phone} Take pills`,
    ]);
    expect(await belfry.outcomesOf(await only())).toEqual([
      '0.0 accepted',
      '0.1 suppressed contact.quiet-hours',
      '1.1 accepted',
      '2.0 accepted',
    ]);
  });
});

describe('whoever sleeps through a step', () => {
  const night = { start: '22:00', end: '10:00' };
  const bobs = '+12025550102';

  /** Ann is asked at nine and at `second`; Bob, who sleeps until ten, at nine and wherever `also` says. */
  async function askBoth(second: string, also: 'bob once' | 'bob twice', fallback = false) {
    const ann = await belfry.addPerson({ sms: phone });
    const bob = await belfry.addPerson({ name: 'Bob', sms: bobs });
    await belfry.setQuietHours(bob, night);
    const toBob = { person: bob.id, channels: ['sms'] };
    const policy = await belfry.addPolicy(
      [
        { after: 'PT0S', targets: [self, toBob], message: 'The first words' },
        { after: second, targets: also === 'bob twice' ? [self, toBob] : [self] },
      ],
      'again',
      { fallback: fallback ? toBob : null, patience: 'PT10M' },
    );
    await belfry.addSchedule(ann, { policyId: policy.id });
    return { ann, bob };
  }

  test('is told on waking, with the data of then, although the policy has gone on and come to its end', async () => {
    const { bob } = await askBoth('PT5M', 'bob once');
    await belfry.run();
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.contact_point SET address = '+12025550177' WHERE person_id = $1`, [bob.id]),
    );
    expect(await runUntil('2027-01-15T12:00:00Z')).toEqual([
      `09:00 ${phone} The first words`,
      `09:05 ${phone} Take pills`,
      `09:15 ${phone} Nobody answered: Take pills`,
      '10:00 +12025550177 The first words',
    ]);
    const chain = await belfry.chainOf(await only());
    expect(chain.at(-1)).toMatchObject({ kind: 'retry', state: 'exhausted', contacts: [{ replayOf: '0.1' }] });
  });

  test('is told once of several steps, and the record says which', async () => {
    await askBoth('PT5M', 'bob twice', true);
    expect((await runUntil('2027-01-15T12:00:00Z')).filter((line) => line.includes(bobs))).toEqual([
      `10:00 ${bobs} Nobody answered for Ann Archer: Take pills`,
    ]);
    expect((await belfry.outcomesOf(await only())).slice(-3)).toEqual([
      '3.1 accepted',
      '3.2 suppressed contact.superseded',
      '3.3 suppressed contact.superseded',
    ]);
  });

  test('is told by the step that is due at that very instant, and not by the earlier one too', async () => {
    await askBoth('PT1H', 'bob twice');
    expect((await runUntil('2027-01-15T10:00:00Z')).filter((line) => line.includes(bobs))).toHaveLength(1);
    const timeline = await belfry.asTenant(async (tx) =>
      readOccurrenceTimeline({ tx, occurrence: await only(), now: belfry.clock.now(), canSend: () => true }),
    );
    expect(timeline.find(({ payload }) => payload?.['code'] === 'contact.superseded')).toMatchObject({
      personName: 'Bob',
      reason: 'Once is enough: step 2 tells Bob at the same address.',
    });
  });

  test('is left alone once somebody has answered', async () => {
    await askBoth('PT5M', 'bob once');
    expect(await runUntil('2027-01-15T09:05:00Z')).toHaveLength(2);
    await belfry.asTenant(async (tx) =>
      actOnOccurrence({
        tx,
        occurrence: await only(),
        action: { type: 'acknowledge' },
        actor,
        now: belfry.clock.now(),
      }),
    );
    expect(await runUntil('2027-01-15T12:00:00Z')).toEqual([]);
  });
});

describe('a throttle', () => {
  test('holds back what is beyond it, and one digest at the end of the hour lists it', async () => {
    await belfry.setTenant({ throttlePerHour: 2 });
    const ann = await belfry.addPerson({ sms: phone });
    for (const title of ['One', 'Two', 'Three', 'Four']) await belfry.addSchedule(ann, { title });
    await belfry.addSchedule(ann, { title: 'Fire!', importance: 'critical' });
    const lines = await runUntil('2027-01-15T10:00:00Z');
    expect(lines.filter((line) => line.startsWith('09:00'))).toHaveLength(3);
    expect(lines).toContain(`09:00 ${phone} Fire!`);
    expect(lines.slice(3)).toEqual([`10:00 ${phone} Held back, so that not too much came at once`]);
    const { rows } = await belfry.deps.pool.query<{ text: string }>(
      `SELECT contacts -> 0 ->> 'text' AS text FROM engine.turn WHERE at = '2027-01-15T10:00:00Z'`,
    );
    const held = ['One', 'Two', 'Three', 'Four'].filter((title) => !lines.some((line) => line.endsWith(title)));
    expect(rows.map(({ text }) => text.split('\n').slice(1).sort())).toEqual([held.sort()]);
  });

  test('does not stop the chain: a later step may go out', async () => {
    await belfry.setTenant({ throttlePerHour: 1 });
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT2H', targets: [self] },
    ]);
    await belfry.addSchedule(ann, { title: 'First' });
    await belfry.moveTo('2027-01-15T09:00:01Z');
    await belfry.run();
    await belfry.addSchedule(ann, { policyId: policy.id });
    expect(await runUntil('2027-01-15T11:01:00Z')).toEqual([
      `09:00 ${phone} First`,
      `10:00 ${phone} Held back, so that not too much came at once`,
      `11:00 ${phone} Take pills`,
    ]);
  });

  test('forgets what no longer counts', async () => {
    await belfry.setTenant({ throttlePerHour: 1 });
    const ann = await belfry.addPerson({ sms: phone });
    for (const day of [15, 16, 19]) {
      await belfry.moveTo(`2027-01-${day}T09:00:00Z`);
      await belfry.addSchedule(ann);
      await belfry.run();
    }
    const { rows } = await belfry.deps.pool.query<{ at: Temporal.Instant }>(
      'SELECT at FROM engine.throttle_entry ORDER BY at',
    );
    expect(rows.map(({ at }) => at.toString().slice(0, 10))).toEqual(['2027-01-16', '2027-01-19']);
  });

  test('is kept by twenty claims at once', async () => {
    await belfry.setTenant({ throttlePerHour: 3 });
    const ann = await belfry.addPerson({ sms: phone });
    for (let i = 0; i < 20; i++) await belfry.addSchedule(ann, { title: `Number ${i}` });
    const { claimTurns } = await import('../../usecases/claiming/claim-turns.ts');
    const due = await belfry.due();
    const claims = await Promise.all(due.map((wakeup) => claimTurns(belfry.deps, [wakeup], 10)));
    const contacts = claims.flatMap(({ claimed }) => claimed.flatMap(({ turn }) => turn.decision.contacts));
    expect(contacts.filter(({ address }) => address !== null)).toHaveLength(3);
    expect(contacts).toHaveLength(20);
  });
});

test('with delivery switched off nothing leaves, everything is recorded, and the chain goes its way', async () => {
  await belfry.setTenant({ delivery: 'disabled' });
  const ann = await belfry.addPerson({ sms: phone });
  const policy = await belfry.addPolicy([
    { after: 'PT0S', targets: [self] },
    { after: 'PT5M', targets: [self] },
  ]);
  await belfry.addSchedule(ann, { policyId: policy.id });
  expect(await runUntil('2027-01-15T10:00:00Z')).toEqual([]);
  expect(await belfry.outcomesOf(await only())).toEqual([
    '0.0 suppressed contact.delivery-disabled',
    '1.0 suppressed contact.delivery-disabled',
    '2.0 suppressed contact.delivery-disabled',
  ]);
});

test.each(['paused_at', 'deleted_at'])(
  'nothing of an occurrence under way leaves once its schedule has %s',
  async (column) => {
    const ann = await belfry.addPerson({ sms: phone });
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: [self] },
      { after: 'PT5M', targets: [self] },
    ]);
    const { id } = await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    await belfry.asTenant((tx) => tx.query(`UPDATE engine.schedule SET ${column} = now() WHERE id = $1`, [id]));
    expect(await runUntil('2027-01-15T10:00:00Z')).toEqual([`09:00 ${phone} Take pills`]);
    expect(await kindsOf(await only())).toEqual(['fired', 'cancelled']);
    const { rows } = await belfry.deps.pool.query('SELECT FROM engine.open_contact');
    expect(rows).toEqual([]);
  },
);
