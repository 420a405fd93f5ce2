import type { SendResult } from '@belfry/channels';
import type { TenantId } from '@belfry/kernel/ids';
import { newId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { inTenant } from '@belfry/platform/database';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../domain/occurrence.ts';
import type { Words } from '../../domain/words.ts';
import { toDeadLetterAnswer } from '../../http/dead-letter-schemas.ts';
import { listDeadLetters } from '../../store/chain/pg-dead-letters.ts';
import { authorOf } from '../../test/author-of.ts';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { actOnOccurrence } from '../actions/act-on-occurrence.ts';
import { claimTurns } from '../claiming/claim-turns.ts';
import { readOccurrenceTimeline } from '../reading/read-timeline.ts';
import { recordOutcome } from './record-outcome.ts';
import { discardDeadLetter, replayDeadLetter } from './replay-dead-letter.ts';

const start = '2027-01-15T09:00:00Z';
const phone = '+12025550101';
const key: Actor = { type: 'key', id: 'k', name: 'Key', via: 'API key' };
const invalid: SendResult = {
  status: 'failed',
  retryable: false,
  code: 'sms.invalid-number',
  reason: 'No such number.',
};
const busy: SendResult = { status: 'failed', retryable: true, code: 'sms.queue-full', reason: 'Busy.' };
const toSelf = (channels = ['sms']) => [{ person: 'self' as const, channels }];

let belfry: EngineFixture;
let ann: Person;

beforeEach(async () => {
  belfry = await EngineFixture.open(start);
  ann = await belfry.addPerson({ sms: phone, email: 'ann@example.com' });
});

afterEach(() => belfry[Symbol.asyncDispose]());

const letters = (state?: 'open' | 'replayed' | 'discarded' | 'recovered') =>
  belfry.asTenant((tx) => listDeadLetters(tx, { state, limit: 100, after: undefined }));
const after = (seconds: number) => Temporal.Instant.from(start).add({ seconds }).toString();
const replay = (id: string) =>
  belfry.asTenant((tx) => replayDeadLetter({ tx, id, actor: key, now: belfry.clock.now() }));

/** A reminder of one SMS step, with a second step after an hour. */
async function remind(channels = ['sms']): Promise<{ day: string; occId: never }> {
  const policy = await belfry.addPolicy([
    { after: 'PT0S', targets: toSelf(channels) },
    { after: 'PT1H', targets: toSelf(['email']) },
  ]);
  await belfry.addSchedule(ann, { policyId: policy.id });
  await belfry.run();
  const [wakeup] = await belfry.wakeups('seq = 0');
  return wakeup as never;
}

describe('a channel that fails', () => {
  test('gives way to the next at once, and the record says so', async () => {
    belfry.sms.answer = () => busy;
    const occurrence = await remind(['sms', 'email']);
    expect(belfry.email.sent.map(({ to }) => to)).toEqual(['ann@example.com']);
    const [, fallback] = await belfry.chainOf(occurrence);
    expect(fallback).toMatchObject({ kind: 'retry', reason: expect.stringContaining('because sms failed') });
    expect(await letters()).toEqual([]);
  });

  test('for now stays in reserve behind the next, and has the tries it has left once none is untried', async () => {
    belfry.sms.answer = () => busy;
    belfry.email.answer = () => ({ ...invalid, code: 'email.no-such-address' });
    const occurrence = await remind(['sms', 'email']);
    for (const seconds of [30, 150, 630]) {
      expect(await letters()).toEqual([]);
      await belfry.moveTo(after(seconds));
      await belfry.run();
    }
    expect([belfry.sms.sent.length, belfry.email.sent.length]).toEqual([4, 1]);
    const [, , third] = await belfry.chainOf(occurrence);
    expect(third).toMatchObject({ kind: 'retry', reason: 'By sms once more, because email failed for Ann Archer.' });
    expect(await letters()).toMatchObject([{ seq: 4, channel: 'sms', code: 'sms.queue-full' }]);
  });

  test('that asked for patience is left alone until then, although it is the last in reserve', async () => {
    belfry.sms.answer = () => ({ ...busy, retryAfterMs: 600_000 });
    belfry.email.answer = () => ({ ...invalid, code: 'email.no-such-address' });
    await remind(['sms', 'email']);
    await belfry.moveTo(after(599));
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    belfry.sms.answer = () => belfry.sms.accept();
    await belfry.moveTo(after(630));
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(2);
    expect(await letters()).toEqual([]);
  });

  test('is tried again where there is no other, four times in all, and is a dead letter then', async () => {
    belfry.sms.answer = () => busy;
    const occurrence = await remind();
    for (const seconds of [30, 150, 630]) {
      expect(await letters()).toEqual([]);
      await belfry.moveTo(after(seconds));
      await belfry.run();
    }
    expect(belfry.sms.sent).toHaveLength(4);
    expect(await letters()).toMatchObject([
      { state: 'open', seq: 3, target: 0, code: 'sms.queue-full', personId: ann.id, occId: occurrence.occId },
    ]);
  });

  test('is left alone for as long as it asked for, target by target', async () => {
    const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102' });
    const toBob = { person: bob.id, channels: ['sms'] };
    belfry.sms.answer = ({ to }) => (to === phone ? { ...busy, retryAfterMs: 600_000 } : belfry.sms.accept());
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: [...toSelf(), toBob] }]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    belfry.sms.sent.length = 0;
    for (const seconds of [120, 599]) {
      await belfry.moveTo(after(seconds));
      await belfry.run();
    }
    expect(belfry.sms.sent.filter(({ to }) => to === phone)).toEqual([]);
    await belfry.moveTo(after(630));
    await belfry.run();
    expect(belfry.sms.sent.filter(({ to }) => to === phone)).toHaveLength(1);
  });

  test('and has asked for patience is called by nobody before then', async () => {
    belfry.sms.answer = () => ({ ...busy, retryAfterMs: 600_000 });
    const occurrence = await remind();
    const bob = await belfry.addPerson({ name: 'Bob', sms: '+12025550102' });
    await belfry.addSchedule(bob, {});
    await belfry.run();
    expect(belfry.sms.sent.map(({ to }) => to)).toEqual([phone]);
    belfry.sms.answer = () => belfry.sms.accept();
    await belfry.moveTo(after(700));
    await belfry.run();
    expect(belfry.sms.sent.map(({ to }) => to).toSorted()).toEqual([phone, phone, '+12025550102'].toSorted());
    expect(await letters()).toEqual([]);
    expect((await belfry.outcomesOf(occurrence))[0]).toBe('0.0 failed sms.queue-full');
  });

  test('to answer opens its breaker, which costs nobody a try and leaves no dead letter', async () => {
    belfry.sms.answer = () => ({ status: 'failed', retryable: true, code: 'channel.not-reached', reason: 'Down.' });
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, i) => belfry.addPerson({ name: `P${i}`, sms: `+120255502${10 + i}` })),
    );
    for (const person of people) {
      await belfry.addSchedule(person, {});
      await belfry.run();
    }
    expect(belfry.sms.sent).toHaveLength(5);
    expect(belfry.deps.providers.states().get('sms')).toBe('open');
    belfry.sms.answer = () => belfry.sms.accept();
    for (const seconds of [30, 60, 120]) {
      await belfry.moveTo(after(seconds));
      await belfry.run();
    }
    expect(belfry.deps.providers.states().get('sms')).toBe('closed');
    const reached = belfry.sms.sent.slice(5).map(({ to }) => to);
    expect(reached.toSorted()).toEqual(people.map(({ contactPoints }) => contactPoints[0]?.address).toSorted());
    expect(await letters()).toEqual([]);
  });
});

