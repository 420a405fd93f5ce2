import { AppError } from '@belfry/kernel/app-error';
import { sql } from 'drizzle-orm';
import { readTwiml } from '../domain/read-twiml.ts';
import type { Network } from '../network.ts';
import { claimDueCalls, type DueCall } from '../store/claim-calls.ts';
import { recordAnswer } from '../store/record-inbound.ts';
import { abandonCall, completeCalls, postponeCall } from '../store/settle-calls.ts';
import { type Db, inTransaction } from '../store/transaction.ts';
import { composeWebhook } from './compose-webhook.ts';
import { followLink } from './follow-link.ts';
import { type CallResult, httpCall } from './http-call.ts';

/**
 * Makes the calls that are due, side by side, and settles each. One transaction from claim to settlement: what was
 * answered but not yet settled when the process dies is called again, with the same MessageSid.
 * @returns how many were claimed
 */
export async function makeDueCalls(network: Network, stopping: AbortSignal): Promise<number> {
  const settling = await inTransaction(network.pool, async (tx) => {
    // The role's own limit is for forgotten transactions; this one waits for web servers, each of them bounded.
    await tx.execute(sql`SELECT set_config('idle_in_transaction_session_timeout', '60s', true)`);
    const due = await claimDueCalls(tx, network.clock.now());
    const results = await Promise.all(due.map((call) => carryOut(call, network, stopping)));
    const calls = due.flatMap((call, index) => ({ call, result: results[index] ?? { status: 'interrupted' } }));
    return { claimed: due.length, ...(await settle(tx, network, calls)) };
  });
  for (const address of settling.answered) network.onChange(address);
  for (const error of settling.reports) network.onError(error);
  return settling.claimed;
}

function carryOut(due: DueCall, network: Network, stopping: AbortSignal): Promise<CallResult> {
  const { act } = due.delivery;
  if (act?.type === 'link') return followLink(act, stopping);
  const { url, ...request } = composeWebhook(due, network);
  return httpCall(url, { method: 'POST', ...request }, stopping);
}

interface Call {
  call: DueCall;
  result: CallResult;
}

/** @returns the handsets to which something was said, and what to report */
async function settle(
  tx: Db,
  network: Network,
  calls: readonly Call[],
): Promise<{ answered: Set<string>; reports: AppError[] }> {
  const now = network.clock.now();
  const done: number[] = [];
  const answered = new Set<string>();
  const reports: AppError[] = [];
  const abandon = async (call: DueCall, outcome: 'refused' | 'given-up', reason: string) => {
    await abandonCall(tx, call.delivery, outcome, now, reason);
    // A persona that comes too late finds a page without buttons: nobody's trouble.
    if (call.delivery.kind === 'link' && outcome === 'refused') return;
    const what = call.delivery.kind === 'link' ? 'open a link' : 'deliver a webhook';
    reports.push(report(call, `sandbox.webhook-${outcome}`, `could not ${what}: ${reason}`));
  };

  for (const { call, result } of calls) {
    const { delivery, message } = call;
    if (result.status === 'interrupted') continue;
    if (result.status === 'failed') {
      const pauseMs = network.retryDelaysMs[delivery.attempts];
      if (pauseMs === undefined) await abandon(call, 'given-up', result.reason);
      else await postponeCall(tx, delivery, pauseMs, result.reason);
      continue;
    }
    if (delivery.isForged) {
      if (result.status === 'answered')
        reports.push(report(call, 'sandbox.forgery-accepted', 'was believed a forged webhook'));
      done.push(delivery.id);
      continue;
    }
    if (result.status === 'refused') {
      await abandon(call, 'refused', result.reason);
      continue;
    }
    network.fault(delivery.kind === 'link' ? 'sandbox.link-followed' : 'sandbox.callback-delivered');
    const answer = readAnswer(call, result.body);
    if (!answer.ok) {
      await abandon(call, 'refused', `unusable TwiML: ${answer.reason}`);
      continue;
    }
    if (answer.messages.length > 0) {
      const outcome = await recordAnswer(tx, message, answer.messages, { at: now, origin: network.origin });
      if (outcome === 'recorded') answered.add(message.from);
      if (outcome === 'opted-out') {
        reports.push(
          report(call, 'sandbox.answer-blocked', 'kept back an answer to a handset that has opted out (21610)'),
        );
      }
    }
    done.push(delivery.id);
  }
  if (done.length > 0) await completeCalls(tx, done, now);
  return { answered, reports };
}

/** What a status callback's receiver answers is of no interest to the network, nor is the page behind a link. */
function readAnswer({ delivery }: DueCall, body: string): ReturnType<typeof readTwiml> {
  return delivery.kind === 'inbound-webhook' ? readTwiml(body) : { ok: true, messages: [] };
}

function report({ delivery, message }: DueCall, code: string, what: string): AppError {
  return new AppError({
    code,
    kind: 'unavailable',
    message: `The sandbox ${what}`,
    details: { kind: delivery.kind, messageSid: message.providerId, attempts: delivery.attempts + 1 },
  });
}
