import type { Channel, OutgoingMessage, SendResult } from '../contract.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import { mailHeaders } from '../smtp/mail-headers.ts';
import { renderHtml } from '../smtp/render-html.ts';
import { createAgents, destroyAgents } from '../wire/http-call.ts';
import { unanswered } from '../wire/unanswered.ts';
import { attemptArgument } from './read-event.ts';
import { readSendGridAnswer } from './send-result.ts';
import type { SendGridAccount } from './sendgrid-client.ts';

export interface SendGridOptions extends SendGridAccount {
  /** Real milliseconds that one call may take, connecting included. */
  timeoutMs: number;
}

/**
 * Email through SendGrid's API. It has no idempotency key and cannot be asked what became of a call; signed events tell what
 * becomes of a message, and carry the attempt's key. The client is loaded by `load`, or else by the first message.
 */
export function createSendGridEmail(options: SendGridOptions): {
  channel: Channel;
  load(): Promise<void>;
  close(): void;
} {
  const agents = createAgents();
  const begin = () => import('./sendgrid-client.ts');

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const { mailServiceForOneCall } = await begin();
    const { service, call } = mailServiceForOneCall({ account: options, agents, timeoutMs: options.timeoutMs, signal });
    try {
      await service.send(toMail(message, options.from));
    } catch (error) {
      if (!call.answer) return unanswered({ call, error, withdrawn: isWithdrawn(signal), receiver: 'SendGrid' });
    }
    if (call.answer) return readSendGridAnswer(call.answer, message.messageId);
    return { status: 'unknown', reason: 'SendGrid’s client made no call.' };
  }

  return {
    channel: { name: 'email', send },
    async load() {
      await begin();
    },
    close: () => destroyAgents(agents),
  };
}

/** Its links stay as they are: a link that SendGrid rewrites would tell it who answers. */
function toMail(message: OutgoingMessage, from: string) {
  const subject = message.subject ?? '';
  return {
    to: message.to,
    from,
    subject: subject || ' ',
    text: message.text,
    html: renderHtml({ ...message, subject }),
    headers: { ...mailHeaders(message), 'Message-ID': `<${message.messageId}>` },
    customArgs: { [attemptArgument]: message.attemptKey() },
    trackingSettings: { clickTracking: { enable: false }, openTracking: { enable: false } },
  };
}
