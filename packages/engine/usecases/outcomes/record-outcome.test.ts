import { type AttemptStatus, attemptStatuses, canFollow, highest, signAttemptKey } from '@belfry/channels';
import { newId } from '@belfry/kernel/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttemptRef, attemptPayload } from '../../domain/attempt-payload.ts';
import type { OccId } from '../../domain/occurrence-id.ts';
import { readOccurrence } from '../../store/occurrences/pg-occurrences.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { applyStatus } from './apply-status.ts';
import { recordOutcome } from './record-outcome.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';

const phone = '+12025550101';
const toSelf = { person: 'self' as const, channels: ['sms'] };
let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterAll(() => belfry[Symbol.asyncDispose]());

/** A call that has been claimed and is under way. */
async function attemptUnderWay(policyId?: string): Promise<AttemptRef> {
  const ann = await belfry.addPerson({ sms: phone });
  await belfry.addSchedule(ann, { policyId: (policyId ?? null) as never });
  const [claim] = await belfry.claimDue();
  const { day, occId, seq, tenantId } = claim!.turn;
  return { day, occId, seq, tenantId, target: 0 };
}

function callback(attempt: AttemptRef, status: AttemptStatus): Promise<void> {
  const attemptKey = signAttemptKey(belfry.deps.secret, attemptPayload(attempt));
  return applyStatus(belfry.deps, { attemptKey, providerId: 'SM1', status, reason: null });
}

const statusesOf = async (attempt: AttemptRef) =>
  (await belfry.outcomesOf(attempt)).map((line) => line.split(' ')[1] as AttemptStatus);

