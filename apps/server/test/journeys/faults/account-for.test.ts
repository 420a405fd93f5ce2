import { type BelfryProcess, startBelfry } from '@belfry/testkit/belfry-process';
import { installWitness } from '@belfry/testkit/invariants/witness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, addPolicy, remind } from '../story.ts';
import { accountFor } from './account-for.ts';
import { sentMoreThanOnce } from './sent-more-than-once.ts';

const secret = 'a key of thirty-two characters or more';
const now = '2027-01-15T09:50:00Z';
const email = 'ann@example.com';
let belfry: BelfryProcess;
let owner: pg.Client;

beforeAll(async () => {
  belfry = await startBelfry({
    at: '2027-01-15T08:00:00Z',
    env: { ENCRYPTION_KEY: secret, BELFRY_PROVIDER_TIMEOUT_MS: '1000' },
  });
  owner = new pg.Client({ connectionString: belfry.databaseUrl });
  await owner.connect();
  await installWitness(owner);
  const person = await addPerson(belfry, { name: 'Ann Archer', sms: '+12025550101', email });
  await belfry.must('PUT', `/sandbox/handsets/${email}`, { chaos: { acceptThenHang: 1 } });
  const policy = await addPolicy(belfry, 'By email', [
    { after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] },
    { after: 'PT5M', targets: [{ person: 'self', channels: ['email'] }] },
  ]);
  await remind(belfry, { person, title: 'Pills', policy, at: '2027-01-15T09:00:00Z' });
  const answering = await addPerson(belfry, { name: 'Bob Brown', sms: '+12025550102' });
  await belfry.must('PUT', '/sandbox/handsets/%2B12025550102', { persona: 'answers' });
  await remind(belfry, { person: answering, title: 'Answered', policy, at: '2027-01-15T09:00:00Z' });
  await belfry.setClock(now);
});

afterAll(async () => {
  await owner.end();
  await belfry.stop();
});

const account = () =>
  accountFor(
    { client: owner, secret, now: Temporal.Instant.from(now) },
    { fault: 'a server that hangs', struck: {}, before: null },
  );

describe('a message beyond the first', () => {
  test('is told of, and explained by what the policy decided; that nobody answered is another one', async () => {
    const { row, broken } = await account();
    expect(row.answered).toEqual({ 'answer by text': 1 });
    expect(row).toMatchObject({ more: 1, doubled: 0, lost: 0, tally: { messages: 5, resolved: { 'sent-again': 1 } } });
    expect(broken).toEqual([]);
  });

  test('is a fault where nobody has decided so, although each has a turn of its own', async () => {
    const { row, broken } = await accountAfter(
      `UPDATE engine.outcome SET code = 'not-sent-again' WHERE code = 'sent-again'`,
    );
    expect(row.doubled).toBe(0);
    expect(broken).toEqual([expect.stringMatching(/by email to ann@example.com there came 2, .* explains 0/)]);
  });
});

test('a promise that was held against nothing counts as broken', async () => {
  const { broken } = await accountAfter(`DELETE FROM sandbox.message WHERE direction = 'answer'`);
  expect(broken).toEqual([expect.stringMatching(/^3: nothing was looked at: After a confirmed answer/)]);
});

/** Of a record that somebody has tampered with. */
async function accountAfter(sql: string): ReturnType<typeof account> {
  await owner.query('BEGIN; ALTER TABLE engine.outcome DISABLE TRIGGER append_only');
  try {
    expect((await owner.query(sql)).rowCount).toBe(1);
    return await account();
  } finally {
    await owner.query('ROLLBACK');
  }
}

describe('of texts', () => {
  const to = '+12025550101';
  const text = (attempt: string, takenAtMs: number) => ({
    ...{ id: String(takenAtMs), channel: 'sms', to, attempt, messageId: null, takenAtMs },
  });
  const life = (attempt: string, ...ends: { status: string; code: string | null; atMs: number }[]) => ({
    ...{ attempt, messageId: 'a.1', channel: 'sms', address: to, ends },
  });
  const lookedUp = [
    { status: 'unknown', code: 'pending-look-up', atMs: 100 },
    { status: 'failed', code: 'look-up.not-found', atMs: 300 },
  ];
  const sent = { status: 'sent', code: null, atMs: 500 };

  test('one that was looked up before it came explains one more', () => {
    const lives = [life('0.0', ...lookedUp), life('1.0', sent)];
    expect(sentMoreThanOnce([text('0.0', 200), text('1.0', 400)], lives)).toMatchObject({ more: 1, unexplained: [] });
  });

  test('one that was there to be found explains nothing, nor does one that never came', () => {
    const lives = [life('0.0', ...lookedUp), life('1.0', sent), life('2.0', sent)];
    for (const messages of [
      [text('0.0', 99), text('1.0', 400)],
      [text('1.0', 400), text('2.0', 500)],
    ]) {
      expect(sentMoreThanOnce(messages, lives)).toMatchObject({ more: 1, unexplained: [expect.any(String)] });
    }
  });

  test('each has to be explained by itself', () => {
    const lives = [life('0.0', ...lookedUp), life('1.0', sent), life('2.0', sent)];
    const messages = [text('0.0', 200), text('1.0', 400), text('2.0', 600)];
    expect(sentMoreThanOnce(messages, lives)).toMatchObject({ more: 2, unexplained: [expect.any(String)] });
  });

  test('those of other steps, channels and addresses, and those of none, are no second ones', () => {
    const first = text('0.0', 200);
    const others = [
      { ...first, to: '+12025550102' },
      { ...first, channel: 'push' },
      text('1.0', 300),
      { ...text('', 400), attempt: null },
      { ...text('', 500), attempt: null },
    ];
    const lives = [life('0.0', sent), { ...life('1.0', sent), messageId: 'a.2' }];
    expect(sentMoreThanOnce([first, ...others], lives)).toMatchObject({ more: 0, unexplained: [] });
  });
});
