import { type SendResult, signAttemptKey } from '@belfry/channels';
import type { Person } from '@belfry/people';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attemptPayload } from '../../domain/attempt-payload.ts';
import type { Actor } from '../../domain/occurrence.ts';
import { listDeadLetters } from '../../store/chain/pg-dead-letters.ts';
import { claimDue } from '../../usecases/claiming/claim-due.ts';
import { applyStatus } from '../../usecases/outcomes/apply-status.ts';
import { replayDeadLetter } from '../../usecases/outcomes/replay-dead-letter.ts';
import { listOccurrences } from '../../usecases/reading/list-occurrences.ts';
import { EngineFixture } from '../engine-fixture.ts';

const start = Temporal.Instant.from('2027-01-15T09:00:00Z');
const notCalled: SendResult = {
  status: 'failed',
  retryable: true,
  code: 'channel.breaker-open',
  reason: 'Left alone.',
};
const invalid: SendResult = {
  status: 'failed',
  retryable: false,
  code: 'sms.invalid-number',
  reason: 'No such number.',
};
const key: Actor = { type: 'key', id: 'k', name: 'Key', via: 'API key' };
let belfry: EngineFixture;
let ann: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open(start.toString());
  ann = await belfry.addPerson({ sms: '+12025550101' });
});

afterEach(() => belfry[Symbol.asyncDispose]());

/** As a process does whose provider is away until then: every half hour it tries again what is due. */
async function liveUntil(hours: number): Promise<void> {
  const end = start.add({ minutes: hours * 60 });
  while (Temporal.Instant.compare(belfry.clock.now(), end) < 0) {
    await belfry.moveTo(belfry.clock.now().add({ minutes: 30 }).toString());
    await belfry.run();
  }
}

async function send(lateLimit: string) {
  await belfry.addSchedule(ann, { lateLimit });
  await belfry.run();
  const [wakeup] = await belfry.wakeups('seq = 0');
  return wakeup!;
}

const stateOf = async () => {
  const limits = { limit: 10, after: undefined, now: belfry.clock.now() };
  const { rows } = await belfry.asTenant((tx) => listOccurrences(tx, {}, limits));
  return rows.map(({ state }) => state);
};

const letters = () => belfry.asTenant((tx) => listDeadLetters(tx, { limit: 10, after: undefined }));

describe('a message alone whose provider is away', () => {
  beforeEach(() => {
    belfry.sms.answer = async () => notCalled;
  });

  test('for longer than its late limit is missed, counted once, and does not go out when it is back', async () => {
    const missed: boolean[] = [];
    const claimed = ({ isMissed }: { isMissed: boolean }) => void missed.push(isMissed);
    const watched = { ...belfry.deps, observe: { ...belfry.deps.observe, claimed } };
    const occurrence = await send('PT2H');
    await liveUntil(2);
    expect(await stateOf()).toEqual(['open']);
    await belfry.moveTo(start.add({ hours: 3 }).toString());
    await claimDue(watched, await belfry.due(), 64);
    expect(missed).toEqual([true]);
    belfry.sms.sent.length = 0;
    belfry.sms.answer = () => belfry.sms.accept();
    await liveUntil(5);
    expect(belfry.sms.sent).toEqual([]);
    expect(await stateOf()).toEqual(['missed']);
    expect((await belfry.chainOf(occurrence)).at(-1)).toMatchObject({
      kind: 'closed',
      state: 'missed',
      reason: 'Later than the limit of PT2H.',
    });
    expect(await belfry.due()).toEqual([]);
  });

  test('goes out when it is back within the limit', async () => {
    await send('PT2H');
    await liveUntil(1);
    belfry.sms.sent.length = 0;
    belfry.sms.answer = () => belfry.sms.accept();
    await liveUntil(2);
    expect(belfry.sms.sent).toHaveLength(1);
    expect(await stateOf()).toEqual(['completed']);
  });

  test('has the limit from when it was to be, also where it first left late', async () => {
    await belfry.addSchedule(ann, { lateLimit: 'PT2H' });
    await belfry.moveTo(start.add({ hours: 1 }).toString());
    await belfry.run();
    await liveUntil(3);
    expect(await stateOf()).toEqual(['missed']);
  });

  test('is put off by quiet hours and not dropped', async () => {
    await send('PT2H');
    await belfry.setQuietHours(ann, { start: '09:10', end: '14:00' });
    await liveUntil(5);
    belfry.sms.sent.length = 0;
    belfry.sms.answer = () => belfry.sms.accept();
    await liveUntil(6);
    expect(belfry.sms.sent).toHaveLength(1);
  });
});

test('what a provider takes back after the late limit is not sent anew', async () => {
  const { day, occId, seq, tenantId } = await send('PT24H');
  await belfry.moveTo(start.add({ hours: 72 }).toString());
  const attemptKey = signAttemptKey(belfry.deps.secret, attemptPayload({ day, occId, seq, tenantId, target: 0 }));
  const failure = { code: 'sendgrid.blocked', retryable: true };
  await applyStatus(belfry.deps, { attemptKey, providerId: 'SG1', status: 'undelivered', failure, reason: 'Blocked.' });
  await belfry.moveTo(start.add({ hours: 73 }).toString());
  await belfry.run();
  expect(belfry.sms.sent).toHaveLength(1);
  expect(await stateOf()).toEqual(['missed']);
});

test('what somebody has sent again is sent, however late, and tried again from then on', async () => {
  belfry.sms.answer = async () => invalid;
  await send('PT2H');
  await belfry.moveTo(start.add({ hours: 50 }).toString());
  const [letter] = await letters();
  belfry.sms.answer = async () => notCalled;
  await belfry.asTenant((tx) => replayDeadLetter({ tx, id: letter!.id, actor: key, now: belfry.clock.now() }));
  await belfry.run();
  await liveUntil(51);
  belfry.sms.sent.length = 0;
  belfry.sms.answer = () => belfry.sms.accept();
  await liveUntil(52);
  expect(belfry.sms.sent).toHaveLength(1);
  expect(await stateOf()).toEqual(['completed']);
});
