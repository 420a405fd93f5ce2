import { derivedId, type TenantId } from '@belfry/kernel/ids';
import { type Database, inTransaction, openDatabase } from '@belfry/platform/database';
import { type TestDatabase, testDatabase, throughPool } from '@belfry/testkit/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InboundMessage } from '../contract.ts';
import {
  forgetIdleReplies,
  readIdleMessages,
  readQuestion,
  recordInbound,
  saveInboundReply,
} from './record-inbound.ts';

const tenantId = derivedId<TenantId>('tenant');
let database: TestDatabase;
let engine: Database;

beforeAll(async () => {
  database = await testDatabase();
  engine = openDatabase({ ...throughPool(database.url), poolMin: 0, poolMax: 8 });
});

afterAll(async () => {
  await engine.close();
  await database.close();
});

function inbound(providerId: string): InboundMessage {
  return { provider: 'twilio', providerId, channel: 'sms', from: '+12025550101', to: '+12025550199', text: 'done ✓' };
}

const record = (message: InboundMessage) => inTransaction(engine.pools.engine, (tx) => recordInbound(tx, message));

describe('a message that came in', () => {
  test('is new once, and afterwards known with the reply it got and what it acted on', async () => {
    const message = inbound('SM-once');
    await inTransaction(engine.pools.engine, async (tx) => {
      expect(await recordInbound(tx, message)).toEqual({ isNew: true });
      await saveInboundReply(tx, message, { tenantId, reply: 'Well done, Ann.', actedOn: [{ occurrence: 'a' }] });
    });
    const known = { isNew: false, reply: 'Well done, Ann.', actedOn: [{ occurrence: 'a' }] };
    expect(await record(message)).toEqual(known);
    expect(await record(message)).toEqual(known);
  });

  test('that was not answered is known without a reply', async () => {
    await record(inbound('SM-silent'));
    expect(await record(inbound('SM-silent'))).toEqual({ isNew: false, reply: null, actedOn: null });
  });

  test('is new again when what it brought about was rolled back', async () => {
    const failing = inTransaction(engine.pools.engine, async (tx) => {
      await recordInbound(tx, inbound('SM-crash'));
      throw new Error('the process died here');
    });
    await expect(failing).rejects.toThrow('died here');
    expect(await record(inbound('SM-crash'))).toEqual({ isNew: true });
  });

  test('delivered twenty times at once is new for one, and all others wait for its reply', async () => {
    const message = inbound('SM-storm');
    const deliveries = Array.from({ length: 20 }, () =>
      inTransaction(engine.pools.engine, async (tx) => {
        const recorded = await recordInbound(tx, message);
        if (recorded.isNew) await saveInboundReply(tx, message, { tenantId, reply: 'Noted.' });
        return recorded;
      }),
    );
    const results = await Promise.all(deliveries);
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(results.filter(({ isNew }) => !isNew)).toEqual(
      Array(19).fill({ isNew: false, reply: 'Noted.', actedOn: null }),
    );
  });

  test('that changed nothing is known for a while, with what was asked back, until something is done', async () => {
    const from = '+12025550102';
    const at = (minutes: number) => Temporal.Instant.from('2027-01-15T09:00:00Z').add({ minutes });
    const answered = (providerId: string, text: string, minutes: number, question: object | null) =>
      inTransaction(engine.pools.engine, async (tx) => {
        const message = { ...inbound(providerId), from, text };
        await recordInbound(tx, message);
        await saveInboundReply(tx, message, { tenantId, reply: 'Which one?', idleAt: at(minutes), question });
      });
    await answered('SM-1', 'DONE', 0, { action: 'complete' });
    await answered('SM-2', 'OK', 10, { action: 'acknowledge' });
    await answered('SM-3', 'what?', 20, null);
    const asEngine = <T>(body: Parameters<typeof inTransaction<T>>[1]) => inTransaction(engine.pools.engine, body);
    expect(await asEngine((tx) => readIdleMessages(tx, from, at(0)))).toEqual(['what?', 'OK']);
    expect(await asEngine((tx) => readQuestion(tx, from, at(0)))).toEqual({ action: 'acknowledge' });
    expect(await asEngine((tx) => readQuestion(tx, from, at(10)))).toBeNull();
    await asEngine((tx) => forgetIdleReplies(tx, from, { keepsQuestion: true }));
    expect(await asEngine((tx) => readIdleMessages(tx, from, at(-1)))).toEqual(['OK', 'DONE']);
    await asEngine((tx) => forgetIdleReplies(tx, from, { keepsQuestion: false }));
    expect(await asEngine((tx) => readQuestion(tx, from, at(-1)))).toBeNull();
  });

  test('is for engine code alone to read', async () => {
    const reading = engine.pools.app.query('SELECT * FROM channels.inbound_message');
    await expect(reading).rejects.toMatchObject({ code: '42501' });
  });
});
