import type { LookUpResult } from '@belfry/channels';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OnUnknown } from '../../domain/policy.ts';
import type { Terms } from '../../domain/words.ts';
import { audit, type Unsettled } from '../../store/wakeups/pg-audit.ts';
import { rangesUntil } from '../../store/wakeups/pg-pending.ts';
import { authorOf } from '../../test/author-of.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { recordOutcome } from './record-outcome.ts';
import { settleAttempt } from './settle-attempt.ts';

const phone = '+12025550101';
const email = 'ann@example.com';
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterEach(() => belfry[Symbol.asyncDispose]());

async function auditAll() {
  return audit(belfry.deps.pool, await rangesUntil(belfry.deps.pool, belfry.clock.now()), 1000);
}

/** Claims one contact and lets its call end in the dark. */
async function loseCall(channel: 'sms' | 'email', onUnknown: OnUnknown = 'again'): Promise<Unsettled> {
  const ann = await belfry.addPerson({ sms: phone, email });
  const policy = await belfry.addPolicy(
    [{ after: 'PT0S', targets: [{ person: 'self', channels: [channel] }] }],
    onUnknown,
  );
  await belfry.addSchedule(ann, { policyId: policy.id });
  await belfry.claimDue();
  const { unsettled } = await auditAll();
  expect(unsettled).toHaveLength(1);
  return unsettled[0]!;
}

const candidate = (providerId: string, status: LookUpResult['candidates'][number]['status'] = 'sent') => ({
  providerId,
  status,
  at: belfry.clock.now(),
});

const has = (...candidates: LookUpResult['candidates']): LookUpResult => ({ candidates, isExact: false });

const deadLetters = async () =>
  (await belfry.deps.pool.query<{ code: string }>('SELECT code FROM engine.dead_letter')).rows.map(({ code }) => code);

const retries = () => belfry.wakeups(`kind = 'retry'`);

