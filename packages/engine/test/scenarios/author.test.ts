import type { SendResult } from '@belfry/channels';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notYet } from '../../domain/not-yet.ts';
import type { Said, Terms } from '../../domain/words.ts';
import type { Unsaid } from '../../usecases/author.ts';
import { readOccurrenceTimeline } from '../../usecases/reading/read-timeline.ts';
import { authorOf } from '../author-of.ts';
import { EngineFixture } from '../engine-fixture.ts';

const words = { subject: '', text: 'Now' };
const busy: SendResult = { status: 'failed', code: 'sms.busy', reason: 'Too many.', retryable: true };
let belfry: EngineFixture;
let ann: Person;
let says: (unsaid: Unsaid) => Said;
let terms: Terms | null;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  says = () => words;
  terms = null;
  const author = authorOf(
    (unsaid) => says(unsaid),
    () => terms,
  );
  belfry.deps.authors = new Map([['test', author]]);
  ann = await belfry.addPerson({ sms: '+12025550101' });
  const { id } = await belfry.addSchedule(ann, { lateLimit: 'PT2H' });
  await belfry.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [id]));
});

afterEach(() => belfry[Symbol.asyncDispose]());

const slots = async () => (await belfry.deps.pool.query('SELECT FROM engine.slot_ledger')).rowCount;
const sent = () => belfry.sms.sent.map(({ at }) => at.toString());
const chain = async () => belfry.chainOf((await belfry.wakeups('seq = 0'))[0]!);

async function runAt(now: string): Promise<void> {
  await belfry.moveTo(now);
  await belfry.run();
}

/** As an author does to whom this day and hour belong. */
const until = (instant: string) => () =>
  Temporal.Instant.compare(belfry.clock.now(), instant) < 0 ? { notBefore: Temporal.Instant.from(instant) } : words;

test('what is planned so no more stays unclaimed, with its slot free, until the author has words', async () => {
  says = () => ({ isOutdated: true });
  expect(await belfry.claimDue()).toEqual([]);
  expect([await slots(), (await belfry.due()).length]).toEqual([0, 1]);
  says = () => words;
  await belfry.run();
  expect([await slots(), belfry.sms.sent.map(({ text }) => text)]).toEqual([1, ['Now']]);
});

describe('what its author has for later', () => {
  test('is put off until then, in the same chain, and is on time then', async () => {
    says = until('2027-01-16T09:00:00Z');
    await belfry.run();
    expect([await slots(), sent()]).toEqual([1, []]);
    expect(await chain()).toMatchObject([{ kind: 'deferred', state: 'open', reason: notYet, contacts: [] }]);
    await runAt('2027-01-16T09:00:00Z');
    expect(sent()).toEqual(['2027-01-16T09:00:00Z']);
    expect(await chain()).toMatchObject([{ seq: 0 }, { seq: 1, kind: 'fired', reason: null }]);
  });

  test('and was to be tried again is tried then, and once', async () => {
    belfry.sms.answer = () => busy;
    await belfry.run();
    belfry.sms.answer = () => belfry.sms.accept();
    says = until('2027-01-16T09:00:00Z');
    await runAt('2027-01-15T09:05:00Z');
    // One turn says so, and nothing is due again before.
    expect((await chain()).map(({ kind }) => kind)).toEqual(['fired', 'deferred']);
    await runAt('2027-01-16T09:00:00Z');
    await runAt('2027-01-18T09:00:00Z');
    expect(sent()).toEqual(['2027-01-15T09:00:00Z', '2027-01-16T09:00:00Z']);
    expect((await chain()).map(({ kind }) => kind)).toEqual(['fired', 'deferred', 'retry']);
  });

  test('waits beyond the planned partitions where that is far', async () => {
    says = until('2027-06-01T09:00:00Z');
    await belfry.run();
    expect((await belfry.wakeups('seq = 1', 'engine.wakeup_far')).map(({ dueAt }) => dueAt.toString())).toEqual([
      '2027-06-01T09:00:00Z',
    ]);
  });

  test('is on its way for the day on which it was due then, by quiet hours too, and not for that on which it began', async () => {
    const days: string[] = [];
    says = ({ day }) => {
      days.push(day);
      return until('2027-01-16T23:00:00Z')();
    };
    await belfry.run();
    await belfry.setQuietHours(ann, { start: '22:00', end: '08:00' });
    await runAt('2027-01-16T23:00:00Z');
    await runAt('2027-01-17T08:00:00Z');
    expect(sent()).toEqual(['2027-01-17T08:00:00Z']);
    expect(days).toEqual(['2027-01-15', '2027-01-16', '2027-01-16']);
  });

  test('says when it comes, in what is to come', async () => {
    says = until('2027-01-16T09:00:00Z');
    await belfry.run();
    const [occurrence] = await belfry.wakeups('seq = 0');
    const timeline = await belfry.asTenant((tx) =>
      readOccurrenceTimeline({ tx, occurrence: occurrence!, now: belfry.clock.now(), canSend: () => true }),
    );
    expect(timeline.filter(({ type }) => type === 'planned')).toMatchObject([
      { at: Temporal.Instant.from('2027-01-16T09:00:00Z') },
    ]);
  });
});

describe('the late limit', () => {
  test('is that which holds by now, and not that of its schedule', async () => {
    terms = { lateLimit: 'PT24H', onUnknown: 'again' };
    await runAt('2027-01-15T20:00:00Z');
    expect(sent()).toEqual(['2027-01-15T20:00:00Z']);
  });

  test('that has been shortened holds too', async () => {
    terms = { lateLimit: 'PT1H', onUnknown: 'again' };
    await runAt('2027-01-15T10:30:00Z');
    expect(sent()).toEqual([]);
    expect(await chain()).toMatchObject([{ state: 'missed', reason: 'Later than the limit of PT1H.' }]);
  });
});
