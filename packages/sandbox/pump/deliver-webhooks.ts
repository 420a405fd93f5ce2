import { AppError } from '@belfry/kernel/app-error';
import { sql } from 'drizzle-orm';
import { readTwiml } from '../domain/read-twiml.ts';
import type { Network } from '../network.ts';
import { claimDueWebhooks, type DueWebhook } from '../store/claim-webhooks.ts';
import { recordAnswer } from '../store/record-message.ts';
import { abandonWebhook, completeWebhooks, postponeWebhook } from '../store/settle-webhooks.ts';
import { type Db, inTransaction } from '../store/transaction.ts';
import { callWebhook, type WebhookResult } from './call-webhook.ts';
import { composeWebhook } from './webhook-fields.ts';

/**
 * Calls the webhooks that are due, side by side, and settles each. One transaction from claim to settlement: what was
 * answered but not yet settled when the process dies is called again, with the same MessageSid.
 * @returns how many were claimed
 */
export async function deliverDueWebhooks(network: Network, stopping: AbortSignal): Promise<number> {
  const settling = await inTransaction(network.pool, async (tx) => {
    // The role's own limit is for forgotten transactions; this one waits for web servers, each of them bounded.
    await tx.execute(sql`SELECT set_config('idle_in_transaction_session_timeout', '60s', true)`);
    const due = await claimDueWebhooks(tx, network.clock.now());
    const results = await Promise.all(due.map((webhook) => callWebhook(composeWebhook(webhook, network), stopping)));
    const calls = due.flatMap((webhook, index) => ({ webhook, result: results[index] ?? { status: 'interrupted' } }));
    return { claimed: due.length, ...(await settle(tx, network, calls)) };
  });
  for (const address of settling.answered) network.onChange(address);
  for (const error of settling.abandoned) network.onError(error);
  return settling.claimed;
}

interface Call {
  webhook: DueWebhook;
  result: WebhookResult;
}

/** @returns the handsets to which something was said, and what to report */
async function settle(
  tx: Db,
  network: Network,
  calls: readonly Call[],
): Promise<{ answered: Set<string>; abandoned: AppError[] }> {
  const now = network.clock.now();
  const done: number[] = [];
  const answered = new Set<string>();
  const abandoned: AppError[] = [];
  const abandon = async (webhook: DueWebhook, outcome: 'refused' | 'given-up', reason: string) => {
    await abandonWebhook(tx, webhook.delivery, outcome, now, reason);
    abandoned.push(abandonment(webhook, outcome, reason));
  };

  for (const { webhook, result } of calls) {
    if (result.status === 'interrupted') continue;
    if (result.status === 'refused') {
      await abandon(webhook, 'refused', result.reason);
      continue;
    }
    if (result.status === 'failed') {
      const pauseMs = network.retryDelaysMs[webhook.delivery.attempts];
      if (pauseMs === undefined) await abandon(webhook, 'given-up', result.reason);
      else await postponeWebhook(tx, webhook.delivery, pauseMs, result.reason);
      continue;
    }
    network.fault('sandbox.callback-delivered');
    const answer = readAnswer(webhook, result.body);
    if (!answer.ok) {
      await abandon(webhook, 'refused', `unusable TwiML: ${answer.reason}`);
      continue;
    }
    for (const text of answer.messages) {
      await recordAnswer(tx, webhook.message, text, now);
      answered.add(webhook.message.from);
    }
    done.push(webhook.delivery.id);
  }
  if (done.length > 0) await completeWebhooks(tx, done, now);
  return { answered, abandoned };
}

/** What a status callback's receiver answers is of no interest to the network. */
function readAnswer({ delivery }: DueWebhook, body: string): ReturnType<typeof readTwiml> {
  return delivery.kind === 'inbound-webhook' ? readTwiml(body) : { ok: true, messages: [] };
}

function abandonment({ delivery, message }: DueWebhook, outcome: 'refused' | 'given-up', reason: string): AppError {
  return new AppError({
    code: `sandbox.webhook-${outcome}`,
    kind: 'unavailable',
    message: `The sandbox could not deliver a webhook: ${reason}`,
    details: { kind: delivery.kind, messageSid: message.providerId, attempts: delivery.attempts + 1 },
  });
}
