import type { PolicyId } from '@belfry/kernel/ids';
import type { Person } from '@belfry/people';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import { createSchedule } from '../schedules/create-schedule.ts';
import { deletePolicy } from './delete-policy.ts';

const now = '2027-01-15T09:00:00Z';
let belfry: EngineFixture;
let ann: Person;

beforeAll(async () => {
  belfry = await EngineFixture.open(now);
  ann = await belfry.addPerson({ sms: '+12025550101' });
});

afterAll(() => belfry[Symbol.asyncDispose]());

const tomorrow = { type: 'once', at: '2027-01-16T09:00:00Z' } as const;
const addPolicy = () => belfry.addPolicy([{ after: 'PT0S', targets: [{ person: 'self', channels: ['sms'] }] }]);

/** One transaction, which ends only when it is told to. */
function heldOpen(body: Parameters<typeof belfry.asTenant>[0]) {
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const ended = belfry.asTenant(async (tx) => {
    await body(tx);
    begun.resolve();
    await ending.promise;
  });
  return { begun: begun.promise, end: () => ending.resolve(), ended };
}

const use = (policyId: PolicyId) => {
  const usual = { kind: 'reminder', title: 'Pills', body: null, localTime: null, timeZone: 'person' } as const;
  const schedule = { ...usual, personId: ann.id, rule: tomorrow, policyId, importance: 'medium', lateLimit: 'PT24H' };
  const { tenantId } = belfry;
  return (tx: Parameters<typeof createSchedule>[0]['tx']) =>
    createSchedule({ tx, tenantId, now: belfry.clock.now(), schedule });
};

const remove = (id: PolicyId) => (tx: Parameters<typeof deletePolicy>[0]['tx']) =>
  deletePolicy({ tx, id, now: belfry.clock.now(), requireVersion() {} });

async function isWaiting(): Promise<boolean> {
  const { rowCount } = await belfry.deps.pool.query(
    `SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE a.datname = current_database() AND NOT l.granted`,
  );
  return rowCount === 1;
}

test('a policy that somebody is just beginning to use is not deleted', async () => {
  const { id } = await addPolicy();
  const using = heldOpen(use(id));
  await using.begun;
  const deleting = belfry.asTenant(remove(id));
  const outcome = deleting.then(
    () => 'deleted',
    (error: { code: string }) => error.code,
  );
  try {
    await expect.poll(isWaiting).toBe(true);
  } finally {
    using.end();
  }
  await using.ended;
  expect(await outcome).toBe('policy.in-use');
});

test('a policy that is just being deleted is not used', async () => {
  const { id } = await addPolicy();
  const deleting = heldOpen(remove(id));
  await deleting.begun;
  const outcome = belfry.asTenant(use(id)).then(
    () => 'used',
    (error: { code: string }) => error.code,
  );
  try {
    await expect.poll(isWaiting).toBe(true);
  } finally {
    deleting.end();
  }
  await deleting.ended;
  expect(await outcome).toBe('schedule.policy-unknown');
});