test('statuses that come in any order, number and company end the same and never go down', async () => {
  const heard = fc.array(fc.constantFrom(...attemptStatuses.filter((status) => status !== 'sending')), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(heard, fc.boolean(), async (statuses, atOnce) => {
      const attempt = await attemptUnderWay();
      if (atOnce) await Promise.all(statuses.map((status) => callback(attempt, status)));
      else for (const status of statuses) await callback(attempt, status);
      const recorded = await statusesOf(attempt);
      expect(recorded.at(-1)).toBe(highest('sending', ...statuses));
      for (const [index, status] of recorded.entries())
        if (index > 0) expect(canFollow(recorded[index - 1]!, status)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test('twenty processes that write different news of one attempt at once leave one gapless record', async () => {
  const attempt = await attemptUnderWay();
  const news = Array.from({ length: 20 }, (_, i) => (['accepted', 'sent', 'delivered'] as const)[i % 3]!);
  await Promise.all(news.map((status) => callback(attempt, status)));
  const { rows } = await belfry.deps.pool.query('SELECT n FROM engine.outcome WHERE occ_id = $1 ORDER BY n', [
    attempt.occId,
  ]);
  expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => index));
  expect((await statusesOf(attempt)).at(-1)).toBe('delivered');
});

test('what a provider reports later is counted for the channel of the contact, and each news once', async () => {
  const attempt = await attemptUnderWay();
  const counted: unknown[] = [];
  const observe = { ...belfry.deps.observe, outcome: (one: unknown) => counted.push(one) };
  const attemptKey = signAttemptKey(belfry.deps.secret, attemptPayload(attempt));
  for (let times = 0; times < 2; times++) {
    const news = { attemptKey, providerId: 'SM1', status: 'undelivered', reason: 'Out of reach.' } as const;
    await applyStatus({ ...belfry.deps, observe }, news);
  }
  expect(counted).toEqual([{ channel: 'sms', status: 'undelivered', lane: null, latenessMs: null }]);
});

describe('news changes nothing', () => {
  test.each([
    ['that nobody signed', (attempt: AttemptRef) => attemptPayload(attempt)],
    ['signed by another installation', (attempt: AttemptRef) => signAttemptKey('another', attemptPayload(attempt))],
    [
      'of an occurrence that there is not',
      (attempt: AttemptRef) =>
        signAttemptKey(belfry.deps.secret, attemptPayload({ ...attempt, occId: newId<OccId>() })),
    ],
    [
      'of a turn that there is not',
      (attempt: AttemptRef) => signAttemptKey(belfry.deps.secret, attemptPayload({ ...attempt, seq: 7 })),
    ],
    [
      'of a target that the turn has not',
      (attempt: AttemptRef) => signAttemptKey(belfry.deps.secret, attemptPayload({ ...attempt, target: 1 })),
    ],
    [
      'of a time without partitions',
      (attempt: AttemptRef) => signAttemptKey(belfry.deps.secret, attemptPayload({ ...attempt, day: '1999-01-01' })),
    ],
  ])('%s', async (_, keyOf) => {
    const attempt = await attemptUnderWay();
    const count = async () => (await belfry.deps.pool.query('SELECT count(*) FROM engine.outcome')).rows[0].count;
    const before = await count();
    await applyStatus(belfry.deps, {
      attemptKey: keyOf(attempt),
      providerId: 'SM1',
      status: 'delivered',
      reason: null,
    });
    expect(await count()).toBe(before);
  });
});

describe('after a failure', () => {
  const failed = { status: 'failed', providerId: null, code: 'busy', reason: 'Busy.' } as const;

  const fail = (attempt: AttemptRef, retryable = true) =>
    recordOutcome(belfry.deps, { outcome: { ...attempt, ...failed }, afterFailure: { retryable } }, 'outcome');
  const letterOf = async ({ occId }: AttemptRef) =>
    (await belfry.deps.pool.query('SELECT id, state FROM engine.dead_letter WHERE occ_id = $1', [occId])).rows[0];
  const retriesOf = ({ occId }: AttemptRef) => belfry.wakeups(`occ_id = '${occId}' AND kind = 'retry'`);

  test('that may pass, a retry is planned with the same commit', async () => {
    const attempt = await attemptUnderWay();
    await fail(attempt);
    const [retry] = await retriesOf(attempt);
    const waitMs = belfry.clock.now().until(retry!.dueAt).total('milliseconds');
    expect(retry?.seq).toBe(1);
    expect(waitMs).toBeGreaterThanOrEqual(1000);
    expect(waitMs).toBeLessThanOrEqual(30_000);
  });

  test('for good, an occurrence for which nobody waits is closed as failed', async () => {
    const attempt = await attemptUnderWay();
    await fail(attempt, false);
    expect((await belfry.chainOf(attempt)).at(-1)).toMatchObject({ kind: 'closed', state: 'failed', reason: 'Busy.' });
  });

  test('for good, an occurrence whose message arrives after all is completed, and its dead letter recovered', async () => {
    const attempt = await attemptUnderWay();
    await fail(attempt, false);
    await callback(attempt, 'delivered');
    expect((await belfry.chainOf(attempt)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'fired open',
      'closed failed',
      'closed completed',
    ]);
    expect(await letterOf(attempt)).toMatchObject({ state: 'recovered' });
    const occurrence = await belfry.asTenant((tx) => readOccurrence(tx, attempt, belfry.clock.now()));
    expect(occurrence).toMatchObject({ state: 'completed' });
  });

  test('for good, the message arrives while somebody asks for it to be sent again: neither waits for the other', async () => {
    const attempt = await attemptUnderWay();
    await fail(attempt, false);
    const { id } = await letterOf(attempt);
    const actor = { type: 'key', id: 'k', name: 'Key', via: 'API key' } as const;
    const waiting = `SELECT count(*)::int FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE datname = current_database() AND NOT granted`;
    const both: Promise<unknown>[] = [];
    await belfry.asEngine(async (tx) => {
      await tx.query('SELECT FROM engine.dead_letter WHERE id = $1 FOR UPDATE', [id]);
      both.push(belfry.asTenant((other) => replayDeadLetter({ tx: other, id, actor, now: belfry.clock.now() })));
      await belfry.waitForLock();
      both.push(callback(attempt, 'delivered'));
      while ((await belfry.database.pools.app.query(waiting)).rows[0].count < 2) {}
    });
    await Promise.all(both);
    expect(await belfry.outcomesOf(attempt)).toEqual([
      '0.0 failed busy',
      '0.0 failed dead-letter.replayed',
      '0.0 delivered',
    ]);
    await belfry.run();
    expect((await belfry.chainOf(attempt)).at(-1)).toMatchObject({ state: 'completed' });
  });

  test('that a provider reports when a newer try is under way, nothing more is tried or closed', async () => {
    const attempt = await attemptUnderWay();
    await fail(attempt);
    await belfry.moveTo('2027-01-15T09:00:30Z');
    await belfry.run();
    expect((await belfry.chainOf(attempt)).map(({ kind }) => kind)).toEqual(['fired', 'retry']);
    await callback(attempt, 'undelivered');
    expect((await belfry.chainOf(attempt)).map(({ kind }) => kind)).toEqual(['fired', 'retry']);
    expect(await retriesOf(attempt)).toHaveLength(1);
  });

  test('of one of two targets while the retry of the other is being claimed, none is forgotten', async () => {
    const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102' });
    for (let i = 0; i < 12; i++) {
      const toBob = { person: bob.id, channels: ['sms'] };
      const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [toSelf, toBob] }]);
      const first = await attemptUnderWay(policy.id);
      const second = { ...first, target: 1 };
      await fail(first);
      await belfry.moveTo(belfry.clock.now().add({ seconds: 30 }).toString());
      const [claims] = await Promise.all([belfry.claimDue(), fail(second)]);
      await belfry.send(claims);
      await belfry.moveTo(belfry.clock.now().add({ seconds: 30 }).toString());
      await belfry.run();
      const chain = await belfry.chainOf(first);
      const retried = chain.filter(({ kind }) => kind === 'retry').flatMap(({ contacts }) => contacts);
      expect(new Set(retried.map(({ target }) => target))).toEqual(new Set([0, 1]));
      expect(retried).toHaveLength(2);
    }
  });
});
