import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contact } from '../../domain/occurrence.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import type { ClaimedTurn } from '../claiming/claim-turns.ts';
import { type End, recordEnds } from './record-ends.ts';
import { recordOutcome } from './record-outcome.ts';

let belfry: EngineFixture;

beforeAll(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
});

afterAll(() => belfry[Symbol.asyncDispose]());

const self = (channels: string[]) => [{ person: 'self' as const, channels }];

/** The calls of a reminder that is due now: by SMS, with another channel, to two people, or of no policy. */
async function call(kind: 'alone' | 'two channels' | 'two targets' | 'no policy'): Promise<ClaimedTurn> {
  const ann = await belfry.addPerson({ sms: '+12025550101', email: 'ann@example.com' });
  const bob = await belfry.addPerson({ sms: '+12025550102' });
  const targets = {
    alone: self(['sms']),
    'two channels': self(['sms', 'email']),
    'two targets': [...self(['sms']), { person: bob.id, channels: ['sms'] }],
    'no policy': null,
  }[kind];
  const policy = targets && (await belfry.addPolicy([{ after: 'PT0S', targets }]));
  await belfry.addSchedule(ann, { policyId: (policy?.id ?? null) as never });
  const [claim] = await belfry.claimDue();
  return claim!;
}

function endOf({ turn }: ClaimedTurn, went: Partial<End['outcome']>, afterFailure: End['afterFailure'] = null): End {
  const { day, occId, seq, tenantId } = turn;
  const outcome = { day, occId, seq, tenantId, target: 0, providerId: null, code: null, reason: null };
  return { outcome: { ...outcome, status: 'failed', ...went }, afterFailure };
}

const busy = { code: 'sms.queue-full', reason: 'Busy.' };

/** One of each way a call can end. */
const ways: Record<string, () => Promise<End>> = {
  accepted: async () => endOf(await call('alone'), { status: 'accepted', providerId: 'SM1' }),
  'in the dark': async () => endOf(await call('alone'), { status: 'unknown', code: 'call.pending' }),
  withdrawn: async () => endOf(await call('alone'), { status: 'suppressed', code: 'answered' }),
  busy: async () => endOf(await call('alone'), busy, { retryable: true }),
  'not called': async () => endOf(await call('alone'), { code: 'channel.breaker-open' }, { retryable: true }),
  'not begun': async () => endOf(await call('alone'), { code: 'call.not-begun' }, 'again'),
  'asked for patience': async () => endOf(await call('alone'), busy, { retryable: true, retryAfterMs: 45_000 }),
  'another channel': async () => endOf(await call('two channels'), busy, { retryable: true }),
  'another target': async () => endOf(await call('two targets'), busy, { retryable: true }),
  'for good': async () => endOf(await call('alone'), { code: 'sms.invalid-number' }, { retryable: false }),
  'for good, nobody waiting': async () => endOf(await call('no policy'), busy, { retryable: false }),
  'known already': async () => {
    const end = endOf(await call('alone'), busy, { retryable: true });
    const arrived = { ...end.outcome, status: 'delivered' as const, code: null, reason: null };
    await recordOutcome(belfry.deps, { outcome: arrived, afterFailure: null }, 'outcome');
    return end;
  },
  'a second try': async () => {
    const first = endOf(await call('alone'), busy, { retryable: true });
    await recordOutcome(belfry.deps, first, 'outcome');
    await belfry.moveTo(belfry.clock.now().add({ seconds: 30 }).toString());
    const claims = await belfry.claimDue();
    const again = claims.find(({ turn }) => turn.occId === first.outcome.occId)!;
    return endOf(again, busy, { retryable: true });
  },
};

async function whatBecameOf({ outcome }: End) {
  const { rows: outcomes } = await belfry.deps.pool.query(
    `SELECT seq, target, n, status, provider_id, code, reason, follow_up, follow_up_reserve IS NOT NULL AS has_reserve
     FROM engine.outcome WHERE occ_id = $1 ORDER BY seq, target, n`,
    [outcome.occId],
  );
  const { rows: planned } = await belfry.deps.pool.query(
    `SELECT w.seq, w.kind, bool_and(w.due_at = o.follow_up_at) AS is_as_said
     FROM engine.wakeup w LEFT JOIN engine.outcome o ON o.occ_id = w.occ_id AND o.follow_up_at = w.due_at
     WHERE w.occ_id = $1 AND w.kind = 'retry' GROUP BY w.seq, w.kind ORDER BY w.seq`,
    [outcome.occId],
  );
  const { rows: letters } = await belfry.deps.pool.query(
    'SELECT seq, target, code FROM engine.dead_letter WHERE occ_id = $1',
    [outcome.occId],
  );
  const chain = await belfry.chainOf(outcome);
  const contactsOf = (contacts: readonly Contact[]) => contacts.map(({ channel, target }) => `${target} ${channel}`);
  return {
    outcomes,
    planned,
    letters,
    chain: chain.map(({ kind, state, contacts }) => [kind, state, contactsOf(contacts)]),
  };
}

test('many ends that are recorded together leave behind what each would by itself', async () => {
  const together: [string, End][] = [];
  const byThemselves: [string, End][] = [];
  for (const [way, make] of Object.entries(ways)) {
    byThemselves.push([way, await make()]);
    for (let i = 0; i < 3; i++) together.push([way, await make()]);
  }
  await recordEnds(
    belfry.deps,
    together.map(([, end]) => end),
  );
  for (const [, end] of byThemselves) await recordOutcome(belfry.deps, end, 'outcome');
  const expected = new Map<string, unknown>();
  for (const [way, end] of byThemselves) expected.set(way, await whatBecameOf(end));
  expect(expected.size).toBe(Object.keys(ways).length);
  for (const [way, end] of together) expect([way, await whatBecameOf(end)]).toEqual([way, expected.get(way)]);
});
