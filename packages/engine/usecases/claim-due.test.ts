import { expect, test } from 'vitest';
import { EngineFixture } from '../test/engine-fixture.ts';
import { claimDue } from './claim-due.ts';

test('who watches is told of each turn how late it is, by which channels and lane, and what was missed', async () => {
  await using belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const person = await belfry.addPerson({ sms: '+12025550101' });
  const once = { type: 'once' as const, at: '2027-01-15T09:30:00Z' };
  await belfry.addSchedule(person, { rule: once, lateLimit: 'PT1H' });
  await belfry.addSchedule(person, { rule: once, lateLimit: 'PT3H' });
  await belfry.addSchedule(person, { rule: { type: 'once', at: '2027-01-15T11:00:00Z' } }, 1);
  await belfry.moveTo('2027-01-15T11:00:00Z');
  const told: unknown[] = [];
  const observe = { ...belfry.deps.observe, claimed: (turn: unknown) => told.push(turn) };
  await claimDue({ ...belfry.deps, observe }, await belfry.due(), 64);
  const late = { isFirst: true, lane: 0, latenessMs: 90 * 60_000 };
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      { ...late, kind: 'closed', isMissed: true, channels: [] },
      { ...late, kind: 'fired', isMissed: false, channels: ['sms'] },
      { kind: 'fired', isFirst: true, isMissed: false, lane: 1, channels: ['sms'], latenessMs: 0 },
    ]),
  );
});
