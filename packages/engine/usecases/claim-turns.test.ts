import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';
import { insertWakeups } from '../store/pg-wakeups.ts';
import { claimDue } from './claim-due.ts';
import { claimTurns } from './claim-turns.ts';

const now = '2027-01-15T09:00:00Z';
const phone = '+12025550101';
let belfry: EngineFixture;

beforeEach(async () => {
  belfry = await EngineFixture.open(now);
});

afterEach(() => belfry[Symbol.asyncDispose]());

describe('a claim', () => {
  test('of the same wake-ups by twenty at once gives each turn once', async () => {
    const ann = await belfry.addPerson({ sms: phone });
    for (let i = 0; i < 30; i++) await belfry.addSchedule(ann, { title: `Number ${i}` });
    const due = await belfry.due();
    const shuffled = Array.from({ length: 20 }, (_, i) => [...due.slice(i), ...due.slice(0, i)]);
    const claims = await Promise.all(shuffled.map((wakeups) => claimTurns(belfry.deps, wakeups, 1000)));
    const claimed = claims.flatMap((claim) => claim.claimed.map(({ turn }) => turn.occId));
    expect(claimed).toHaveLength(30);
    expect(new Set(claimed)).toEqual(new Set(due.map(({ occId }) => occId)));
  });
});
