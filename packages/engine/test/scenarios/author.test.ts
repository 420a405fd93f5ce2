import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outdated, Words } from '../../domain/words.ts';
import type { Author } from '../../usecases/author.ts';
import { EngineFixture } from '../engine-fixture.ts';

let belfry: EngineFixture;
let says: Words | Outdated;

beforeEach(async () => {
  belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const author: Author = { write: async (_, unsaid) => new Map(unsaid.map(({ occId }) => [occId, says])) };
  belfry.deps.authors = new Map([['test', author]]);
  const { id } = await belfry.addSchedule(await belfry.addPerson({ sms: '+12025550101' }));
  await belfry.asEngine((tx) => tx.query(`UPDATE engine.schedule SET author = 'test' WHERE id = $1`, [id]));
});

afterEach(() => belfry[Symbol.asyncDispose]());

const slots = async () => (await belfry.deps.pool.query('SELECT FROM engine.slot_ledger')).rowCount;

test('what is planned so no more stays unclaimed, with its slot free, until the author has words', async () => {
  says = { isOutdated: true };
  expect(await belfry.claimDue()).toEqual([]);
  expect([await slots(), (await belfry.due()).length]).toEqual([0, 1]);
  says = { subject: '', text: 'Now' };
  await belfry.run();
  expect([await slots(), belfry.sms.sent.map(({ text }) => text)]).toEqual([1, ['Now']]);
});
