import { expect, test } from 'vitest';
import type { Fault } from './chaos.ts';
import { planCallbacks, planInboundWebhooks } from './plan-callbacks.ts';

const at = Temporal.Instant.from('2027-01-15T14:30:00Z');
const later = at.add({ minutes: 1 });

/** All callbacks of a message that is sent and then delivered: `!` for a forged one, with the minutes of their delay. */
function told(...faults: Fault[]): string[] {
  const struck = { faults, ...(faults.includes('delayCallbacks') ? { callbackDelay: 'PT5M' } : {}) };
  const steps = [
    { status: 'sent' as const, dueAt: at },
    { status: 'delivered' as const, dueAt: later },
  ];
  return steps
    .flatMap((step) => planCallbacks(step, struck))
    .map(({ status, isForged, dueAt }) => `${isForged ? '!' : ''}${status} ${dueAt.since(at).total('minutes')}`);
}

test.each<[string[], Fault[]]>([
  [['sent 0', 'delivered 1'], []],
  [['sent 0', 'sent 0', 'delivered 1', 'delivered 1'], ['duplicateCallbacks']],
  [['delivered 1', 'sent 1'], ['reorderCallbacks']],
  [['sent 5', 'delivered 6'], ['delayCallbacks']],
  [['!failed 0', 'sent 0', '!failed 1', 'delivered 1'], ['forgeCallbacks']],
  [[], ['dropCallbacks']],
  [[], ['acceptThenHang']],
  [
    ['sent 0', 'delivered 1'],
    ['slow', 'acceptThenReset'],
  ],
  [
    ['delivered 6', 'delivered 6', 'sent 6', 'sent 6'],
    ['duplicateCallbacks', 'reorderCallbacks', 'delayCallbacks'],
  ],
])('%j with %j', (expected, faults) => {
  expect(told(...faults)).toEqual(expected);
});

test('what is forged says the opposite, and the truth keeps its error', () => {
  const step = { status: 'undelivered' as const, errorCode: 30003, dueAt: at };
  expect(planCallbacks(step, { faults: ['forgeCallbacks'] })).toEqual([
    { status: 'delivered', dueAt: at, isForged: true },
    { ...step, isForged: false },
  ]);
});

test('what a person sent may come twice, late, after a forgery, or not at all', () => {
  const once = { dueAt: at, isForged: false };
  expect(planInboundWebhooks(at, { faults: [] })).toEqual([once]);
  expect(planInboundWebhooks(at, { faults: ['duplicateCallbacks'] })).toEqual([once, once]);
  expect(planInboundWebhooks(at, { faults: ['forgeCallbacks'] })).toEqual([{ ...once, isForged: true }, once]);
  expect(planInboundWebhooks(at, { faults: ['delayCallbacks'], callbackDelay: 'PT1M' })).toEqual([
    { ...once, dueAt: later },
  ]);
  expect(planInboundWebhooks(at, { faults: ['dropCallbacks'] })).toEqual([]);
});