describe('a dead letter', () => {
  beforeEach(() => {
    belfry.sms.answer = () => invalid;
  });

  test('is written with the final failure, once, and where nobody waits the occurrence is closed', async () => {
    await belfry.addSchedule(await belfry.addPerson({ sms: phone }), {});
    await belfry.run();
    const [letter] = await letters();
    expect((await belfry.chainOf(letter!)).at(-1)).toMatchObject({ kind: 'closed', state: 'failed' });
    const { day, occId, seq, target, tenantId } = letter!;
    const again = {
      day,
      occId,
      seq,
      target,
      tenantId,
      status: 'undelivered',
      providerId: null,
      code: 'x',
      reason: null,
    };
    await recordOutcome(belfry.deps, { outcome: again as never, afterFailure: { retryable: false } }, 'callback');
    expect(await letters()).toHaveLength(1);
  });

  test('is not written where somebody has answered', async () => {
    const gate = Promise.withResolvers<void>();
    belfry.sms.answer = () => gate.promise.then(() => invalid);
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: toSelf() }]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    const claims = await belfry.claimDue();
    const sending = belfry.send(claims);
    const occurrence = claims[0]!.turn;
    await belfry.asTenant((tx) =>
      actOnOccurrence({ tx, occurrence, action: { type: 'acknowledge' }, actor: key, now: belfry.clock.now() }),
    );
    gate.resolve();
    await sending;
    expect(await letters()).toEqual([]);
  });

  test('that is replayed is sent by a new turn with the data of now, once however often it is asked for', async () => {
    const occurrence = await remind();
    const [letter] = await letters();
    await belfry.asTenant((tx) =>
      tx.query(`UPDATE people.contact_point SET address = '+12025550177' WHERE channel = 'sms' AND person_id = $1`, [
        ann.id,
      ]),
    );
    belfry.sms.answer = () => belfry.sms.accept();
    await Promise.all([replay(letter!.id), replay(letter!.id), replay(letter!.id)]);
    await belfry.run();
    await replay(letter!.id);
    await belfry.run();
    expect(belfry.sms.sent.map(({ to }) => to)).toEqual([phone, '+12025550177']);
    expect((await belfry.chainOf(occurrence)).map(({ kind }) => kind)).toEqual(['fired', 'retry']);
    expect(await belfry.outcomesOf(occurrence)).toEqual([
      '0.0 failed sms.invalid-number',
      '0.0 failed dead-letter.replayed',
      '1.0 accepted',
    ]);
    expect(await letters('open')).toEqual([]);
    expect(await letters('replayed')).toMatchObject([{ id: letter!.id, actor: { name: 'Key' } }]);
    const [, , step] = await belfry.wakeups(`kind = 'step'`);
    expect(step).toBeUndefined();
    await belfry.moveTo(after(3600));
    await belfry.run();
    expect(belfry.email.sent).toHaveLength(1);
  });

  test('that is replayed and fails again is another', async () => {
    await remind();
    const [letter] = await letters();
    await replay(letter!.id);
    await belfry.run();
    expect((await letters('open')).map(({ seq }) => seq)).toEqual([1]);
  });

  test('of a step that the policy has left behind is sent with that step’s words, beside whatever is under way', async () => {
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: toSelf(), message: 'The first words' },
      { after: 'PT1H', targets: toSelf(['email']), message: 'The second words' },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    await belfry.moveTo(after(3600));
    await belfry.run();
    const [letter] = await letters();
    belfry.sms.answer = () => belfry.sms.accept();
    await replay(letter!.id);
    await belfry.run();
    await belfry.run();
    expect(belfry.sms.sent.at(-1)?.text).toContain('The first words');
    expect(belfry.sms.sent).toHaveLength(2);
    expect(belfry.email.sent).toHaveLength(1);
    const chain = await belfry.chainOf(letter!);
    expect(chain.at(-1)).toMatchObject({ kind: 'retry', stepsTaken: 2, contacts: [{ target: 1, replayOf: '0.0' }] });
  });

  test('that is replayed at the instant of the next step is sent behind it', async () => {
    await remind();
    const [letter] = await letters();
    await belfry.moveTo(after(3600));
    belfry.sms.answer = () => belfry.sms.accept();
    await replay(letter!.id);
    const step = (await belfry.due()).filter(({ kind }) => kind === 'step');
    const { claimed } = await claimTurns(belfry.deps, step, 10);
    expect(claimed.map(({ turn }) => turn.decision.kind)).toEqual(['step']);
    await belfry.send(claimed);
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(2);
    expect((await belfry.chainOf(letter!)).at(-1)).toMatchObject({ kind: 'retry', contacts: [{ replayOf: '0.0' }] });
    expect(await letters('replayed')).toMatchObject([{ overtakenBy: null }]);
  });

  test('that is replayed and answered before it went out says so, as does the timeline', async () => {
    const occurrence = await remind();
    const [letter] = await letters();
    await replay(letter!.id);
    await belfry.asTenant((tx) =>
      actOnOccurrence({ tx, occurrence, action: { type: 'acknowledge' }, actor: key, now: belfry.clock.now() }),
    );
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
    const [replayed] = await letters('replayed');
    expect(replayed).toMatchObject({ overtakenBy: 'acknowledged' });
    expect(toDeadLetterAnswer(replayed!).reason).toBe('No such number. It did not go out: it was acknowledged before.');
    const timeline = await belfry.asTenant((tx) =>
      readOccurrenceTimeline({ tx, occurrence, now: belfry.clock.now(), canSend: () => true }),
    );
    expect(timeline.filter(({ type }) => type === 'outcome').at(-1)?.reason).toBe(
      'Key asked for it to be sent again. It did not go out: it was acknowledged before.',
    );
  });

  test('of an exhausted occurrence can still be replayed', async () => {
    const policy = await belfry.addPolicy([{ after: 'PT0S', targets: toSelf() }]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    const [letter] = await letters();
    await belfry.moveTo(after(3600));
    await belfry.run();
    belfry.sms.answer = () => belfry.sms.accept();
    const before = belfry.sms.sent.length;
    await replay(letter!.id);
    await belfry.run();
    expect(belfry.sms.sent.slice(before).map(({ text }) => text)).toEqual([expect.stringContaining('Take pills')]);
    expect((await belfry.chainOf(letter!)).at(-1)?.state).toBe('exhausted');
  });

  test('is not replayed once somebody has answered', async () => {
    const occurrence = await remind();
    const [letter] = await letters();
    await belfry.asTenant((tx) =>
      actOnOccurrence({ tx, occurrence, action: { type: 'complete' }, actor: key, now: belfry.clock.now() }),
    );
    await expect(replay(letter!.id)).rejects.toMatchObject({ code: 'dead-letter.answered', kind: 'conflict' });
    await belfry.run();
    expect(belfry.sms.sent).toHaveLength(1);
  });

  test('replayed while somebody answers is either sent before the answer or not at all', async () => {
    for (let i = 0; i < 12; i++) {
      belfry.sms.answer = () => invalid;
      await remind();
      const [letter] = await letters('open');
      const occurrence = letter!;
      belfry.sms.answer = () => belfry.sms.accept();
      const act = () =>
        belfry.asTenant((tx) =>
          actOnOccurrence({ tx, occurrence, action: { type: 'acknowledge' }, actor: key, now: belfry.clock.now() }),
        );
      await Promise.allSettled([replay(occurrence.id), act()]);
      await belfry.asTenant((tx) => tx.query(`UPDATE engine.dead_letter SET state = 'discarded'`));
      const before = belfry.sms.sent.length;
      await belfry.run();
      expect(belfry.sms.sent).toHaveLength(before);
    }
  });

  test('that is discarded keeps the reason, and can be neither discarded differently nor replayed', async () => {
    await remind();
    const [letter] = await letters();
    const discard = (note: string) =>
      belfry.asTenant((tx) => discardDeadLetter({ tx, id: letter!.id, actor: key, now: belfry.clock.now(), note }));
    await discard('He was told by hand.');
    await discard('Another reason.');
    expect(await letters('discarded')).toMatchObject([{ note: 'He was told by hand.' }]);
    await expect(replay(letter!.id)).rejects.toMatchObject({ code: 'dead-letter.resolved', kind: 'conflict' });
  });

  test('is written where a message alone has no address, and replayed goes to the one that there is by then', async () => {
    const bob = await belfry.addPerson({ name: 'Bob' });
    await belfry.addSchedule(bob, {});
    await belfry.run();
    const [letter] = await letters('open');
    expect(letter).toMatchObject({ seq: 0, personId: bob.id, code: 'contact.unreachable' });
    await replay(letter!.id);
    await belfry.run();
    const [again] = await letters('open');
    expect(again).toMatchObject({ seq: 1, code: 'contact.unreachable' });
    await belfry.asTenant((tx) =>
      tx.query(
        `INSERT INTO people.contact_point (person_id, tenant_id, position, channel, address)
         VALUES ($1, $2, 0, 'email', 'bob@example.com')`,
        [bob.id, belfry.tenantId],
      ),
    );
    await replay(again!.id);
    await belfry.run();
    expect(belfry.email.sent.map(({ to }) => to)).toEqual(['bob@example.com']);
    expect(await letters('open')).toEqual([]);
    expect((await belfry.chainOf(letter!)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'fired failed',
      'retry failed',
      'retry open',
    ]);
  });

  test('is written where its words cannot be, and replayed has those of then', async () => {
    let words: Words = { withheld: { status: 'failed', code: 'test.unwritable', reason: 'Broken.' } };
    const author = authorOf(() => words);
    const deps = { ...belfry.deps, authors: new Map([['test', author]]) };
    const run = async () => belfry.send((await claimTurns(deps, await belfry.due(), 10)).claimed);
    belfry.sms.answer = () => belfry.sms.accept();
    const { id } = await belfry.addSchedule(ann, {});
    await belfry.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [id]));
    await run();
    const [letter] = await letters('open');
    expect(letter).toMatchObject({ code: 'test.unwritable', channel: 'sms' });
    words = { subject: '', text: 'Mended' };
    await replay(letter!.id);
    await run();
    expect(belfry.sms.sent.map(({ text }) => text)).toEqual(['Mended']);
    expect(await letters('open')).toEqual([]);
  });

  test('is not written where the person wants no message, nor where a policy goes on', async () => {
    await belfry.optOut('sms', phone);
    const bob = await belfry.addPerson({ name: 'Bob', sms: phone });
    await belfry.addSchedule(bob, {});
    const policy = await belfry.addPolicy([
      { after: 'PT0S', targets: toSelf(['push']) },
      { after: 'PT1H', targets: toSelf(['email']) },
    ]);
    await belfry.addSchedule(ann, { policyId: policy.id });
    await belfry.run();
    await belfry.moveTo(after(3600));
    await belfry.run();
    expect(belfry.email.sent).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  test('is nobody else’s', async () => {
    await remind();
    const [letter] = await letters();
    const stranger = newId<TenantId>();
    const theirs = inTenant(belfry.database.pools.app, stranger, (tx) =>
      replayDeadLetter({ tx, id: letter!.id, actor: key, now: belfry.clock.now() }),
    );
    await expect(theirs).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('whose message arrives after all needs nobody any more', async () => {
    await remind();
    const [letter] = await letters();
    const { day, occId, seq, target, tenantId } = letter!;
    const delivered = { status: 'delivered', providerId: 'SM1', code: null, reason: null } as const;
    const outcome = { day, occId, seq, target, tenantId, ...delivered };
    await recordOutcome(belfry.deps, { outcome, afterFailure: null }, 'callback');
    expect(await letters('recovered')).toHaveLength(1);
  });
});
