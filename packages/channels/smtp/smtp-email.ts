import type { Channel, OutgoingMessage, SendResult } from '../contract.ts';
import { isWithdrawn } from '../domain/withdrawal.ts';
import type { SmtpTransport } from './smtp-transport.ts';
import { toSendResult } from './to-send-result.ts';

export interface SmtpEmailOptions {
  /** smtp:// or smtps://, with nodemailer's connection options as query, such as `?maxConnections=10`. */
  url: string;
  /** The sender of every message, as an address or `Name <address>`. */
  from: string;
  /** Real milliseconds that one message may take, from waiting for a connection to the last reply. */
  timeoutMs: number;
}

/**
 * Email over SMTP, through a pool of connections. SMTP has neither an idempotency key nor a look-up: once the body has
 * begun to leave, only the server's last reply tells what became of it.
 * nodemailer takes 50 ms and 22 MB to load, so it is loaded by the first message and not with the program.
 */
export function createSmtpEmail(options: SmtpEmailOptions): { channel: Channel; close(): Promise<void> } {
  let transport: Promise<SmtpTransport> | undefined;

  function begin(): Promise<SmtpTransport> {
    transport ??= import('./smtp-transport.ts').then(({ openSmtpTransport }) => openSmtpTransport(options));
    return transport;
  }

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult> {
    const delivery = await (await begin()).deliver(message, signal);
    if (delivery === null) return notBegun(isWithdrawn(signal));
    if (delivery.error === null) return { status: 'accepted', providerId: message.messageId };
    return toSendResult({ ...delivery, error: delivery.error, withdrawn: isWithdrawn(signal) });
  }

  return {
    channel: { name: 'email', send },
    async close() {
      (await transport)?.close();
    },
  };
}

function notBegun(withdrawn: boolean): SendResult {
  const code = withdrawn ? 'channel.withdrawn' : 'channel.busy';
  const reason = 'All connections to the mail server were in use.';
  return { status: 'failed', retryable: true, code, reason };
}