describe('a call that was claimed and never recorded', () => {
  test('becomes unknown first, and what it is once the provider has told', async () => {
    const lost = await loseCall('sms');
    let recordedBefore: string[] = [];
    belfry.sms.lookUp = async () => {
      recordedBefore = await belfry.outcomesOf(lost.wakeup);
      return has(candidate('SM1'));
    };
    await settleAttempt(belfry.deps, lost);
    expect(recordedBefore).toEqual(['0.0 unknown pending-look-up']);
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 unknown pending-look-up', '0.0 sent look-up.found']);
    expect(await retries()).toEqual([]);
    expect((await auditAll()).unsettled).toEqual([]);
  });

  test('of which the provider knows nothing is made again at once', async () => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = async () => has();
    await settleAttempt(belfry.deps, lost);
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual([
      '0.0 unknown pending-look-up',
      '0.0 failed look-up.not-found',
    ]);
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    expect((await belfry.chainOf(lost.wakeup)).map(({ kind }) => kind)).toEqual(['fired', 'retry']);
  });

  test('of which the provider knows that it may pass is tried again later, and says why it did not arrive', async () => {
    const lost = await loseCall('sms');
    const failure = { code: 'sms.unreachable', retryable: true };
    belfry.sms.lookUp = async () => has({ ...candidate('SM1', 'undelivered'), failure });
    await settleAttempt(belfry.deps, lost);
    expect((await belfry.outcomesOf(lost.wakeup)).at(-1)).toBe('0.0 undelivered sms.unreachable');
    expect(await deadLetters()).toEqual([]);
    const [retry] = await retries();
    await belfry.moveTo(retry!.dueAt.toString());
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test.each([
    ['whose number is blocked', { code: 'sms.blocked', retryable: false }, 'sms.blocked'],
    ['of which the provider gives no reason', null, 'provider.reported'],
  ])('%s is a dead letter', async (_, failure, code) => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = async () => has({ ...candidate('SM1', 'failed'), failure });
    await settleAttempt(belfry.deps, lost);
    expect((await belfry.outcomesOf(lost.wakeup)).at(-1)).toBe(`0.0 failed ${code}`);
    expect(await retries()).toEqual([]);
    expect(await deadLetters()).toEqual([code]);
  });

  test('where nobody can be asked is made again, if the policy says so, and says that it was', async () => {
    const lost = await loseCall('email', 'again');
    await settleAttempt(belfry.deps, lost);
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 unknown pending-look-up', '0.0 unknown sent-again']);
    await belfry.run();
    expect(belfry.email.sent).toHaveLength(1);
    expect((await auditAll()).unsettled).toEqual([]);
  });

  test('where nobody can be asked is left to a person, if the policy says so', async () => {
    const lost = await loseCall('email', 'ask');
    await settleAttempt(belfry.deps, lost);
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 unknown pending-look-up', '0.0 unknown left-to-person']);
    expect(await retries()).toEqual([]);
    expect((await auditAll()).unsettled).toEqual([]);
  });

  test.each<[OnUnknown, string]>([
    ['ask', 'left-to-person'],
    ['again', 'sent-again'],
  ])('that has an author is settled by what he has to say by now: %s', async (onUnknown, code) => {
    const ann = await belfry.addPerson({ email });
    const { id } = await belfry.addSchedule(ann);
    const before: OnUnknown = onUnknown === 'ask' ? 'again' : 'ask';
    await belfry.asEngine((tx) =>
      tx.query(`UPDATE engine.schedule SET author = 'test', on_unknown = $2 WHERE id = $1`, [id, before]),
    );
    let terms: Terms = { lateLimit: 'PT24H', onUnknown: before };
    const author = authorOf(
      () => ({ subject: 'Hey', text: 'Hey' }),
      () => terms,
    );
    belfry.deps.authors = new Map([['test', author]]);
    await belfry.claimDue();
    const [lost] = (await auditAll()).unsettled;
    terms = { lateLimit: 'PT24H', onUnknown };
    await settleAttempt(belfry.deps, lost!);
    expect((await belfry.outcomesOf(lost!.wakeup)).at(-1)).toBe(`0.0 unknown ${code}`);
  });

  test('where nobody can be asked and somebody has answered meanwhile, says that it was not sent again', async () => {
    const lost = await loseCall('email', 'again');
    await belfry.asTenant(async (tx) => {
      const { actOnOccurrence } = await import('../actions/act-on-occurrence.ts');
      const actor = { type: 'key', id: 'k', name: 'Key', via: 'API key' } as const;
      const action = { type: 'complete' } as const;
      await actOnOccurrence({ tx, occurrence: lost.wakeup, action, actor, now: belfry.clock.now() });
    });
    await settleAttempt(belfry.deps, lost);
    await belfry.run();
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 unknown pending-look-up', '0.0 unknown not-sent-again']);
    expect(belfry.email.sent).toEqual([]);
  });

  test('is not made again once somebody has answered', async () => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = async () => has();
    await belfry.asTenant(async (tx) => {
      const { actOnOccurrence } = await import('../actions/act-on-occurrence.ts');
      const actor = { type: 'key', id: 'k', name: 'Key', via: 'API key' } as const;
      await actOnOccurrence({
        tx,
        occurrence: lost.wakeup,
        action: { type: 'complete' },
        actor,
        now: belfry.clock.now(),
      });
    });
    await settleAttempt(belfry.deps, lost);
    await belfry.run();
    expect(belfry.sms.sent).toEqual([]);
  });

  test('stays unknown and is asked about again when the provider cannot be asked now', async () => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = () => Promise.reject(new Error('The provider is down.'));
    await expect(settleAttempt(belfry.deps, lost)).rejects.toThrow('down');
    expect((await auditAll()).unsettled).toMatchObject([{ isRecordedUnknown: true }]);
  });
});

describe('the truth that comes while we ask', () => {
  const delivered = { status: 'delivered', providerId: 'SM1', code: null, reason: null } as const;

  async function record(lost: Unsettled, status: 'accepted' | 'delivered'): Promise<void> {
    const { day, occId, seq, tenantId } = lost.wakeup;
    const outcome = { day, occId, seq, tenantId, target: 0, ...delivered, status };
    await recordOutcome(belfry.deps, { outcome, afterFailure: null }, 'callback');
  }

  test('before the look-up stands, and nobody is asked', async () => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = () => Promise.reject(new Error('Nobody should ask.'));
    await record(lost, 'accepted');
    await settleAttempt(belfry.deps, lost);
    expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 accepted']);
  });

  test.each(['accepted', 'delivered'] as const)(
    'during a look-up that misses the message stands: %s, and it is not sent twice',
    async (status) => {
      const lost = await loseCall('sms');
      belfry.sms.lookUp = async () => {
        await record(lost, status);
        return has();
      };
      await settleAttempt(belfry.deps, lost);
      await belfry.run();
      expect(await belfry.outcomesOf(lost.wakeup)).toEqual(['0.0 unknown pending-look-up', `0.0 ${status}`]);
      expect(belfry.sms.sent).toEqual([]);
    },
  );

  test('during a look-up that finds it is no reason to take the message for somebody else’s', async () => {
    const lost = await loseCall('sms');
    belfry.sms.lookUp = async () => {
      await record(lost, 'accepted');
      return has(candidate('SM1'));
    };
    await settleAttempt(belfry.deps, lost);
    expect((await belfry.outcomesOf(lost.wakeup)).at(-1)).toBe('0.0 accepted');
    expect(await retries()).toEqual([]);
  });
});

