import type { Struck } from './draw-faults.ts';
import type { ReachableStatus } from './message-status.ts';
import type { ProgressStep } from './sms-progress.ts';

export interface PlannedCallback {
  status: ReachableStatus;
  errorCode?: number;
  dueAt: Temporal.Instant;
  isForged: boolean;
}

/**
 * The status callbacks that a step of a message brings, in the order in which they are to arrive. Reordered, what tells
 * of `sent` comes after the last one. A forged one tells the opposite of the truth, ahead of it.
 */
export function planCallbacks(step: ProgressStep, struck: Struck): PlannedCallback[] {
  const { faults } = struck;
  if (faults.includes('acceptThenHang') || faults.includes('dropCallbacks')) return [];
  const isReordered = faults.includes('reorderCallbacks');
  if (isReordered && step.status === 'sent') return [];
  const dueAt = afterDelay(step.dueAt, struck);
  const genuine = [{ ...step, dueAt }, ...(isReordered ? [{ status: 'sent' as const, dueAt }] : [])];
  return genuine.flatMap((callback) => withCompany({ ...callback, isForged: false }, faults));
}

function withCompany(callback: PlannedCallback, faults: Struck['faults']): PlannedCallback[] {
  const copies = faults.includes('duplicateCallbacks') ? [callback, callback] : [callback];
  if (!faults.includes('forgeCallbacks')) return copies;
  const hasArrived = callback.status === 'sent' || callback.status === 'delivered';
  const lie = hasArrived ? { status: 'failed' as const, errorCode: 30008 } : { status: 'delivered' as const };
  return [{ ...lie, dueAt: callback.dueAt, isForged: true }, ...copies];
}

/** The same for what a person sent: when its webhook is called, forged or not, in order. */
export function planInboundWebhooks(
  at: Temporal.Instant,
  struck: Struck,
): { dueAt: Temporal.Instant; isForged: boolean }[] {
  const { faults } = struck;
  if (faults.includes('dropCallbacks')) return [];
  const genuine = { dueAt: afterDelay(at, struck), isForged: false };
  const copies = faults.includes('duplicateCallbacks') ? [genuine, genuine] : [genuine];
  return faults.includes('forgeCallbacks') ? [{ ...genuine, isForged: true }, ...copies] : copies;
}

function afterDelay(at: Temporal.Instant, { callbackDelay }: Struck): Temporal.Instant {
  return callbackDelay === undefined ? at : at.add(callbackDelay);
}
