import { newId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Policy, Step } from '../../domain/policy.ts';
import type { ScheduleRecord } from '../../store/schedules/pg-schedules.ts';
import { actOnOccurrence } from '../../usecases/actions/act-on-occurrence.ts';
import { EngineFixture } from '../engine-fixture.ts';
import { liveUntil } from '../live-until.ts';
import { PhoneTalk } from '../phone-talk.ts';

const [anns, bobs] = ['+12025550101', '+12025550102'];
const actor = { type: 'key', id: newId(), name: 'A key', via: 'API key' } as const;
const heading = 'Held back, so that not too much came at once';
const howToReply = 'Reply DONE when it is done, OK if you have seen it.';
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  await belfry.setTenant({ throttlePerHour: 1 });
});

afterEach(() => belfry[Symbol.asyncDispose]());

const to = (person: string, ...channels: string[]): Pick<Step, 'targets'> => ({
  targets: [{ person: person as 'self', channels }],
});

/** One a minute before nine uses the hour up. */
async function useUp(person: Person): Promise<void> {
  await belfry.addSchedule(person, { title: 'First' });
  await belfry.run();
  belfry.sms.sent.length = 0;
  belfry.email.sent.length = 0;
  await belfry.moveTo('2027-01-15T09:00:01Z');
}

async function remind(
  person: Person,
  title: string,
  steps: (Pick<Step, 'targets'> & { after?: string })[],
  more: Partial<Policy> = {},
): Promise<ScheduleRecord> {
  const policy = await belfry.addPolicy(
    steps.map((step) => ({ after: 'PT0S', ...step })),
    'again',
    more,
  );
  return belfry.addSchedule(person, { policyId: policy.id, title });
}

async function occurrenceOf({ id }: ScheduleRecord) {
  const [first] = await belfry.wakeups(`seq = 0 AND schedule_id = '${id}'`);
  return first!;
}

/** The words of what is sent until the hour is over. */
async function digest(): Promise<string[]> {
  await liveUntil(belfry, '2027-01-15T09:59:00Z');
  await belfry.moveTo('2027-01-15T10:00:00Z');
  await belfry.run();
  return [...belfry.sms.sent, ...belfry.email.sent].map((sent) => `${sent.to} ${sent.text}`);
}

describe('a digest tells', () => {
  test('of nothing that was answered, paused, finished or deleted meanwhile', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    await useUp(ann);
    const named: Record<string, ScheduleRecord> = {};
    for (const title of ['Done', 'Seen', 'Paused', 'Finished', 'Deleted', 'Open']) {
      named[title] = await remind(ann, title, [to('self', 'sms')], { patience: 'PT4H' });
    }
    await belfry.run();
    await belfry.moveTo('2027-01-15T09:00:02Z');
    await belfry.addSchedule(ann, { title: 'Alone' });
    await belfry.run();
    for (const [title, type] of [
      ['Done', 'complete'],
      ['Seen', 'acknowledge'],
    ] as const) {
      const occurrence = await occurrenceOf(named[title]!);
      await belfry.asTenant((tx) =>
        actOnOccurrence({ tx, occurrence, action: { type }, actor, now: belfry.clock.now() }),
      );
    }
    for (const [title, column] of [
      ['Paused', 'paused_at'],
      ['Finished', 'finished_at'],
      ['Deleted', 'deleted_at'],
    ]) {
      await belfry.asTenant((tx) =>
        tx.query(`UPDATE engine.schedule SET ${column} = now() WHERE id = $1`, [named[title!]!.id]),
      );
    }
    expect(await digest()).toEqual([`${anns} ${heading}\nOpen\nAlone\n${howToReply}`]);
  });

  test('of nothing that was answered between its claim and its call', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    await useUp(ann);
    const pills = await occurrenceOf(await remind(ann, 'Pills', [to('self', 'sms')], { patience: 'PT4H' }));
    await belfry.run();
    await belfry.moveTo('2027-01-15T09:00:02Z');
    await remind(ann, 'Walk', [to('self', 'sms')], { patience: 'PT4H' });
    await liveUntil(belfry, '2027-01-15T09:59:00Z');
    await belfry.moveTo('2027-01-15T10:00:00Z');
    const claims = await belfry.claimDue();
    expect(claims[0]?.turn.decision.contacts[0]?.text).toContain('Pills\nWalk');
    await belfry.asTenant((tx) =>
      actOnOccurrence({ tx, occurrence: pills, action: { type: 'complete' }, actor, now: belfry.clock.now() }),
    );
    await belfry.send(claims);
    expect(belfry.sms.sent).toEqual([]);
    expect(await belfry.outcomesOf(claims[0]!.turn)).toEqual(['0.0 failed call.not-begun']);
    await belfry.run();
    expect(belfry.sms.sent.map(({ text }) => text)).toEqual([`${heading}\nWalk\n${howToReply}`]);
  });

  test('nothing at all where all has been dealt with, and its record says so', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    await useUp(ann);
    const pills = await occurrenceOf(await remind(ann, 'Pills', [to('self', 'sms')], { patience: 'PT4H' }));
    await belfry.run();
    await belfry.asTenant((tx) =>
      actOnOccurrence({ tx, occurrence: pills, action: { type: 'complete' }, actor, now: belfry.clock.now() }),
    );
    expect(await digest()).toEqual([]);
    const { rows } = await belfry.deps.pool.query('SELECT kind, state FROM engine.turn ORDER BY at DESC LIMIT 1');
    expect(rows).toEqual([{ kind: 'closed', state: 'cancelled' }]);
  });

  test('whose each is, once for all its steps, and whoever withdrew their consent nothing of it', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    const cleo = await belfry.addPerson({ name: 'Cleo', email: 'cleo@example.com' });
    const bob = await belfry.addPerson({ name: 'Bob', sms: bobs });
    await belfry.addRelation(ann, bob);
    await belfry.addRelation(cleo, bob);
    await useUp(bob);
    const twice = [to('role:caregiver', 'sms'), { ...to('role:caregiver', 'sms'), after: 'PT5M' }];
    await remind(ann, 'Pills', twice, { patience: 'PT4H' });
    await remind(cleo, 'Walk', [to('role:caregiver', 'sms')], { patience: 'PT4H' });
    await liveUntil(belfry, '2027-01-15T09:10:00Z');
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.relationship SET consent = 'withdrawn' WHERE person_id = $1`, [cleo.id]),
    );
    expect(await digest()).toEqual([`${bobs} ${heading}\nAnn Archer: Pills\n${howToReply}`]);
  });

  test('by the channel that was meant, in the language of whoever reads it', async () => {
    const ann = await belfry.addPerson({ sms: anns, email: 'ann@example.com', locale: 'km' });
    await useUp(ann);
    await remind(ann, 'Pills', [to('self', 'email')], { patience: 'PT4H' });
    expect(await digest()).toEqual([`ann@example.com បានទុកសិន ដើម្បីកុំឱ្យសារមកច្រើនពេកក្នុងពេលតែមួយ\nPills`]);
  });

  test('what may be answered by a plain DONE', async () => {
    const ann = await belfry.addPerson({ sms: anns });
    await useUp(ann);
    const pills = await remind(ann, 'Pills', [to('self', 'sms')], { patience: 'PT4H' });
    await digest();
    const talk = new PhoneTalk(belfry);
    expect(await talk.reply(anns, 'DONE')).toBe('Thank you. Done: Pills');
    expect(await talk.stateOf(await occurrenceOf(pills))).toBe('completed');
  });
});