describe('of texts that are alike', () => {
  const water = { title: 'Drink water' };
  let messages: LookUpResult['candidates'];

  beforeEach(() => {
    messages = [];
    belfry.sms.lookUp = async () => has(...messages);
  });

  /** As many attempts to one phone, all with the same text, whose calls ended in the dark. */
  async function loseAlike(count: number): Promise<Unsettled[]> {
    const ann = await belfry.addPerson({ sms: phone });
    for (let i = 0; i < count; i++) await belfry.addSchedule(ann, water);
    await belfry.claimDue();
    const { unsettled } = await auditAll();
    expect(unsettled).toHaveLength(count);
    return unsettled;
  }

  /** Claimed long enough ago for its call to have ended. */
  async function growOld(): Promise<void> {
    const owner = new pg.Client({ connectionString: belfry.url });
    await owner.connect();
    await owner.query('ALTER TABLE engine.turn DISABLE TRIGGER USER');
    await owner.query(`UPDATE engine.turn SET claimed_at = claimed_at - interval '1 minute'`);
    await owner.end();
  }

  const lastOutcomes = (attempts: readonly Unsettled[]) =>
    Promise.all(attempts.map(async ({ wakeup }) => (await belfry.outcomesOf(wakeup)).at(-1)));

  test('one message is never taken for two attempts', async () => {
    const lost = await loseAlike(3);
    await growOld();
    messages = [candidate('SM2'), candidate('SM1')];
    for (const one of lost) await settleAttempt(belfry.deps, one);
    expect((await lastOutcomes(lost)).toSorted()).toEqual([
      '0.0 failed look-up.not-found',
      '0.0 sent look-up.found',
      '0.0 sent look-up.found',
    ]);
  });

  test('nor by two processes that ask at the same moment', async () => {
    const lost = await loseAlike(2);
    await growOld();
    messages = [candidate('SM1')];
    const bothHaveAsked = Promise.withResolvers<void>();
    let asked = 0;
    belfry.sms.lookUp = async () => {
      asked += 1;
      if (asked === 2) bothHaveAsked.resolve();
      await bothHaveAsked.promise;
      return has(...messages);
    };
    await Promise.all(lost.map((one) => settleAttempt(belfry.deps, one)));
    expect((await lastOutcomes(lost)).toSorted()).toEqual(['0.0 failed look-up.not-found', '0.0 sent look-up.found']);
  });

  test('none is taken while another may still be under way: its message would be missed for ours', async () => {
    const [ours, other] = await loseAlike(2);
    messages = [candidate('SM1')];
    await settleAttempt(belfry.deps, ours!);
    expect(await belfry.outcomesOf(ours!.wakeup)).toEqual(['0.0 unknown pending-look-up']);
    const { day, occId, seq, tenantId } = other!.wakeup;
    const accepted = { status: 'accepted', providerId: 'SM1', code: null, reason: null } as const;
    const outcome = { day, occId, seq, tenantId, target: 0, ...accepted };
    await recordOutcome(belfry.deps, { outcome, afterFailure: null }, 'outcome');
    const [again] = (await auditAll()).unsettled;
    await settleAttempt(belfry.deps, again!);
    expect((await belfry.outcomesOf(ours!.wakeup)).at(-1)).toBe('0.0 failed look-up.not-found');
  });

  test('the one that a look-up took for another is free again once a callback has named the true one', async () => {
    const [first, second] = await loseAlike(2);
    await growOld();
    messages = [candidate('SM-second'), candidate('SM-first')];
    await settleAttempt(belfry.deps, first!);
    const { day, occId, seq, tenantId } = first!.wakeup;
    const delivered = { status: 'delivered', providerId: 'SM-first', code: null, reason: null } as const;
    const outcome = { day, occId, seq, tenantId, target: 0, ...delivered };
    await recordOutcome(belfry.deps, { outcome, afterFailure: null }, 'callback');
    await settleAttempt(belfry.deps, second!);
    expect((await belfry.outcomesOf(second!.wakeup)).at(-1)).toBe('0.0 sent look-up.found');
    expect(await retries()).toEqual([]);
  });
});
