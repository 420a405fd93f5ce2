import type { Readable } from 'node:stream';
import { Turns } from '@belfry/platform/turns';
import nodemailer, { type NodemailerError } from 'nodemailer';
import type { OutgoingMessage } from '../contract.ts';
import { mailHeaders } from './mail-headers.ts';
import { renderHtml } from './render-html.ts';
import type { SmtpEmailOptions } from './smtp-email.ts';

export interface Delivery {
  /** Whether any of the message itself was handed to the connection, which happens after the server's 354 to DATA. */
  bodyBegan: boolean;
  error: NodemailerError | null;
}

export interface SmtpTransport {
  /** null: no connection was free for so long that it was not begun. Never rejects. */
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<Delivery | null>;
  close(): void;
}

/** nodemailer's own. */
const defaultConnections = 5;
/** Of the time that a message may take: whoever waits longer for a connection would have too little left for its call. */
const longestWait = 0.5;

/**
 * nodemailer's pool, with an account of how far each message got: its errors name a lost connection or a time-out
 * alike (`ECONNECTION`, `ESOCKET`, `ETIMEDOUT`, command `CONN`) before and after DATA, so whether the body was read
 * is observed at the body itself. nodemailer puts a message on another connection by itself only when the same is
 * true of it: not a byte was sent.
 */
export function openSmtpTransport({ url, from, timeoutMs }: SmtpEmailOptions): SmtpTransport {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // A message that nodemailer has is one that the server is asked about, or will be at once; its own queue does not tell.
  const turns = new Turns(Number(new URL(url).searchParams.get('maxConnections')) || defaultConnections);
  const bodies = new WeakMap<AbortSignal, Readable>();
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((body) => {
      if (mail.data.signal) bodies.set(mail.data.signal, body);
      return body;
    });
    done();
  });

  async function hand(message: OutgoingMessage, signal: AbortSignal): Promise<Delivery> {
    const error = await transport
      .sendMail({
        from,
        to: { name: '', address: message.to },
        subject: message.subject ?? '',
        text: message.text,
        html: renderHtml({ ...message, subject: message.subject ?? '' }),
        messageId: message.messageId,
        headers: mailHeaders(message),
        signal,
      })
      .then(
        () => null,
        (reason: NodemailerError) => reason,
      );
    return { bodyBegan: bodies.get(signal)?.readableDidRead ?? false, error };
  }

  return {
    deliver(message, withdrawal) {
      const signal = AbortSignal.any([withdrawal, AbortSignal.timeout(timeoutMs)]);
      const patience = AbortSignal.any([withdrawal, AbortSignal.timeout(timeoutMs * longestWait)]);
      return new Promise((resolve, reject) => {
        const giveUp = () => resolve(null);
        if (patience.aborted) return giveUp();
        patience.addEventListener('abort', giveUp);
        const begin = async () => {
          patience.removeEventListener('abort', giveUp);
          if (!patience.aborted) resolve(await hand(message, signal));
        };
        turns.take(begin).catch(reject);
      });
    },
    close() {
      transport.close();
    },
  };
}
