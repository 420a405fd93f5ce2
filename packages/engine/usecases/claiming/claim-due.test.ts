import { expect, test } from 'vitest';
import { EngineFixture } from '../../test/engine-fixture.ts';
import type { OutcomeObserved } from '../engine-deps.ts';
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

test('who watches is told how late each message was when its provider had taken it, and of none that was not taken', async () => {
  await using belfry = await EngineFixture.open('2027-01-15T09:00:00Z');
  const person = await belfry.addPerson({ sms: '+12025550101' });
  for (const minute of ['00', '10']) {
    await belfry.addSchedule(person, { rule: { type: 'once', at: `2027-01-15T09:${minute}:00Z` } });
  }
  const told: OutcomeObserved[] = [];
  belfry.deps.observe = { ...belfry.deps.observe, outcome: (outcome) => told.push(outcome) };
  belfry.sms.answer = () => {
    belfry.clock.set('2027-01-15T09:01:30Z');
    return belfry.sms.accept();
  };
  await belfry.run();
  await belfry.moveTo('2027-01-15T09:10:00Z');
  belfry.sms.answer = () => ({ status: 'failed', retryable: false, code: 'refused', reason: 'No such number.' });
  await belfry.run();
  const sms = { channel: 'sms', lane: 0 };
  expect(told).toEqual([
    { ...sms, status: 'accepted', latenessMs: 90_000 },
    { ...sms, status: 'failed', latenessMs: null },
  ]);
});
